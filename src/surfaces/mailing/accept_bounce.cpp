#include "surfaces/mailing/accept_bounce.hpp"

#include "features/mail/mail_delivery.hpp"
#include "surfaces/mailing/bounce_address.hpp"

namespace masthead::mailing {

namespace {

constexpr int reply_code_of_bounce = 550; // a report has no SMTP code of its own

} // namespace

Result<void> accept_bounce(db::Tx& tx, std::string_view message, std::string_view secret, Time now)
{
    const auto bounce = smtp::read_bounce(message);
    if (!bounce)
        return refuse(Refusal::invalid, "bounce.unreadable");
    return accept_bounce(tx, *bounce, secret, now);
}

Result<void> accept_bounce(db::Tx& tx, const smtp::Bounce& bounce, std::string_view secret,
                           Time now)
{
    const auto id = mail_of_bounce_address(bounce.return_path, secret);
    if (!id)
        return refuse(Refusal::not_found, "bounce.unknown");
    if (!bounce.is_final)
        return refuse(Refusal::conflict, "bounce.not_final");
    if (!mail::take_bounce(tx, *id, reply_code_of_bounce, now))
        return refuse(Refusal::not_found, "bounce.unknown");
    return {};
}

} // namespace masthead::mailing
