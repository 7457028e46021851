#include "core/mail/smtp_reply.hpp"

#include "core/mail/mail_folder.hpp"
#include "core/mail/smtp_client.hpp"
#include "shared_data.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

namespace masthead::smtp {

TEST_CASE("a reply is a code, perhaps an enhanced one, and words")
{
    const auto reply = parse_reply("550 5.1.1 No such user <ada@example.org>\r\n");
    CHECK(reply.code == 550);
    CHECK(reply.enhanced == "5.1.1");
    CHECK(parse_reply("250-SIZE 1000").code == 250);
    CHECK(parse_reply("250").code == 250);
    CHECK(parse_reply("550 5.1.1").enhanced == "5.1.1");
    for (const auto* line : {"", "25", "abc hello", "2500 x", "55x no", " 550 no"})
        CHECK_MESSAGE(parse_reply(line).code == 0, line);
    for (const auto* line : {"550 5.1 x", "550 mail.example.org x", "550 5..1 x", "550 5.1.1.1 x"})
        CHECK_MESSAGE(parse_reply(line).enhanced.empty(), line);
}

TEST_CASE("what a refusal means depends on what was asked")
{
    struct Row {
        Phase phase;
        const char* line;
        Outcome outcome;
    };
    const Row rows[] = {
        {Phase::connecting, "554 go away", Outcome::not_set_up},
        {Phase::connecting, "421 busy", Outcome::unreachable},
        {Phase::greeting, "450 later", Outcome::unreachable},
        {Phase::starting_tls, "501 no", Outcome::not_set_up},
        {Phase::signing_in, "535 5.7.8 wrong", Outcome::not_set_up},
        {Phase::signing_in, "454 4.7.0 later", Outcome::deferred},
        {Phase::sender, "550 5.1.0 sender rejected", Outcome::not_set_up},
        {Phase::sender, "451 later", Outcome::deferred},
        {Phase::recipient, "450 4.2.1 greylisted", Outcome::deferred},
        {Phase::recipient, "452 4.2.2 full", Outcome::deferred},
        {Phase::recipient, "421 closing", Outcome::unreachable},
        {Phase::recipient, "550 5.1.1 unknown", Outcome::address_refused},
        {Phase::recipient, "550 unknown", Outcome::address_refused},
        {Phase::recipient, "553 not allowed", Outcome::address_refused},
        {Phase::recipient, "556 5.1.10 null MX", Outcome::address_refused},
        {Phase::recipient, "550 5.7.1 blocked", Outcome::mail_refused},
        {Phase::recipient, "550 Relaying denied", Outcome::mail_refused},
        {Phase::recipient, "552 5.2.2 full", Outcome::mail_refused},
        {Phase::recipient, "530 5.7.0 sign in first", Outcome::not_set_up},
        {Phase::recipient, "503 bad sequence", Outcome::not_set_up},
        {Phase::data, "554 no valid recipients", Outcome::mail_refused},
        {Phase::content, "550 5.1.1 unknown", Outcome::mail_refused},
        {Phase::content, "554 5.7.1 spam", Outcome::mail_refused},
        {Phase::content, "451 try later", Outcome::deferred},
    };
    for (const auto& row : rows)
        CHECK_MESSAGE(classify(row.phase, parse_reply(row.line)) == row.outcome, row.line);
}

TEST_CASE("settings that would send a password in the clear, or that are no server, are refused")
{
    SmtpSettings settings;
    for (const auto* url :
         {"", "mail.example", "http://mail.example", "smtp://", "smtp://u:p@mail.example",
          "smtp://mail.example/path", "smtp://mail.example?x", "file:///etc/passwd",
          "smtp://mail.example\r\n"}) {
        settings.url = url;
        CHECK_MESSAGE(check_settings(settings).has_error(), url);
    }
    settings.url = "smtp://mail.example:587";
    CHECK(check_settings(settings).has_value());
    settings.starttls = StartTls::optional;
    CHECK(check_settings(settings).has_value());
    settings.user = "news";
    CHECK(check_settings(settings).has_error());
    settings.starttls = StartTls::none;
    CHECK(check_settings(settings).has_error());
    settings.url = "smtp://127.0.0.1:25";
    CHECK(check_settings(settings).has_value());
    settings.url = "smtps://mail.example";
    CHECK(check_settings(settings).has_value());
    settings.url = "http://mail.example";
    CHECK_THROWS_AS(SmtpClient{settings}, std::invalid_argument);
}

TEST_CASE("a mail in a folder is whole, and for its owner's eyes")
{
    const test::TempDir dir;
    const auto folder = dir.path() / "mail";
    write_mail(folder, "7", "first\r\n");
    write_mail(folder, "7", "second\r\n");
    std::ifstream in{folder / "7.eml", std::ios::binary};
    std::ostringstream text;
    text << in.rdbuf();
    CHECK(text.str() == "second\r\n");
    using std::filesystem::perms;
    CHECK((std::filesystem::status(folder / "7.eml").permissions() & perms::mask) ==
          (perms::owner_read | perms::owner_write));
    CHECK((std::filesystem::status(folder).permissions() & perms::mask) == perms::owner_all);
    CHECK(std::distance(std::filesystem::directory_iterator{folder}, {}) == 1);
    CHECK_THROWS_AS(write_mail(dir.path() / "none" / "mail", "7", ""), std::system_error);
}

} // namespace masthead::smtp
