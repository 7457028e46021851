#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace masthead::crypto {

/// RFC 4648, section 5, without padding: for cookies, addresses and JSON. Not in constant time.
std::string base64url(std::string_view bytes);

/// The bytes. Absent on padding, on characters outside the alphabet, and on spellings that
/// `base64url` would not have written (bits left over), so that every value has one spelling only.
std::optional<std::string> parse_base64url(std::string_view text);

} // namespace masthead::crypto
