#pragma once

#include <string>
#include <string_view>

namespace masthead::text {

/// Appends text without what has no place in a page: control characters but tab and newline (a
/// form feed becomes a space, a carriage return a newline), noncharacters and byte order marks.
/// What is not valid UTF-8 becomes U+FFFD.
void append_clean(std::string& out, std::string_view text);

/// The same, escaped for HTML text (not for attributes: quotes stay, they are a large part of
/// prose).
void append_clean_escaped(std::string& out, std::string_view text);

/// One code point of valid UTF-8 at `at`, which is moved behind it.
char32_t next_code_point(std::string_view text, std::size_t& at);
void append_utf8(std::string& out, char32_t code_point);

} // namespace masthead::text
