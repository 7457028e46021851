#include "features/notifications/letters.hpp"

#include "core/base/text.hpp"
#include "features/mail/mail_delivery.hpp"
#include "features/notifications/reader_data.hpp"
#include "notices_cast.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

namespace masthead::notifications {

namespace {

constexpr std::string_view secret = "a secret";

constexpr db::Query queued_mails{"test.queued_notifications", R"sql(
    SELECT data
    FROM outgoing_mails
    WHERE kind = 'notifications'
    ORDER BY id
)sql"};
constexpr db::Query rows_of{"test.notifications_of",
                            "SELECT COUNT(*) FROM notifications WHERE reader_id = ?"};
constexpr db::Query rows_by{"test.notifications_by",
                            "SELECT COUNT(*) FROM notifications WHERE actor_id = ?"};

struct Post : test::NoticesCast {
    StoryId strike = story("strike");
    ReaderId ada = member("Ada");
    ReaderId bo = member("Bo");
    ReaderId cleo = member("Cleo");
    CommentId thread = say(strike, ada).id;

    Post() { tell(); }

    int queue_due()
    {
        return *write([&](db::Tx& tx) { return queue_due_mails(tx, 100, now()); });
    }
    std::vector<std::string> queued()
    {
        return database->read([](db::Snapshot& s) {
            return s.list(queued_mails, {}, [](const db::Row& row) { return row.string(0); });
        });
    }
    std::optional<boost::json::object> letter(const std::string& data)
    {
        return database->read([&](db::Snapshot& s) { return read_letter(s, data, secret); });
    }
    void answer(ReaderId reader)
    {
        say(strike, reader, thread);
        tell();
    }
    Mail mail_of(ReaderId reader, Kind kind)
    {
        return database->read([&](db::Snapshot& s) { return find_choice(s, reader, kind).mail; });
    }
    void press(std::string_view token)
    {
        (void)write([&](db::Tx& tx) -> Result<int> {
            unsubscribe(tx, secret, token);
            return 0;
        });
    }
    std::int64_t count(const db::Query& query, ReaderId reader)
    {
        return database->read([&](db::Snapshot& s) { return s.integer(query, {reader}); });
    }
};

std::string token_in(const boost::json::object& letter)
{
    const auto path = boost::json::value_to<std::string>(letter.at("unsubscribe"));
    return path.substr(std::string_view{"/reader/unsubscribe/?token="}.size());
}

} // namespace

TEST_CASE("without a choice there is no mail")
{
    Post p;
    p.answer(p.bo);
    p.clock.advance(std::chrono::hours{24 * 14});
    CHECK(p.queue_due() == 0);
    CHECK(p.queued().empty());
}

TEST_CASE("a burst of answers is one mail, and what comes after it another")
{
    Post p;
    p.choose(p.ada, Kind::reply, {OnSite::yes, Mail::at_once, Push::no});
    p.answer(p.bo);
    CHECK(p.queue_due() == 0);
    p.answer(p.cleo);
    p.clock.advance(std::chrono::minutes{1});
    CHECK(p.queue_due() == 1);
    REQUIRE(p.queued().size() == 1);
    const auto letter = p.letter(p.queued().front());
    REQUIRE(letter);
    CHECK(letter->at("total") == 1);
    CHECK(letter->at("first").at("others") == 1);
    CHECK(p.queue_due() == 0);
    p.answer(p.bo);
    p.clock.advance(std::chrono::minutes{2});
    CHECK(p.queue_due() == 1);
    CHECK(p.queued().size() == 2);
}

TEST_CASE("a digest goes at seven, daily or on Monday, and holds what was not seen")
{
    Post p; // a Monday at noon
    p.choose(p.ada, Kind::reply, {OnSite::yes, Mail::daily, Push::no});
    p.choose(p.ada, Kind::mention, {OnSite::yes, Mail::weekly, Push::no});
    p.answer(p.bo);
    p.try_post(p.words(p.strike, p.cleo, "And you, @Ada?")).value();
    p.tell();
    p.clock.set(*parse_rfc3339("2026-11-24T06:59:59Z"));
    CHECK(p.queue_due() == 0);
    p.clock.set(*parse_rfc3339("2026-11-24T07:00:00Z"));
    CHECK(p.queue_due() == 1);
    CHECK(p.queued().size() == 1);
    p.clock.set(*parse_rfc3339("2026-11-30T06:59:59Z"));
    CHECK(p.queue_due() == 0);
    p.clock.set(*parse_rfc3339("2026-11-30T07:00:00Z"));
    CHECK(p.queue_due() == 1);
    REQUIRE(p.queued().size() == 2);
    CHECK(p.letter(p.queued().back())->at("is_weekly") == true);
    CHECK(p.letter(p.queued().back())->at("first").at("kind") == "mention");
}

TEST_CASE("the times of digests are those of the newsroom's clock")
{
    const auto now = *parse_rfc3339("2026-11-24T05:30:00Z"); // a Tuesday
    const auto berlin = digest_times(now, std::chrono::hours{1});
    CHECK(format_rfc3339(berlin.daily) == "2026-11-24T06:00:00.000Z");
    CHECK(format_rfc3339(berlin.weekly) == "2026-11-30T06:00:00.000Z");
    const auto tokyo = digest_times(now, std::chrono::hours{9});
    CHECK(format_rfc3339(tokyo.daily) == "2026-11-24T22:00:00.000Z");
    const auto monday = digest_times(*parse_rfc3339("2026-11-30T06:00:00Z"), Milliseconds{0});
    CHECK(format_rfc3339(monday.weekly) == "2026-11-30T07:00:00.000Z");
    const auto at_seven = digest_times(*parse_rfc3339("2026-11-30T07:00:00Z"), Milliseconds{0});
    CHECK(format_rfc3339(at_seven.daily) == "2026-12-01T07:00:00.000Z");
    CHECK(format_rfc3339(at_seven.weekly) == "2026-12-07T07:00:00.000Z");
}

TEST_CASE("a digest is made once, also where the process dies before its commit")
{
    Post p;
    p.choose(p.ada, Kind::reply, {OnSite::yes, Mail::daily, Push::no});
    p.answer(p.bo);
    p.clock.advance(std::chrono::hours{24});
    CHECK_THROWS(p.write([&](db::Tx& tx) -> Result<int> {
        (void)queue_due_mails(tx, 100, p.now());
        throw std::runtime_error("killed");
    }));
    CHECK(p.queued().empty());
    CHECK(p.queue_due() == 1);
    CHECK(p.queue_due() == 0);
    CHECK(p.queued().size() == 1);
}

TEST_CASE("no mail says nothing: what was seen, removed or muted by then is not in it")
{
    Post p;
    p.choose(p.ada, Kind::reply, {OnSite::yes, Mail::daily, Push::no});
    const auto answer = p.say(p.strike, p.bo, p.thread);
    p.tell();
    p.decide(answer.id, comments::Action::remove).value();
    p.clock.advance(std::chrono::hours{24});
    CHECK(p.queue_due() == 1);
    CHECK(p.queued().empty());
    p.answer(p.cleo);
    p.see_all(p.ada);
    p.clock.advance(std::chrono::hours{24});
    CHECK(p.queue_due() == 1);
    CHECK(p.queued().empty());
}

TEST_CASE("a queued mail holds no words, and what was taken back while it waited is not said")
{
    Post p;
    p.choose(p.ada, Kind::reply, {OnSite::yes, Mail::at_once, Push::no});
    const auto answer = p.say(p.strike, p.bo, p.thread);
    p.tell();
    p.clock.advance(std::chrono::minutes{3});
    p.queue_due();
    REQUIRE(p.queued().size() == 1);
    const auto data = p.queued().front();
    CHECK(data.find("Words") == std::string::npos);
    CHECK(data.find("Bo") == std::string::npos);
    CHECK(p.letter(data)->at("first").at("words").as_string().starts_with("Words number"));
    p.take_back(p.strike, answer.id, p.bo).value();
    CHECK_FALSE(p.letter(data));
    for (const auto* broken : {"", "{}", "[]", R"({"reader":"x"})", R"({"reader":"7","told":[1]})"})
        CHECK_FALSE(p.letter(broken));
}

TEST_CASE("a choice that is taken back takes along what it owed")
{
    Post p;
    p.choose(p.ada, Kind::reply, {OnSite::yes, Mail::daily, Push::no});
    p.answer(p.bo);
    p.choose(p.ada, Kind::reply, {OnSite::yes, Mail::none, Push::no});
    p.clock.advance(std::chrono::hours{24});
    p.queue_due();
    CHECK(p.queued().empty());
}

TEST_CASE("a letter spells out twenty groups and counts the rest")
{
    Post p;
    p.choose(p.ada, Kind::mention, {OnSite::yes, Mail::daily, Push::no});
    for (std::size_t i = 0; i < groups_a_letter + 1; ++i) {
        p.clock.advance(std::chrono::minutes{10});
        const auto story = p.story("story-" + std::to_string(i));
        p.try_post(p.words(story, p.bo, "Look here, @Ada: " + std::to_string(i))).value();
    }
    p.tell();
    p.clock.advance(std::chrono::hours{24});
    p.queue_due();
    const auto letter = p.letter(p.queued().front());
    REQUIRE(letter);
    CHECK(letter->at("entries").as_array().size() == groups_a_letter);
    CHECK(letter->at("more") == 1);
}

TEST_CASE("one press ends the mails of the kinds it names, for its reader alone, twice as once")
{
    Post p;
    for (const auto reader : {p.ada, p.bo}) {
        p.choose(reader, Kind::reply, {OnSite::yes, Mail::at_once, Push::yes});
        p.choose(reader, Kind::story, {OnSite::yes, Mail::weekly, Push::no});
    }
    p.answer(p.bo);
    p.clock.advance(std::chrono::minutes{3});
    p.queue_due();
    const auto token = token_in(*p.letter(p.queued().front()));
    p.press(token);
    p.press(token);
    CHECK(p.mail_of(p.ada, Kind::reply) == Mail::none);
    CHECK(p.mail_of(p.ada, Kind::story) == Mail::weekly);
    CHECK(p.mail_of(p.bo, Kind::reply) == Mail::at_once);
    const auto kept =
        p.database->read([&](db::Snapshot& s) { return find_choice(s, p.ada, Kind::reply); });
    CHECK(kept.push == Push::yes);
}

TEST_CASE("a token that was changed in any place does nothing")
{
    Post p;
    p.choose(p.ada, Kind::reply, {OnSite::yes, Mail::daily, Push::no});
    p.choose(p.bo, Kind::reply, {OnSite::yes, Mail::daily, Push::no});
    const auto path = unsubscribe_path(secret, p.ada, set_of(Kind::mention));
    const auto token = path.substr(path.find('=') + 1);
    const auto parts = split(token, '-');
    REQUIRE(parts.size() == 3);
    const std::string code{parts[2]};
    const auto reply = std::to_string(set_of(Kind::reply));
    for (const auto& forged :
         {to_string(p.ada) + "-" + reply + "-" + code, to_string(p.bo) + "-" + reply + "-" + code,
          to_string(p.ada) + "-" + reply + "-", to_string(p.ada) + "-" + reply, std::string{},
          std::string{"-"}, std::string{"--"}, token.substr(0, token.size() - 1)})
        p.press(forged);
    CHECK(p.mail_of(p.ada, Kind::reply) == Mail::daily);
    CHECK(p.mail_of(p.bo, Kind::reply) == Mail::daily);
}

TEST_CASE("nothing is told a second time by mail to who is erased, and nothing of them stays")
{
    Post p;
    p.choose(p.ada, Kind::reply, {OnSite::yes, Mail::daily, Push::no});
    p.answer(p.bo);
    CHECK(p.count(rows_of, p.ada) == 1);
    const auto exported =
        p.database->read([&](db::Snapshot& s) { return export_reader_data(s, p.ada); });
    CHECK(exported.at("notifications").as_array().size() == 1);
    CHECK(exported.at("choices").as_array().front().at("mail") == "daily");
    const auto erase = [&](ReaderId reader) {
        return *p.write(
            [&](db::Tx& tx) -> Result<std::int64_t> { return erase_reader_part(tx, reader, 100); });
    };
    CHECK(erase(p.bo) == 1);
    CHECK(p.count(rows_by, p.bo) == 0);
    CHECK(p.told(p.ada).empty());
    p.answer(p.cleo);
    CHECK(erase(p.ada) >= 2);
    CHECK(p.count(rows_of, p.ada) == 0);
    p.clock.advance(std::chrono::hours{24});
    CHECK(p.queue_due() == 0);
}

TEST_CASE("seen ones go after ninety days, all others after a hundred and eighty")
{
    Post p;
    p.answer(p.bo);
    p.see_all(p.ada);
    p.answer(p.cleo);
    const auto start = p.now();
    const auto drop_at = [&](Time time) {
        p.clock.set(time);
        return *p.write(
            [&](db::Tx& tx) -> Result<std::int64_t> { return drop_old(tx, p.now(), 100); });
    };
    CHECK(drop_at(start + seen_kept - std::chrono::minutes{1}) == 0);
    CHECK(drop_at(start + seen_kept + Milliseconds{1}) == 1);
    CHECK(p.count(rows_of, p.ada) == 1);
    CHECK(drop_at(start + all_kept) == 0);
    CHECK(drop_at(start + all_kept + Milliseconds{1}) == 1);
    CHECK(p.count(rows_of, p.ada) == 0);
}

} // namespace masthead::notifications
