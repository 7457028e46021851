#include "features/notifications/push_subscription.hpp"

#include "features/notifications/reader_data.hpp"
#include "push_cast.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace masthead::notifications {

namespace {

struct House : test::PushCast {
    StoryId strike = story("strike");
    ReaderId ada = member("Ada");
    ReaderId bo = member("Bo");

    House()
    {
        tell();
        want_replies_pushed(ada);
    }

    std::vector<std::string> event_names()
    {
        std::vector<std::string> names;
        for (const auto& event : database->read(
                 [](db::Snapshot& snapshot) { return db::events_after(snapshot, 0, 1'000); }))
            if (event.name.starts_with("push."))
                names.push_back(event.name + " " +
                                (event.subject_id == ada.value() ? "ada" : "bo"));
        return names;
    }

    comments::Posted answer_ada()
    {
        const auto thread = say(strike, ada);
        const auto answer = say(strike, bo, thread.id);
        tell();
        return answer;
    }

    std::optional<Group> words_of(ReaderId reader, NotificationId notification)
    {
        return database->read([&](db::Snapshot& snapshot) {
            return find_push_words(snapshot, reader, notification, now());
        });
    }
};

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("a browser is kept sealed, and opens with the newsroom's key alone")
{
    House h;
    const auto session = h.session_of(h.ada);
    const auto browser = test::PushCast::browser("https://push.example/ada");
    const auto id = h.try_subscribe(h.ada, session, browser);
    REQUIRE(id.has_value());
    const auto kept = h.browsers_of(h.ada);
    REQUIRE(kept.size() == 1);
    CHECK(kept[0].id == *id);
    CHECK(kept[0].session == session);
    CHECK(kept[0].sealed.find("push.example") == std::string::npos);
    const auto opened = unseal_subscription(h.keys_of_house.push_seal, kept[0].sealed);
    REQUIRE(opened.has_value());
    CHECK(opened->endpoint == browser.endpoint);
    CHECK(opened->point == browser.point);
    CHECK(opened->auth == browser.auth);
    CHECK_FALSE(unseal_subscription(crypto::random_keys().push_seal, kept[0].sealed));
    CHECK(h.event_names() == Names{"push.subscribed ada"});
}

TEST_CASE("a browser that comes again is the same one, with its newest keys")
{
    House h;
    const auto session = h.session_of(h.ada);
    const auto first = h.try_subscribe(h.ada, session, h.browser("https://push.example/a"));
    const auto newest = h.browser("https://push.example/a");
    CHECK(*h.try_subscribe(h.ada, session, newest) == *first);
    const auto kept = h.browsers_of(h.ada);
    REQUIRE(kept.size() == 1);
    CHECK(unseal_subscription(h.keys_of_house.push_seal, kept[0].sealed)->point == newest.point);
    // Another endpoint in the same session: the browser has changed it.
    CHECK(*h.try_subscribe(h.ada, session, h.browser("https://push.example/b")) != *first);
    CHECK(h.browsers_of(h.ada).size() == 1);
}

TEST_CASE("a browser that another reader now uses is theirs alone")
{
    House h;
    h.subscribe(h.ada, "https://push.example/shared");
    h.subscribe(h.bo, "https://push.example/shared");
    CHECK(h.browsers_of(h.ada).empty());
    CHECK(h.browsers_of(h.bo).size() == 1);
    CHECK(h.event_names() ==
          Names{"push.subscribed ada", "push.unsubscribed ada", "push.subscribed bo"});
}

TEST_CASE("nobody subscribes in another's session, nor in one that has ended")
{
    House h;
    const auto browser = h.browser("https://push.example/a");
    const auto of_bo = h.session_of(h.bo);
    CHECK(h.try_subscribe(h.ada, of_bo, browser).error().reason == Refusal::not_found);
    CHECK(h.try_subscribe(h.ada, SessionId{77}, browser).has_error());
    const auto ended = h.session_of(h.ada);
    h.clock.advance(accounts::reader_session_max);
    CHECK(h.try_subscribe(h.ada, ended, browser).has_error());
    CHECK(h.event_names().empty());
}

TEST_CASE("a reader has ten browsers, and the oldest makes room for one more")
{
    House h;
    std::vector<PushSubscriptionId> ids;
    for (int i = 0; i < push_subscriptions_per_reader_max; ++i) {
        h.clock.advance(std::chrono::minutes{1});
        ids.push_back(h.subscribe(h.ada, "https://push.example/" + std::to_string(i)));
    }
    CHECK(h.browsers_of(h.ada).front().id == ids.front());
    const auto more = h.subscribe(h.ada, "https://push.example/more");
    const auto kept = h.browsers_of(h.ada);
    CHECK(static_cast<int>(kept.size()) == push_subscriptions_per_reader_max);
    CHECK(kept.front().id == ids[1]);
    CHECK(kept.back().id == more);
}

TEST_CASE("a browser goes with its session, however that ends")
{
    House h;
    const auto closed = h.session_of(h.ada);
    const auto open = h.session_of(h.ada);
    const auto owner = accounts::owner_of(h.ada);
    (void)h.try_subscribe(h.ada, closed, h.browser("https://push.example/1"));
    (void)h.try_subscribe(h.ada, open, h.browser("https://push.example/2"));
    CHECK(h.write([&](db::Tx& tx) {
               return accounts::close_session(tx, owner, closed, h.now());
           }).has_value());
    REQUIRE(h.browsers_of(h.ada).size() == 1);
    CHECK(h.browsers_of(h.ada)[0].session == open);
    // A new token for the same session is no end of it.
    CHECK(h.write([&](db::Tx& tx) {
               return accounts::rotate_session(tx, open, h.now());
           }).has_value());
    CHECK(h.browsers_of(h.ada).size() == 1);
    (void)h.write([&](db::Tx& tx) -> Result<int> {
        return accounts::close_sessions_of(tx, owner, {}, h.now());
    });
    CHECK(h.browsers_of(h.ada).empty());
}

TEST_CASE("switching off lets one browser go, or all of them")
{
    House h;
    const auto session = h.session_of(h.ada);
    (void)h.try_subscribe(h.ada, session, h.browser("https://push.example/1"));
    h.subscribe(h.ada, "https://push.example/2");
    h.subscribe(h.bo, "https://push.example/3");
    const auto off = [&](SessionId which) {
        (void)h.write([&](db::Tx& tx) -> Result<int> {
            unsubscribe_push(tx, h.ada, which, h.now());
            return 0;
        });
    };
    off(session);
    CHECK(h.browsers_of(h.ada).size() == 1);
    const auto before = h.event_names().size();
    off(session); // nothing there, nothing told
    CHECK(h.event_names().size() == before);
    const auto gone = h.write(
        [&](db::Tx& tx) -> Result<int> { return unsubscribe_push_everywhere(tx, h.ada, h.now()); });
    CHECK(*gone == 1);
    CHECK(h.browsers_of(h.ada).empty());
    CHECK(h.browsers_of(h.bo).size() == 1);
}

TEST_CASE("what a push service says is kept: delivered, gone, refused too often")
{
    House h;
    const auto id = h.subscribe(h.ada, "https://push.example/1");
    const auto note = [&](auto verb) {
        (void)h.write([&](db::Tx& tx) -> Result<int> {
            verb(tx, id, h.now());
            return 0;
        });
    };
    for (int i = 1; i < push_failures_max; ++i)
        note(note_push_refused);
    REQUIRE(h.browsers_of(h.ada).size() == 1);
    CHECK(h.browsers_of(h.ada)[0].failures == push_failures_max - 1);
    note(note_push_delivered);
    CHECK(h.browsers_of(h.ada)[0].failures == 0);
    CHECK(h.browsers_of(h.ada)[0].delivered_at == h.now());
    for (int i = 0; i < push_failures_max; ++i)
        note(note_push_refused);
    CHECK(h.browsers_of(h.ada).empty());
    CHECK(h.event_names().back() == "push.unsubscribed ada");
    note(note_push_gone); // of what is not there
    CHECK(h.event_names().size() == 2);
}

TEST_CASE("what is owed by push becomes one job a browser, once")
{
    House h;
    h.subscribe(h.ada, "https://push.example/1");
    h.subscribe(h.ada, "https://push.example/2");
    h.subscribe(h.bo, "https://push.example/3");
    h.answer_ada();
    CHECK(h.queue() == 1);
    const auto jobs = h.queued();
    REQUIRE(jobs.size() == 2);
    CHECK(jobs[0].notification == jobs[1].notification);
    CHECK(jobs[0].subscription != jobs[1].subscription);
    CHECK(jobs[0].about.starts_with("reply-"));
    CHECK(jobs[0].attempt == 1);
    CHECK(h.queue() == 0);
    CHECK(h.queued().size() == 2);
    const auto words = h.words_of(h.ada, jobs[0].notification);
    REQUIRE(words.has_value());
    CHECK(words->name == "Bo");
    CHECK_FALSE(h.words_of(h.bo, jobs[0].notification).has_value());
}

TEST_CASE("without a browser, or with an old one, nothing is queued and nothing stays owed")
{
    House h;
    h.answer_ada();
    CHECK(h.queue() == 1);
    h.subscribe(h.ada, "https://push.example/1");
    CHECK(h.queue() == 0);
    h.answer_ada();
    h.clock.advance(push_lifetime);
    CHECK(h.queue() == 1);
    CHECK(h.queued().empty());
}

TEST_CASE("nothing is said that was taken back, seen, switched off, or is a day old")
{
    House h;
    h.subscribe(h.ada, "https://push.example/1");
    const auto queue_one = [&] {
        h.answer_ada();
        h.queue();
        return h.queued().back().notification;
    };
    const auto answer = h.answer_ada();
    h.queue();
    const auto removed = h.queued().back().notification;
    CHECK(h.words_of(h.ada, removed).has_value());
    CHECK(h.decide(answer.id, comments::Action::remove).has_value());
    CHECK_FALSE(h.words_of(h.ada, removed).has_value());

    const auto seen = queue_one();
    CHECK(h.words_of(h.ada, seen).has_value());
    h.see_all(h.ada);
    CHECK_FALSE(h.words_of(h.ada, seen).has_value());

    const auto old = queue_one();
    h.clock.advance(push_lifetime - std::chrono::seconds{1});
    CHECK(h.words_of(h.ada, old).has_value());
    h.clock.advance(std::chrono::seconds{1});
    CHECK_FALSE(h.words_of(h.ada, old).has_value());

    const auto unwanted = queue_one();
    CHECK(h.words_of(h.ada, unwanted).has_value());
    h.choose(h.ada, Kind::reply, {OnSite::yes, Mail::none, Push::no});
    CHECK_FALSE(h.words_of(h.ada, unwanted).has_value());
}

TEST_CASE("a payload that is none of ours is read as none")
{
    for (const auto* payload : {"", "{}", "[]", R"({"notification":"1","subscription":"2"})",
                                R"({"notification":"x","subscription":"2","attempt":1})",
                                R"({"notification":"1","subscription":2,"attempt":1})",
                                R"({"notification":"1","subscription":"2","attempt":"1"})"}) {
        CAPTURE(payload);
        CHECK_FALSE(parse_push(payload).has_value());
    }
}

TEST_CASE("an erased reader has no browser left, and the export says which there were")
{
    House h;
    h.subscribe(h.ada, "https://push.example/1");
    const auto data = h.database->read(
        [&](db::Snapshot& snapshot) { return export_reader_data(snapshot, h.ada); });
    const auto& browsers = data.at("push_subscriptions").as_array();
    REQUIRE(browsers.size() == 1);
    CHECK(browsers[0].at("created_at").as_string() == format_rfc3339(h.now()).c_str());
    CHECK(browsers[0].at("delivered_at").is_null());
    (void)h.write(
        [&](db::Tx& tx) -> Result<std::int64_t> { return erase_reader_part(tx, h.ada, 100); });
    CHECK(h.browsers_of(h.ada).empty());
}

} // namespace masthead::notifications
