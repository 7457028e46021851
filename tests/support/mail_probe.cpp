// Queues mails and sends them as the settings on the command line (one JSON object) say; prints
// what became of each. tests/system/mail_test.py drives it against a real mail server.
#include "core/db/job_runner.hpp"
#include "core/db/migrator.hpp"
#include "core/db/sqlite/sqlite_database.hpp"
#include "features/mail/mail_delivery.hpp"
#include "features/mail/queue_mail.hpp"
#include "shared_data.hpp"
#include "surfaces/mailing/mailer.hpp"

#include <boost/json.hpp>

#include <fstream>
#include <iostream>

namespace {

using namespace masthead;
using boost::json::object;

std::string text(const object& settings, std::string_view name)
{
    const auto* value = settings.if_contains(name);
    return value && value->is_string() ? std::string{value->get_string()} : "";
}

std::int64_t number(const object& settings, std::string_view name, std::int64_t otherwise)
{
    const auto* value = settings.if_contains(name);
    return value && value->is_int64() ? value->get_int64() : otherwise;
}

mailing::MailerOptions options_of(const object& settings)
{
    mailing::MailerOptions options;
    options.site_url = "https://herald.example";
    options.from = *smtp::parse_address("news@herald.example");
    options.from_name = "The H\xc3\xa9rald";
    options.bounces = *smtp::parse_address("bounces@herald.example");
    options.bounce_secret = "probe";
    options.smtp.emplace();
    options.smtp->url = text(settings, "url");
    options.smtp->helo_name = "herald.example";
    options.smtp->user = text(settings, "user");
    options.smtp->password = text(settings, "password");
    options.smtp->ca_file = text(settings, "ca");
    options.smtp->reply_timeout = std::chrono::seconds{number(settings, "reply_seconds", 10)};
    const auto starttls = text(settings, "starttls");
    options.smtp->starttls = starttls == "none"       ? smtp::StartTls::none
                             : starttls == "optional" ? smtp::StartTls::optional
                                                      : smtp::StartTls::required;
    if (const auto key = text(settings, "dkim_key"); !key.empty())
        options.dkim = smtp::DkimKey{"herald.example", "autumn", test::read_file(key)};
    return options;
}

std::int64_t resident_kb()
{
    std::ifstream status{"/proc/self/status"};
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:"))
            return std::stoll(line.substr(6));
    }
    return 0;
}

MailId queue(db::Database& database, const Clock& clock, const std::string& to)
{
    constexpr auto data = R"({"path":"/reader/sign-in/link/?token=abc","code":"1234 5678",)"
                          R"("minutes":15,"known":true})";
    return *database.write([&](db::Tx& tx) -> Result<MailId> {
        return mail::queue_mail(tx, {to, "sign_in", data, {}}, clock.now());
    });
}

void print(db::Database& database, MailId id, const std::string& to)
{
    database.read([&](db::Snapshot& snapshot) {
        const auto mail = mail::find_mail(snapshot, id);
        const object row{{"to", to},
                         {"id", to_string(id)},
                         {"state", static_cast<int>(mail->state)},
                         {"attempts", mail->attempts},
                         {"code", mail->reply_code},
                         {"data", mail->data},
                         {"suppressed", mail::is_suppressed(snapshot, to)}};
        std::cout << boost::json::serialize(row) << '\n';
    });
}

void run(const object& settings)
{
    const test::TempDir dir;
    ManualClock clock{SystemClock{}.now()};
    const auto database =
        db::sqlite::open_database(dir.path() / "masthead.db", clock, db::embedded_migrations());
    mailing::Mailer mailer{*database, clock, options_of(settings)};
    db::JobRunner runner{
        *database,
        clock,
        {{std::string{mail::job_send}, [&](const db::Job& job) { mailer.send(job); }}},
        db::JobLane::mail};
    std::vector<std::pair<MailId, std::string>> mails;
    for (const auto& to : settings.at("to").as_array())
        mails.emplace_back(queue(*database, clock, std::string{to.as_string()}), to.as_string());
    for (std::int64_t round = 0; round < number(settings, "rounds", 1); ++round) {
        runner.run_due();
        clock.advance(std::chrono::hours{2});
    }
    for (const auto& [id, to] : mails)
        print(*database, id, to);
    const auto before_kb = resident_kb();
    for (std::int64_t i = 0; i < number(settings, "more", 0); ++i)
        queue(*database, clock, "reader" + std::to_string(i) + "@example.org");
    const auto count = runner.run_due();
    std::cout << boost::json::serialize(
                     object{{"more", count}, {"grown_kb", resident_kb() - before_kb}})
              << '\n';
}

} // namespace

int main(int count, char** arguments)
{
    try {
        run(boost::json::parse(count > 1 ? arguments[1] : "{}").as_object());
        return 0;
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
