#include "surfaces/mailing/bounce_address.hpp"

#include "core/crypto/token.hpp"

namespace masthead::mailing {

namespace {

constexpr std::size_t code_digits = 16; // 64 bits: guessed by mail, one try a message

std::string code_of(std::string_view secret, MailId id)
{
    return crypto::hmac_hex(secret, "bounce:" + to_string(id)).substr(0, code_digits);
}

} // namespace

smtp::Address bounce_address(const smtp::Address& base, std::string_view secret, MailId id)
{
    return {base.local + '+' + to_string(id) + '-' + code_of(secret, id), base.domain};
}

std::optional<MailId> mail_of_bounce_address(const smtp::Address& address, std::string_view secret)
{
    const auto plus = address.local.rfind('+');
    const auto dash = address.local.rfind('-');
    if (plus == std::string::npos || dash == std::string::npos || dash < plus)
        return std::nullopt;
    const auto id =
        parse_id<MailId>(std::string_view{address.local}.substr(plus + 1, dash - plus - 1));
    const auto code = std::string_view{address.local}.substr(dash + 1);
    return id && crypto::equal_in_constant_time(code, code_of(secret, *id)) ? id : std::nullopt;
}

} // namespace masthead::mailing
