#include "surfaces/mailing/mailer.hpp"

#include "core/db/job_runner.hpp"
#include "core/db/migrator.hpp"
#include "core/db/sqlite/sqlite_database.hpp"
#include "features/mail/mail_delivery.hpp"
#include "features/mail/queue_mail.hpp"
#include "features/notifications/notification.hpp"
#include "shared_data.hpp"
#include "surfaces/mailing/accept_bounce.hpp"
#include "surfaces/mailing/bounce_address.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace masthead::mailing {

namespace {

struct Office {
    test::TempDir dir;
    ManualClock clock{*parse_rfc3339("2026-11-24T12:00:00Z")};
    std::unique_ptr<db::Database> database =
        db::sqlite::open_database(dir.path() / "masthead.db", clock, db::embedded_migrations());

    MailerOptions options() const
    {
        MailerOptions options;
        options.site_url = "https://herald.example";
        options.from = *smtp::parse_address("news@herald.example");
        options.folder = dir.path() / "mail";
        return options;
    }
    MailId queue(const std::string& to, const std::string& kind = "sign_in")
    {
        return *database->write([&](db::Tx& tx) -> Result<MailId> {
            return mail::queue_mail(
                tx,
                {to, kind, R"({"path":"/reader/sign-in/link/?token=abc","code":"1234 5678"})", {}},
                clock.now());
        });
    }
    int run(MailerOptions with)
    {
        Mailer mailer{*database, clock, std::move(with)};
        db::JobRunner runner{
            *database,
            clock,
            {{std::string{mail::job_send}, [&](const db::Job& job) { mailer.send(job); }}},
            db::JobLane::mail};
        return runner.run_due();
    }
    mail::OutgoingMail find(MailId id)
    {
        return *database->read([&](db::Snapshot& s) { return mail::find_mail(s, id); });
    }
    std::string written(MailId id) const
    {
        const auto path = dir.path() / "mail" / (to_string(id) + ".eml");
        return std::filesystem::exists(path) ? test::read_file(path) : "";
    }
};

MailerOptions with_server_at(MailerOptions options, const std::string& url)
{
    options.smtp.emplace();
    options.smtp->url = url;
    options.smtp->starttls = smtp::StartTls::none;
    options.smtp->helo_name = "herald.example";
    return options;
}

} // namespace

TEST_CASE("without a server a mail goes into the folder, whole, and its data is gone")
{
    Office office;
    const auto id = office.queue("ada@example.org");
    CHECK(office.run(office.options()) == 1);
    const auto bytes = office.written(id);
    CHECK(
        bytes.starts_with("From: \"Masthead\"\r\n <news@herald.example>\r\nTo: <ada@example.org>"));
    CHECK(bytes.find("Message-ID: <mail-" + to_string(id) + "@herald.example>") !=
          std::string::npos);
    CHECK(bytes.find("https://herald.example/reader/sign-in/link/?token=3Dabc") !=
          std::string::npos);
    CHECK(office.find(id).state == mail::MailState::sent);
    CHECK(office.find(id).data.empty());
    CHECK(office.run(office.options()) == 0);
}

TEST_CASE("an address that cannot be written to is marked; other mails go out")
{
    Office office;
    const auto bad = office.queue("ada@example.org\r\nBcc: eve@example.net");
    const auto good = office.queue("bob@example.org");
    CHECK(office.run(office.options()) == 2);
    CHECK(office.find(bad).state == mail::MailState::refused);
    CHECK(office.written(bad).empty());
    CHECK(office.find(good).state == mail::MailState::sent);
}

TEST_CASE("a mail that cannot be drawn waits for the fault to be mended")
{
    Office office;
    const auto id = office.queue("ada@example.org", "lottery");
    CHECK(office.run(office.options()) == 1);
    CHECK(office.find(id).state == mail::MailState::waiting);
    CHECK_FALSE(office.find(id).data.empty());
    office.clock.advance(std::chrono::minutes{1});
    CHECK(office.run(office.options()) == 1);
    CHECK(office.find(id).attempts == 2);
}

