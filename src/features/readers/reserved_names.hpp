#pragma once

#include <string_view>

namespace masthead::readers {

/// Whether a name speaks with the newsroom's authority ("The Moderators", "Editor Anna") or means
/// nobody ("deleted"), in the languages we know, however it is spelt.
bool is_reserved_name(std::string_view name);

} // namespace masthead::readers
