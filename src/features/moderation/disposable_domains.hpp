#pragma once

#include <span>
#include <string_view>

namespace masthead::moderation {

/// Providers of mail addresses that last minutes, known to every newsroom; sorted. Short on
/// purpose: the newsroom's own list is for the rest.
std::span<const std::string_view> known_disposable_domains();

} // namespace masthead::moderation
