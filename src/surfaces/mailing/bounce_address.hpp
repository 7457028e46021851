#pragma once

#include "core/mail/address.hpp"
#include "features/ids.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace masthead::mailing {

/// The return path of one mail: "bounces+ID-MAC@news.example". The code in it is keyed, so that a
/// made-up bounce marks nobody's address.
smtp::Address bounce_address(const smtp::Address& base, std::string_view secret, MailId id);

/// The mail whose return path this is. Absent for other addresses and wrong codes.
std::optional<MailId> mail_of_bounce_address(const smtp::Address& address, std::string_view secret);

} // namespace masthead::mailing
