#include "app/cli/command_line.hpp"
#include "core/crypto/keys.hpp"
#include "features/mail/mail_delivery.hpp"
#include "features/mail/queue_mail.hpp"
#include "people_cast.hpp"
#include "surfaces/mailing/bounce_address.hpp"

#include <doctest/doctest.h>

#include <fstream>

namespace masthead::app {

namespace {

struct Heard final : Output {
    std::string said;
    std::string problems;

    void text(std::string_view words) override { said += words; }
    void problem(std::string_view words) override { problems += words; }
    void progress(const Progress&) override {}
    void report(std::string_view) override {}
};

constexpr db::Query newest_mail{"test.newest_mail", "SELECT MAX(id) FROM outgoing_mails"};

// The reports of RFC 3464, appendix E, and of mail servers in use, with names made up.
constexpr std::string_view to_list_host = R"(Date: Thu, 7 Jul 1994 17:16:05 -0400
From: Mail Delivery Subsystem <MAILER-DAEMON@mx.shire.example>
To: <RETURN-PATH>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
      boundary="RAA14128.773615765/mx.shire.example"

--RAA14128.773615765/mx.shire.example

The original message was received from ADDRESS; Action: delivered

--RAA14128.773615765/mx.shire.example
content-type: message/delivery-status

Reporting-MTA: dns; mx.shire.example
Original-Envelope-ID: 0123456789

Original-Recipient: rfc822;rosie@shire.example
Final-Recipient: rfc822;rosie@shire.example
Action: failed
Status: 5.0.0 (permanent failure)
Diagnostic-Code: smtp; 550 'rosie@shire.example' is not a registered gateway user
Remote-MTA: dns; gateway.shire.example

--RAA14128.773615765/mx.shire.example
content-type: message/rfc822

[original message goes here]

--RAA14128.773615765/mx.shire.example--
)";
constexpr std::string_view folded_head = R"(Return-Path: <>
X-Original-To:
 RETURN-PATH
Delivered-To: list@elsewhere.example
Subject: Undelivered Mail Returned to Sender
To: somebody@elsewhere.example
Content-Type: multipart/report; boundary="B"; report-type=delivery-status

--B
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.tern.example
X-Postfix-Queue-ID: 4F2A

Final-Recipient: rfc822; nobody@shire.example
Original-Recipient: rfc822;nobody@shire.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--B--
)";
constexpr std::string_view global = R"(To: RETURN-PATH
Content-Type: multipart/report; report-type=global-delivery-status; boundary="B"

--B
Content-Type: message/global-delivery-status; charset=utf-8

Reporting-MTA: dns; mx.shire.example

Final-Recipient: utf-8; jose@shire.example
Action: failed (bounced)
Status: 5.2.1

--B--
)";
constexpr std::string_view delay = R"(To: RETURN-PATH
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.shire.example

Final-Recipient: rfc822;louisl@shire.example
Action: delayed
Status: 4.0.0 (unknown temporary failure)
Will-Retry-Until: Sun, 10 Jul 1994 10:10:02 -0400

--B--
)";

struct Cast : test::PeopleCast {
    Heard out;
    crypto::Keys keys = crypto::load_or_create_keys(dir.path() / "masthead.keys");

    MailId sent(const std::string& to)
    {
        run([&](db::Tx& tx) {
            mail::queue_mail(tx, {to, "welcome", "{}", {}}, now());
            mail::mark_sent(tx, MailId{tx.integer(newest_mail, {})}, 250, now());
        });
        return MailId{count(newest_mail)};
    }

    std::string return_path(MailId id) const
    {
        return mailing::bounce_address({"bounces", "tern.example"}, keys.links.view(), id).text();
    }

    std::filesystem::path write(std::string_view report, const std::string& path)
    {
        std::string text{report};
        for (auto at = text.find("RETURN-PATH"); at != text.npos; at = text.find("RETURN-PATH"))
            text.replace(at, std::string_view{"RETURN-PATH"}.size(), path);
        const auto file = dir.path() / "report.eml";
        std::ofstream{file} << text;
        return file;
    }

    int bounce(const std::filesystem::path& file)
    {
        out.said.clear();
        out.problems.clear();
        auto line = parse_command_line({"mail", "bounce", file.string()}, dir.path());
        if (const auto* answer = std::get_if<CommandLineAnswer>(&line)) {
            out.problems = answer->text;
            return answer->code;
        }
        // As the server is told it, which has no such file.
        auto told = parse_sent_words(std::get<WriteCommand>(line).words);
        REQUIRE(told);
        std::filesystem::remove(file);
        CommandContext context{*database, clock, dir.path() / "media", out, [] { return false; }};
        return told->run(context);
    }

    bool is_marked(const std::string& mail)
    {
        return read([&](db::Snapshot& snapshot) { return mail::is_suppressed(snapshot, mail); });
    }
};

} // namespace

TEST_CASE("a report of failure marks the address of the mail it is about, in each form it takes")
{
    for (const auto report : {to_list_host, folded_head, global}) {
        CAPTURE(report);
        Cast cast;
        const auto id = cast.sent("ada@shire.example");
        CHECK_FALSE(cast.is_marked("ada@shire.example"));
        CHECK(cast.bounce(cast.write(report, cast.return_path(id))) == exit_done);
        CHECK(cast.out.said.starts_with("Marked"));
        CHECK(cast.is_marked("ada@shire.example"));
    }
}

TEST_CASE("a delay marks nothing and is no error")
{
    Cast cast;
    const auto id = cast.sent("ada@shire.example");
    CHECK(cast.bounce(cast.write(delay, cast.return_path(id))) == exit_done);
    CHECK(cast.out.said.starts_with("A delay"));
    CHECK_FALSE(cast.is_marked("ada@shire.example"));
}

TEST_CASE("what is no report, is made up, or is about another's mail is refused and marks nothing")
{
    Cast cast;
    const auto id = cast.sent("ada@shire.example");
    CHECK(cast.bounce(cast.write("To: RETURN-PATH\n\nWe are away.\n", cast.return_path(id))) ==
          exit_refused);
    CHECK(cast.out.problems.find("RFC 3464") != std::string::npos);
    auto forged = cast.return_path(id);
    auto& last = forged[forged.find('@') - 1];
    last = last == '0' ? '1' : '0';
    CHECK(cast.bounce(cast.write(folded_head, forged)) == exit_refused);
    CHECK(cast.out.problems.find("about no mail of this newsroom") != std::string::npos);
    CHECK(cast.bounce(cast.write(folded_head, cast.return_path(MailId{42}))) == exit_refused);
    CHECK(cast.bounce(cast.dir.path() / "absent.eml") == exit_refused);
    CHECK_FALSE(cast.is_marked("ada@shire.example"));
}

} // namespace masthead::app
