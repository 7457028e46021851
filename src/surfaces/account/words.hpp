#pragma once

#include "surfaces/site/environment.hpp"

#include <string>
#include <string_view>

namespace masthead::account {

/// What a refusal's key says to a reader, in English as the theme's word lists know it. A key that
/// is not known becomes a sentence that says what to do next.
std::string_view sentence_of(std::string_view message_key);

/// "40 seconds", "12 minutes", "3 days" of a number of seconds as text.
std::string wait_words(std::string_view seconds, const site::RenderEnvironment& page);

} // namespace masthead::account
