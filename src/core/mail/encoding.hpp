#pragma once

#include <string>
#include <string_view>

namespace masthead::smtp {

/// Line length that mails are folded to (RFC 5322, section 2.1.1; RFC 2045, section 6.7).
inline constexpr std::size_t line_bytes_max = 76;

/// A text body as quoted-printable (RFC 2045, section 6.7): lines end in CRLF, none is longer than
/// 76 bytes, none ends in a space or begins with "From " or a lone dot.
std::string quoted_printable(std::string_view text);

/// Bytes as base64 in lines of 76.
std::string base64_lines(std::string_view bytes);

/// The value of an unstructured header field (RFC 2047): plain ASCII folded at spaces, everything
/// else in encoded words. `used` is how much of the first line the field's name takes. The text
/// has no control characters.
std::string header_text(std::string_view text, std::size_t used);

/// A display name: quoted where it is ASCII, else in encoded words.
std::string header_phrase(std::string_view name, std::size_t used);

} // namespace masthead::smtp
