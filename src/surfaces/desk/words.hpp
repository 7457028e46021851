#pragma once

#include "core/base/result.hpp"
#include "surfaces/desk/speech.hpp"

#include <string>
#include <string_view>

namespace masthead::desk {

/// What a refusal says to staff: what was wrong and what to do next.
std::string words_for(const Failure& failure, const Speech& speech);

/// The one sentence that follows a change, in English for the template to translate, by the word
/// that stands in the address; empty for words that are none of ours.
std::string_view done_words(std::string_view done);

} // namespace masthead::desk
