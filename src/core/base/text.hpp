#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace masthead {

/// ASCII only: protocol words and slugs, never people's names.
std::string to_lower_ascii(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);

/// Without ASCII white space at both ends.
std::string_view trim(std::string_view text);

/// The pieces between separators; always at least one, possibly empty.
std::vector<std::string_view> split(std::string_view text, char separator);

/// Escapes & < > " ' for HTML text and double-quoted attributes.
std::string escape_html(std::string_view text);
void append_escaped_html(std::string& out, std::string_view text);

/// The text with each byte that is not part of valid UTF-8 (RFC 3629) replaced by U+FFFD, and NUL
/// removed. Linear time.
std::string to_valid_utf8(std::string_view text);
bool is_valid_utf8(std::string_view text);

/// At most `bytes_max` bytes, cut between two code points.
std::string_view cut_utf8(std::string_view text, std::size_t bytes_max);

/// The candidate with the smallest edit distance to `word`, or empty where none is near enough
/// (a third of the word's length) to be what was meant. For messages about misspelt keys.
std::string nearest_name(std::string_view word, const std::vector<std::string>& candidates);

/// %XX decoding of a URL path or query component; '+' becomes a space where asked. Absent bytes
/// ("%4", "%zz") are kept as they stand.
enum class Plus { keep, is_space };
std::string percent_decode(std::string_view text, Plus plus = Plus::keep);

/// Encodes all but RFC 3986 unreserved characters, and '/' where asked.
enum class Slash { keep, encode };
std::string percent_encode(std::string_view text, Slash slash = Slash::encode);

} // namespace masthead
