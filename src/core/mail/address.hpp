#pragma once

#include "core/base/result.hpp"

#include <string>
#include <string_view>

namespace masthead::smtp {

inline constexpr std::size_t address_bytes_max = 254; // RFC 5321, section 4.5.3.1.3, less <>
inline constexpr std::size_t local_bytes_max = 64;    // RFC 5321, section 4.5.3.1.1

/// A mail address that can stand in an envelope and a header: made by parse_address alone.
struct Address {
    std::string local;
    std::string domain; ///< ASCII form, lower case

    std::string text() const { return local + '@' + domain; }

    friend bool operator==(const Address&, const Address&) = default;
};

/// Reads "local@domain": a strict subset of RFC 5321 and 6531 without quoting, comments, address
/// literals, control bytes or spaces. Domains of any script get their ASCII form.
/// Refuses: `invalid` "mail.address", `too_large` "mail.address".  Pure.
Result<Address> parse_address(std::string_view text);

/// Whether a text holds a control character (C0, DEL, C1, line and paragraph separators) or is no
/// UTF-8: such a text never gets into a header.
bool has_controls(std::string_view text);

} // namespace masthead::smtp