TEST_CASE("while no server can be reached mails wait, without each of them knocking at its door")
{
    Office office;
    const auto first = office.queue("ada@example.org");
    const auto second = office.queue("bob@example.org");
    // Port 1 of this machine: nobody listens there.
    CHECK(office.run(with_server_at(office.options(), "smtp://127.0.0.1:1")) == 2);
    CHECK(office.find(first).state == mail::MailState::waiting);
    CHECK(office.find(first).attempts == 1);
    CHECK(office.find(second).attempts == 0);
    office.clock.advance(std::chrono::minutes{1});
    CHECK(office.run(office.options()) == 2);
    CHECK(office.find(first).state == mail::MailState::sent);
    CHECK(office.find(second).state == mail::MailState::sent);
}

TEST_CASE("a mail about notifications of which nothing is left ends without having been sent")
{
    Office office;
    const auto id = office.queue("ada@example.org", std::string{notifications::mail_kind});
    CHECK(office.run(office.options()) == 1);
    CHECK(office.find(id).state == mail::MailState::given_up);
    CHECK(office.find(id).data.empty());
    CHECK(office.written(id).empty());
}

TEST_CASE("templates, keys and servers of no use are found before the first mail")
{
    Office office;
    auto options = office.options();
    options.dkim = smtp::DkimKey{"herald.example", "autumn", "no key"};
    CHECK_THROWS((Mailer{*office.database, office.clock, options}));
    CHECK_THROWS((Mailer{*office.database, office.clock,
                         with_server_at(office.options(), "http://127.0.0.1")}));
}

TEST_CASE("a return path names its mail to whoever has the key, and to nobody else")
{
    const auto base = *smtp::parse_address("bounces@herald.example");
    const auto address = bounce_address(base, "secret", MailId{123'456'789'012'345'678});
    REQUIRE(smtp::parse_address(address.text()).has_value());
    CHECK(address.local.starts_with("bounces+123456789012345678-"));
    CHECK(mail_of_bounce_address(address, "secret") == MailId{123'456'789'012'345'678});
    CHECK_FALSE(mail_of_bounce_address(address, "another"));
    auto forged = address;
    forged.local.replace(8, 1, "2");
    CHECK_FALSE(mail_of_bounce_address(forged, "secret"));
    for (const auto* local : {"bounces", "bounces+7", "bounces-7+", "bounces+-", "bounces+7-"})
        CHECK_FALSE(mail_of_bounce_address({local, "herald.example"}, "secret"));
}

TEST_CASE("a report with the right code marks the address, a forged or passing one does not")
{
    Office office;
    const auto id = office.queue("ada@example.org");
    office.run(office.options());
    const auto base = *smtp::parse_address("bounces@herald.example");
    const auto accept = [&](std::string_view secret, const std::string& status) {
        const auto to = bounce_address(base, secret, id).text();
        const auto report =
            "To: " + to +
            "\n\nContent-Type: message/delivery-status\n\nAction: failed\nStatus: " + status + "\n";
        return office.database->write(
            [&](db::Tx& tx) { return accept_bounce(tx, report, "secret", office.clock.now()); });
    };
    const auto suppressed = [&] {
        return office.database->read(
            [](db::Snapshot& s) { return mail::is_suppressed(s, "ada@example.org"); });
    };
    CHECK(accept("guessed", "5.1.1").error().reason == Refusal::not_found);
    CHECK(accept("secret", "4.4.1").error().reason == Refusal::conflict);
    CHECK(accept("secret", "?").error().reason == Refusal::invalid);
    CHECK_FALSE(suppressed());
    CHECK(accept("secret", "5.1.1").has_value());
    CHECK(suppressed());
}

} // namespace masthead::mailing
