#include "features/mail/mail.hpp"

#include "core/db/job_queue.hpp"
#include "core/db/migrator.hpp"
#include "core/db/sqlite/sqlite_database.hpp"
#include "features/mail/mail_delivery.hpp"
#include "features/mail/queue_mail.hpp"
#include "shared_data.hpp"

#include <doctest/doctest.h>

namespace masthead::mail {

namespace {

constexpr ReaderId ada{1'001};

struct Cast {
    test::TempDir dir;
    ManualClock clock{*parse_rfc3339("2026-11-24T12:00:00Z")};
    std::unique_ptr<db::Database> database =
        db::sqlite::open_database(dir.path() / "masthead.db", clock, db::embedded_migrations());

    template <class Body>
    auto in_transaction(Body&& body)
    {
        using T = std::invoke_result_t<Body, db::Tx&>;
        if constexpr (std::is_void_v<T>) {
            (void)*database->write([&](db::Tx& tx) -> Result<int> {
                body(tx);
                return 0;
            });
        } else {
            return *database->write([&](db::Tx& tx) -> Result<T> { return body(tx); });
        }
    }
    MailId queue(const std::string& to, const std::string& kind = "sign_in")
    {
        return in_transaction([&](db::Tx& tx) {
            return queue_mail(tx, {to, kind, R"({"code":"12345678"})", ada}, clock.now());
        });
    }
    bool hand_over(const OutgoingMail& mail)
    {
        return in_transaction(
            [&](db::Tx& tx) { return begin_handing_over(tx, mail, clock.now()); });
    }
    std::optional<OutgoingMail> begin(MailId id)
    {
        return in_transaction([&](db::Tx& tx) { return begin_sending(tx, id, clock.now()); });
    }
    std::optional<OutgoingMail> find(MailId id)
    {
        return database->read([&](db::Snapshot& s) { return find_mail(s, id); });
    }
    std::optional<db::Job> claim(db::JobLane lane)
    {
        return in_transaction([&](db::Tx& tx) {
            return db::claim_job(tx, clock.now(), std::chrono::minutes{5}, lane);
        });
    }
    bool suppressed(std::string_view mail)
    {
        return database->read([&](db::Snapshot& s) { return is_suppressed(s, mail); });
    }
    void refuse(const OutgoingMail& mail, RefusedWhat what)
    {
        in_transaction([&](db::Tx& tx) { refuse_mail(tx, mail, what, 550, clock.now()); });
    }
};

} // namespace

TEST_CASE("a queued mail waits with its data and one job in the lane for other people's servers")
{
    Cast cast;
    const auto id = cast.queue("ada@example.org");
    REQUIRE(id);
    const auto mail = cast.find(id);
    CHECK(mail->state == MailState::waiting);
    CHECK(mail->data == R"({"code":"12345678"})");
    CHECK(mail->reader == ada);
    CHECK_FALSE(cast.claim(db::JobLane::ordinary));
    const auto job = cast.claim(db::JobLane::mail);
    REQUIRE(job);
    CHECK(job->kind == job_send);
    CHECK(mail_of_payload(job->payload) == id);
    CHECK_FALSE(cast.claim(db::JobLane::mail));
}

TEST_CASE("nothing is queued where there is nobody to write to")
{
    Cast cast;
    CHECK_FALSE(cast.queue(""));
    CHECK_FALSE(cast.claim(db::JobLane::mail));
}

TEST_CASE("a sent mail keeps none of its words and is not sent again")
{
    Cast cast;
    const auto id = cast.queue("ada@example.org");
    REQUIRE(cast.begin(id)->state == MailState::sending);
    cast.in_transaction([&](db::Tx& tx) { mark_sent(tx, id, 250, cast.clock.now()); });
    CHECK(cast.find(id)->state == MailState::sent);
    CHECK(cast.find(id)->data.empty());
    CHECK_FALSE(cast.begin(id));
}

TEST_CASE("a mail that was interrupted while being sent is sent again")
{
    Cast cast;
    const auto id = cast.queue("ada@example.org");
    REQUIRE(cast.begin(id));
    const auto again = cast.begin(id);
    REQUIRE(again);
    CHECK(again->attempts == 2);
    CHECK(again->data == R"({"code":"12345678"})");
}

TEST_CASE("found while its content went out, a mail is sent again or let be, as its kind wants")
{
    Cast cast;
    const auto sign_in = cast.begin(cast.queue("ada@example.org"));
    const auto notice = cast.begin(cast.queue("ada@example.org", "notifications"));
    REQUIRE(cast.hand_over(*sign_in));
    REQUIRE(cast.hand_over(*notice));
    CHECK(cast.find(notice->id)->state == MailState::handing_over);
    CHECK(cast.begin(sign_in->id));
    CHECK_FALSE(cast.begin(notice->id));
    CHECK(cast.find(notice->id)->state == MailState::uncertain);
    CHECK(cast.find(notice->id)->data.empty());
}

TEST_CASE("before any content went out a mail of every kind is sent again")
{
    Cast cast;
    const auto id = cast.queue("ada@example.org", "notifications");
    REQUIRE(cast.begin(id));
    CHECK(cast.begin(id));
}

TEST_CASE("a mail that has ended or was erased is not handed over")
{
    Cast cast;
    const auto first = cast.begin(cast.queue("ada@example.org"));
    const auto second = cast.begin(cast.queue("ada@example.org"));
    cast.in_transaction([&](db::Tx& tx) { mark_sent(tx, first->id, 250, cast.clock.now()); });
    CHECK_FALSE(cast.hand_over(*first));
    cast.in_transaction([&](db::Tx& tx) { erase_mails_of(tx, ada, 100); });
    CHECK_FALSE(cast.hand_over(*second));
}

TEST_CASE("a mail on its way is not trimmed, however old; one of unknown fate is, in time")
{
    Cast cast;
    const auto on_its_way = cast.begin(cast.queue("ada@example.org"));
    const auto lost = cast.begin(cast.queue("ada@example.org", "notifications"));
    REQUIRE(cast.hand_over(*on_its_way));
    cast.in_transaction([&](db::Tx& tx) { leave_uncertain(tx, lost->id, 0, cast.clock.now()); });
    cast.clock.advance(ended_kept + Milliseconds{1});
    CHECK(cast.in_transaction([&](db::Tx& tx) { return trim_mails(tx, cast.clock.now(), 100); }) ==
          1);
    CHECK(cast.find(on_its_way->id));
}

TEST_CASE("a temporary fault is tried again with growing pauses until 48 hours are over")
{
    Cast cast;
    const auto id = cast.queue("ada@example.org");
    const auto start = cast.clock.now();
    std::vector<Time> tries;
    while (const auto job = cast.claim(db::JobLane::mail)) {
        const auto mail = cast.begin(id);
        REQUIRE(mail);
        tries.push_back(cast.clock.now());
        const auto next = cast.in_transaction([&](db::Tx& tx) {
            db::finish_job(tx, job->id);
            return defer_mail(tx, *mail, 451, cast.clock.now());
        });
        if (!next)
            break;
        CHECK_FALSE(cast.claim(db::JobLane::mail));
        cast.clock.set(*next);
    }
    CHECK(tries.size() > 10);
    CHECK(tries[1] - tries[0] == std::chrono::minutes{1});
    CHECK(tries[2] - tries[1] == std::chrono::minutes{2});
    CHECK(tries.back() - tries[tries.size() - 2] == std::chrono::hours{2});
    CHECK(cast.clock.now() <= start + tried_for);
    CHECK(cast.clock.now() > start + tried_for - std::chrono::hours{2});
    CHECK(cast.find(id)->state == MailState::given_up);
    CHECK(cast.find(id)->reply_code == 451);
    CHECK(cast.find(id)->data.empty());
    CHECK_FALSE(cast.suppressed("ada@example.org"));
}

TEST_CASE("a refused address is marked in all its spellings, a refused mail marks none")
{
    Cast cast;
    const auto first = cast.begin(cast.queue("Ada@B\xc3\xbc"
                                             "cher.example"));
    const auto second = cast.begin(cast.queue("bob@example.org"));
    cast.refuse(*first, RefusedWhat::address);
    cast.refuse(*second, RefusedWhat::mail);
    CHECK(cast.suppressed("ada@b\xc3\xbc"
                          "cher.example"));
    CHECK(cast.suppressed(" ADA@xn--bcher-kva.example "));
    CHECK_FALSE(cast.suppressed("bob@example.org"));
    CHECK(cast.find(first->id)->data.empty());
    CHECK(cast.find(second->id)->data.empty());
    CHECK_FALSE(cast.queue("ada@B\xc3\x9c"
                           "CHER.example"));
    CHECK(cast.queue("bob@example.org"));
}

TEST_CASE("a mail that waits for an address that is marked meanwhile is given up")
{
    Cast cast;
    const auto first = cast.queue("ada@example.org");
    const auto second = cast.queue("ada@example.org");
    cast.refuse(*cast.begin(first), RefusedWhat::address);
    CHECK_FALSE(cast.begin(second));
    CHECK(cast.find(second)->state == MailState::given_up);
    CHECK(cast.find(second)->data.empty());
}

TEST_CASE("a mark can be lifted, and goes after ninety days")
{
    Cast cast;
    cast.refuse(*cast.begin(cast.queue("ada@example.org")), RefusedWhat::address);
    const auto lift = [&] {
        return cast.in_transaction(
            [](db::Tx& tx) { return lift_suppression(tx, "ADA@example.org"); });
    };
    CHECK(lift());
    CHECK_FALSE(lift());
    CHECK(cast.queue("ada@example.org"));
    cast.refuse(*cast.begin(cast.queue("ada@example.org")), RefusedWhat::address);
    const auto trim = [&] {
        return cast.in_transaction(
            [&](db::Tx& tx) { return trim_mails(tx, cast.clock.now(), 100); });
    };
    cast.clock.advance(suppressed_for);
    trim();
    CHECK(cast.suppressed("ada@example.org"));
    cast.clock.advance(Milliseconds{1});
    CHECK(trim() == 1);
    CHECK_FALSE(cast.suppressed("ada@example.org"));
}

TEST_CASE("ended mails go after two weeks, at most as many as asked; waiting ones stay")
{
    Cast cast;
    const auto waiting = cast.queue("ada@example.org");
    for (int i = 0; i < 3; ++i) {
        const auto id = cast.begin(cast.queue("bob@example.org"))->id;
        cast.in_transaction([&](db::Tx& tx) { mark_sent(tx, id, 250, cast.clock.now()); });
    }
    const auto trim = [&](int limit) {
        return cast.in_transaction(
            [&](db::Tx& tx) { return trim_mails(tx, cast.clock.now(), limit); });
    };
    cast.clock.advance(ended_kept);
    CHECK(trim(100) == 0);
    cast.clock.advance(Milliseconds{1});
    CHECK(trim(2) == 2);
    CHECK(trim(2) == 1);
    CHECK(trim(2) == 0);
    CHECK(cast.find(waiting));
}

TEST_CASE("a bounce marks the address of a mail that went out, once, and none of one that did not")
{
    Cast cast;
    const auto id = cast.queue("ada@example.org");
    const auto bounce = [&](MailId mail) {
        return cast.in_transaction(
            [&](db::Tx& tx) { return take_bounce(tx, mail, 550, cast.clock.now()); });
    };
    CHECK_FALSE(bounce(id));
    CHECK_FALSE(bounce(MailId{7}));
    CHECK_FALSE(cast.suppressed("ada@example.org"));
    REQUIRE(cast.begin(id));
    cast.in_transaction([&](db::Tx& tx) { mark_sent(tx, id, 250, cast.clock.now()); });
    CHECK(bounce(id));
    CHECK(cast.suppressed("ada@example.org"));
}

TEST_CASE("a reader's mails go with the reader, and a mail on its way is not brought back")
{
    Cast cast;
    const auto id = cast.queue("ada@example.org");
    const auto mail = cast.begin(id);
    const auto erase = [&](ReaderId reader) {
        return cast.in_transaction([&](db::Tx& tx) { return erase_mails_of(tx, reader, 100); });
    };
    CHECK(erase(ReaderId{2'002}) == 0);
    CHECK(erase(ada) == 1);
    const auto next = cast.in_transaction(
        [&](db::Tx& tx) { return defer_mail(tx, *mail, 451, cast.clock.now()); });
    CHECK_FALSE(next);
    CHECK_FALSE(cast.find(id));
}

TEST_CASE("what is no payload of ours names no mail")
{
    CHECK(mail_of_payload(payload_of(MailId{12})) == MailId{12});
    for (const auto* payload : {"", "{}", "[]", "7", R"({"mail":7})", R"({"mail":"07"})",
                                R"({"mail":"-1"})", R"({"mail":"7)"})
        CHECK_MESSAGE(!mail_of_payload(payload), payload);
}

} // namespace masthead::mail
