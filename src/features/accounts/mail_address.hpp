#pragma once

#include "core/base/result.hpp"

#include <string>
#include <string_view>

namespace masthead::accounts {

/// A mail address in the forms that we need of it.
struct MailAddress {
    std::string shown; ///< trimmed, otherwise as written: what mails are sent to
    std::string key;   ///< NFC, lower case, domain in its ASCII form: what is compared
    std::string
        alias_key;      ///< the key without "+tag", and for Gmail without dots: against abuse only
    std::string domain; ///< of the key
};

inline constexpr std::size_t mail_bytes_max = 254;      // RFC 5321, section 4.5.3.1.3
inline constexpr std::size_t mail_local_bytes_max = 64; // RFC 5321, section 4.5.3.1.1

/// Reads an address of a person: one '@', a dotted domain, no quoting, comments or control bytes.
/// Refuses: `invalid` "mail.invalid", `too_large` "mail.too_long".  Pure.
Result<MailAddress> parse_mail(std::string_view text);

} // namespace masthead::accounts
