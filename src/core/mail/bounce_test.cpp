#include "core/mail/bounce.hpp"

#include "core/base/text.hpp"

#include <doctest/doctest.h>

namespace masthead::smtp {

namespace {

std::string report(const std::string& action, const std::string& status)
{
    return "Return-Path: <>\r\nDelivered-To: bounces+7-abc@herald.example\r\n"
           "To: bounces+7-abc@herald.example\r\nSubject: Undelivered\r\n"
           "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n"
           "--b\r\nContent-Type: text/plain\r\n\r\nStatus: 5.9.9\r\nWe are sorry.\r\n"
           "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n"
           "\r\nFinal-Recipient: rfc822; ada@example.org\r\nAction: " +
           action + "\r\nStatus: " + status + "\r\n--b--\r\n";
}

} // namespace

TEST_CASE("a report of failure names the mail's return path and the reason")
{
    for (const bool with_returns : {true, false}) {
        auto text = report("failed", "5.1.1 (no such user)");
        if (!with_returns)
            std::erase(text, '\r');
        const auto bounce = read_bounce(text);
        REQUIRE(bounce);
        CHECK(bounce->return_path.text() == "bounces+7-abc@herald.example");
        CHECK(bounce->status == "5.1.1");
        CHECK(bounce->is_final);
    }
}

TEST_CASE("a delay and a temporary failure are no end")
{
    CHECK_FALSE(read_bounce(report("delayed", "4.4.1"))->is_final);
    CHECK_FALSE(read_bounce(report("failed", "4.4.1"))->is_final);
    CHECK_FALSE(read_bounce(report("delivered", "5.1.1"))->is_final);
}

TEST_CASE("a mail that is no report says nothing")
{
    CHECK_FALSE(read_bounce(""));
    CHECK_FALSE(read_bounce("To: bounces+7-abc@herald.example\n\nAction: failed\nStatus: 5.1.1\n"));
    CHECK_FALSE(read_bounce(report("failed", "nonsense")));
    CHECK_FALSE(read_bounce(report("failed", "2.0.0")));
    auto nowhere = report("failed", "5.1.1");
    nowhere.erase(0, nowhere.find("Subject"));
    CHECK_FALSE(read_bounce(nowhere));
}

TEST_CASE("a report at the limit is read, one past it is not")
{
    auto text = report("failed", "5.1.1");
    text.resize(bounce_bytes_max, 'x');
    CHECK(read_bounce(text));
    text += 'x';
    CHECK_FALSE(read_bounce(text));
}

} // namespace masthead::smtp
