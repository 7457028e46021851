#pragma once

#include <cstddef>
#include <string_view>

namespace masthead::handlebars {

/// The bytes of the white space character (JavaScript's \s, so also U+00A0, U+2028 …) that starts
/// at `at`; 0 where none does.
std::size_t space_at(std::string_view text, std::size_t at);

/// The same for the character that ends just before `end`.
std::size_t space_before(std::string_view text, std::size_t end);

/// The place of the first byte after the run of white space that starts at `at`.
std::size_t skip_spaces(std::string_view text, std::size_t at);

/// The place where the run of white space that ends at the end of the text begins.
std::size_t trailing_spaces(std::string_view text);

} // namespace masthead::handlebars
