#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "core/mail/address.hpp"

#include <string>

namespace masthead::smtp {

/// An address with the name that mail programs show beside it.
struct Mailbox {
    Address address;
    std::string name; ///< may be empty
};

/// One mail, as text and as HTML, to one person.
struct Message {
    Mailbox from;
    Mailbox to;
    std::string subject;
    std::string text;
    std::string html;
    std::string language; ///< "de"; empty: not said
    std::string id;       ///< left part of the Message-ID: letters, digits, '.', '-'
    Time date{};
    std::string unsubscribe; ///< https address that takes one-click posts (RFC 8058); empty: none
};

inline constexpr std::size_t subject_bytes_max = 400;
inline constexpr std::size_t name_bytes_max = 200;
inline constexpr std::size_t part_bytes_max = 2 * 1024 * 1024;

/// The bytes of a mail (RFC 5322, 2045): multipart/alternative, lines in CRLF, ASCII only but for
/// addresses whose local part is not. Refuses: `invalid` "mail.header" where a control character
/// stands in an address, name, subject, language, id or unsubscribe address; `too_large`.  Pure.
Result<std::string> build_message(const Message& message);

} // namespace masthead::smtp
