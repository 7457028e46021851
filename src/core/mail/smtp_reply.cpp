#include "core/mail/smtp_reply.hpp"

#include "core/base/text.hpp"

#include <array>

namespace masthead::smtp {

namespace {

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// "5.1.1" at the start of a reply's text; empty where there is none.
std::string enhanced_code(std::string_view text)
{
    const auto word = text.substr(0, text.find(' '));
    const auto parts = split(word, '.');
    if (parts.size() != 3 || parts[0].size() != 1 || word.size() > 9)
        return {};
    for (const auto part : parts) {
        if (part.empty() || part.find_first_not_of("0123456789") != std::string_view::npos)
            return {};
    }
    return std::string{word};
}

// Whether the words blame the mailbox. Policy (5.7.x), a relay that is not ours and a server's own
// trouble say nothing about it: one wrong setting must not mark every reader's address.
bool blames_the_address(const Reply& reply)
{
    if (!reply.enhanced.empty())
        return reply.enhanced.starts_with("5.1.") || reply.enhanced.starts_with("5.2.1");
    const bool is_about_relaying = to_lower_ascii(reply.text).find("relay") != std::string::npos;
    return (reply.code == 550 || reply.code == 551 || reply.code == 553 || reply.code == 556) &&
           !is_about_relaying;
}

} // namespace

Reply parse_reply(std::string_view line)
{
    if (line.size() < 3 || !is_digit(line[0]) || !is_digit(line[1]) || !is_digit(line[2]) ||
        (line.size() > 3 && line[3] != ' ' && line[3] != '-'))
        return {};
    Reply reply;
    reply.code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
    reply.text = trim(line.substr(std::min<std::size_t>(4, line.size())));
    reply.enhanced = enhanced_code(reply.text);
    return reply;
}

Outcome classify(Phase phase, const Reply& reply)
{
    if (reply.code == 421) // the server closes, whatever was asked of it
        return Outcome::unreachable;
    if (phase < Phase::signing_in)
        return reply.code < 500 ? Outcome::unreachable : Outcome::not_set_up;
    // 454 and 4xx of an overloaded password server are no wrong password.
    if (phase <= Phase::sender)
        return reply.code < 500 ? Outcome::deferred : Outcome::not_set_up;
    if (reply.code < 500)
        return Outcome::deferred;
    if (reply.code == 530 || reply.code == 535 || reply.code == 503)
        return Outcome::not_set_up;
    return phase == Phase::recipient && blames_the_address(reply) ? Outcome::address_refused
                                                                  : Outcome::mail_refused;
}

std::string_view name_of(Phase phase)
{
    constexpr std::array<std::string_view, 8> names{"connecting", "greeting", "starting_tls",
                                                    "signing_in", "sender",   "recipient",
                                                    "data",       "content"};
    return names[static_cast<std::size_t>(phase)];
}

std::string_view name_of(Outcome outcome)
{
    constexpr std::array<std::string_view, 6> names{"sent",     "unreachable",  "not_set_up",
                                                    "deferred", "mail_refused", "address_refused"};
    return names[static_cast<std::size_t>(outcome)];
}

} // namespace masthead::smtp
