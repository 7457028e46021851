#pragma once

#include "core/base/result.hpp"

#include <string>
#include <string_view>

namespace masthead::desk {

/// What a refusal says to staff: what was wrong and what to do next.
std::string words_for(const Failure& failure);

/// The one sentence that follows a change, by the word that stands in the address; empty for words
/// that are none of ours.
std::string_view done_words(std::string_view done);

} // namespace masthead::desk
