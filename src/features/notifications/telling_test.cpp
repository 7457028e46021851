#include "features/notifications/take_events.hpp"

#include "features/follows/find_follows.hpp"
#include "features/stories/save_story.hpp"
#include "notices_cast.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace masthead::notifications {

namespace {

using follows::FollowTarget;
using Lines = std::vector<std::string>;

constexpr db::Query count_rows{"test.notifications", "SELECT COUNT(*) FROM notifications"};
constexpr db::Query rows_of{"test.notifications_of",
                            "SELECT COUNT(*) FROM notifications WHERE reader_id = ?"};

struct House : test::NoticesCast {
    StoryId strike = story("strike");
    ReaderId ada = member("Ada");
    ReaderId bo = member("Bo");
    ReaderId cleo = member("Cleo");
    ReaderId dan = member("Dan");

    House() { tell(); }

    comments::Posted say_words(ReaderId reader, std::string_view markdown, CommentId parent = {})
    {
        clock.advance(std::chrono::minutes{1});
        return try_post(words(strike, reader, markdown, parent)).value();
    }
    std::int64_t count(const db::Query& query, db::Args args = {})
    {
        return database->read([&](db::Snapshot& s) { return s.integer(query, args); });
    }
    std::vector<std::string> names_after(std::int64_t position)
    {
        std::vector<std::string> names;
        for (const auto& event :
             database->read([&](db::Snapshot& s) { return db::events_after(s, position, 1'000); }))
            names.push_back(event.name);
        return names;
    }
};

} // namespace

TEST_CASE("an answer is told to whom it answers, and to nobody else")
{
    House h;
    const auto thread = h.say(h.strike, h.ada);
    h.say(h.strike, h.bo, thread.id);
    h.tell();
    CHECK(h.told(h.ada) == Lines{"reply Bo"});
    CHECK(h.unread(h.ada) == 1);
    CHECK(h.told(h.bo).empty());
    CHECK(h.told(h.cleo).empty());
    const auto group = h.list_of(h.ada).front();
    CHECK(group.path.starts_with("/strike/comments/"));
    CHECK(group.excerpt.starts_with("Words number"));
}

TEST_CASE("telling says so by one event a reader, and telling again changes nothing")
{
    House h;
    const auto thread = h.say(h.strike, h.ada);
    h.say(h.strike, h.bo, thread.id);
    h.say(h.strike, h.cleo, thread.id);
    const auto before = h.position();
    h.tell();
    CHECK(h.names_after(before) == Lines{"reader.notified"});
    const auto rows = h.count(count_rows);
    h.tell();
    CHECK(h.count(count_rows) == rows);
    CHECK(h.told(h.ada) == Lines{"reply Cleo +1"});
}

TEST_CASE("nobody is told of their own acts")
{
    House h;
    const auto thread = h.say(h.strike, h.ada);
    h.follow(h.ada, FollowTarget::thread(thread.id));
    h.follow(h.ada, FollowTarget::story(h.strike));
    h.say(h.strike, h.ada, thread.id);
    h.say_words(h.ada, "I am @Ada myself");
    h.tell();
    CHECK(h.told(h.ada).empty());
}

TEST_CASE("of several reasons the strongest wins, and each reader is told once")
{
    House h;
    const auto thread = h.say(h.strike, h.ada);
    h.tell();
    for (const auto reader : {h.ada, h.cleo, h.dan}) {
        h.follow(reader, FollowTarget::story(h.strike));
        h.follow(reader, FollowTarget::thread(thread.id));
        h.follow(reader, FollowTarget::reader(h.bo));
    }
    h.say_words(h.bo, "What does @Cleo think of it?", thread.id);
    h.tell();
    CHECK(h.told(h.ada) == Lines{"reply Bo"});
    CHECK(h.told(h.cleo) == Lines{"mention Bo"});
    CHECK(h.told(h.dan) == Lines{"thread Bo"});
    h.say(h.strike, h.bo);
    h.tell();
    CHECK(h.told(h.dan) == Lines{"story Bo", "thread Bo"});
}

TEST_CASE("what follows one reader hears of their comments anywhere")
{
    House h;
    h.follow(h.dan, FollowTarget::reader(h.bo));
    h.say(h.strike, h.bo);
    h.say(h.strike, h.bo);
    h.tell();
    CHECK(h.told(h.dan) == Lines{"reader Bo"});
    CHECK(h.list_of(h.dan).front().count == 2);
    CHECK(h.told(h.bo) == Lines{"follower Dan"});
}

TEST_CASE("groups hold what is unseen together; what comes after begins a new one")
{
    House h;
    const auto thread = h.say(h.strike, h.ada);
    h.say(h.strike, h.bo, thread.id);
    h.say(h.strike, h.cleo, thread.id);
    h.say(h.strike, h.bo, thread.id);
    h.tell();
    CHECK(h.told(h.ada) == Lines{"reply Bo +1"});
    CHECK(h.unread(h.ada) == 1);
    h.see_all(h.ada);
    CHECK(h.unread(h.ada) == 0);
    h.say(h.strike, h.dan, thread.id);
    h.tell();
    CHECK(h.told(h.ada) == Lines{"reply Dan", "reply Bo +1"});
    CHECK(h.unread(h.ada) == 1);
}

TEST_CASE("what came after the page was drawn stays unseen")
{
    House h;
    const auto thread = h.say(h.strike, h.ada);
    h.say(h.strike, h.bo, thread.id);
    h.tell();
    const auto drawn = h.now();
    h.say(h.strike, h.cleo, thread.id);
    h.tell();
    (void)h.write([&](db::Tx& tx) { return mark_all_seen(tx, h.ada, drawn, h.now()); });
    CHECK(h.unread(h.ada) == 1);
    CHECK(h.told(h.ada) == Lines{"reply Cleo", "reply Bo"});
}

TEST_CASE("opening one marks its group and leads to its place; another's cannot be opened")
{
    House h;
    const auto thread = h.say(h.strike, h.ada);
    h.say(h.strike, h.bo, thread.id);
    const auto last = h.say(h.strike, h.cleo, thread.id);
    h.tell();
    const auto id = h.list_of(h.ada).front().id;
    const auto open = [&](ReaderId reader) {
        return h.write([&](db::Tx& tx) { return open_notification(tx, reader, id, h.now()); });
    };
    CHECK(open(h.bo).error().reason == Refusal::not_found);
    CHECK(h.unread(h.ada) == 1);
    CHECK(open(h.ada).value() == comments::comment_url("strike", last.id));
    CHECK(h.unread(h.ada) == 0);
    CHECK(open(h.ada).has_value());
}

TEST_CASE("between the blocked nothing is told, of the muted neither, whenever it came to be")
{
    House h;
    const auto thread = h.say(h.strike, h.ada);
    h.say(h.strike, h.bo, thread.id);
    h.say(h.strike, h.cleo, thread.id);
    h.tell();
    const auto keep_away = [&](auto verb, ReaderId one, ReaderId other) {
        (void)h.done([&](db::Tx& tx) -> Result<int> {
            const auto kept = verb(tx, readers::KeepAway{one, other}, h.now());
            REQUIRE(kept.has_value());
            return 0;
        });
    };
    keep_away(follows::block_reader, h.bo, h.ada);
    CHECK(h.told(h.ada) == Lines{"reply Cleo"});
    keep_away(readers::mute_reader, h.ada, h.cleo);
    CHECK(h.told(h.ada).empty());
    CHECK(h.unread(h.ada) == 0);
    const auto rows = h.count(rows_of, {h.ada});
    h.say(h.strike, h.cleo, thread.id);
    h.tell();
    CHECK(h.count(rows_of, {h.ada}) == rows);
    keep_away(readers::unmute_reader, h.ada, h.cleo);
    CHECK(h.told(h.ada) == Lines{"reply Cleo"});
}

TEST_CASE("a comment that is held, removed or deleted is not told of, and no longer once it is")
{
    House h;
    const auto thread = h.say(h.strike, h.ada);
    const auto first = h.say(h.strike, h.bo, thread.id);
    const auto second = h.say(h.strike, h.cleo, thread.id);
    h.decide(first.id, comments::Action::remove).value();
    h.tell();
    CHECK(h.told(h.ada) == Lines{"reply Cleo"});
    h.take_back(h.strike, second.id, h.cleo).value();
    CHECK(h.told(h.ada).empty());
    CHECK(h.unread(h.ada) == 0);
    h.tell();
    h.decide(first.id, comments::Action::restore).value();
    h.tell();
    CHECK(h.told(h.ada) == Lines{"reply Bo"});
}

TEST_CASE("a decision on one's comment is told on the site, and brings no second mail")
{
    House h;
    h.choose(h.ada, Kind::decision, {OnSite::yes, Mail::at_once, Push::no});
    const auto thread = h.say(h.strike, h.ada);
    h.decide(thread.id, comments::Action::remove).value();
    h.tell();
    CHECK(h.told(h.ada) == Lines{"decision"});
    CHECK(h.list_of(h.ada).front().path.starts_with("/reader/account/#decision-"));
    CHECK(h.database->read([&](db::Snapshot& s) { return find_owed_mail(s, h.ada, Mail::at_once); })
              .empty());
}

TEST_CASE("an edit tells whom it newly names, once")
{
    House h;
    const auto posted = h.say_words(h.bo, "A thought without a name");
    h.tell();
    const auto edit = [&](std::string_view markdown) {
        const auto made = h.words(h.strike, h.bo, markdown);
        comments::EditComment command;
        command.story = h.strike;
        command.comment = posted.id;
        command.reader = h.bo;
        command.text = made.text;
        command.rule_book = made.rule_book;
        REQUIRE(h.write([&](db::Tx& tx) {
                     return comments::edit_comment(tx, command, h.now());
                 }).has_value());
        h.tell();
    };
    edit("A thought for @Dan");
    CHECK(h.told(h.dan) == Lines{"mention Bo"});
    edit("A better thought for @Dan");
    CHECK(h.list_of(h.dan).front().count == 1);
}

TEST_CASE("a follower is told of once, and no longer when they follow no more")
{
    House h;
    h.follow(h.bo, FollowTarget::reader(h.ada));
    h.follow(h.cleo, FollowTarget::reader(h.ada));
    h.tell();
    CHECK(h.told(h.ada) == Lines{"follower Cleo +1"});
    const auto unfollow = [&] {
        (void)h.write([&](db::Tx& tx) {
            return follows::unfollow(tx, {h.cleo, FollowTarget::reader(h.ada)}, h.now());
        });
    };
    unfollow();
    CHECK(h.told(h.ada) == Lines{"follower Bo"});
    h.follow(h.cleo, FollowTarget::reader(h.ada));
    h.tell();
    CHECK(h.list_of(h.ada).front().count == 2);
}

TEST_CASE("what is switched off for the strongest reason is not told for a weaker one")
{
    House h;
    const auto thread = h.say(h.strike, h.ada);
    h.follow(h.ada, FollowTarget::story(h.strike));
    h.choose(h.ada, Kind::reply, {OnSite::no, Mail::none, Push::no});
    h.say(h.strike, h.bo, thread.id);
    h.tell();
    CHECK(h.told(h.ada).empty());
    CHECK(h.unread(h.ada) == 0);
    h.say(h.strike, h.bo);
    h.tell();
    CHECK(h.told(h.ada) == Lines{"story Bo"});
}

TEST_CASE("a group takes fifty unseen and not one more")
{
    House h;
    const auto thread = h.say(h.strike, h.ada);
    for (int i = 0; i < group_unseen_max + 1; ++i) {
        h.clock.advance(std::chrono::hours{1});
        h.say(h.strike, i % 2 == 0 ? h.bo : h.cleo, thread.id);
        if (i == group_unseen_max - 1) {
            h.tell();
            CHECK(h.count(rows_of, {h.ada}) == group_unseen_max);
        }
    }
    h.tell();
    CHECK(h.count(rows_of, {h.ada}) == group_unseen_max);
    h.see_all(h.ada);
    h.say(h.strike, h.bo, thread.id);
    h.tell();
    CHECK(h.count(rows_of, {h.ada}) == group_unseen_max + 1);
}

TEST_CASE("a large audience is told in stretches, all of it once, and killed between them goes on")
{
    House h;
    const auto thread = h.say(h.strike, h.ada);
    h.tell();
    constexpr int followers = 2 * told_a_plan + 1;
    std::vector<ReaderId> crowd;
    for (int i = 0; i < followers; ++i) {
        crowd.push_back(h.member("Reader " + std::to_string(i), test::Known::no));
        h.follow(crowd.back(), FollowTarget::thread(thread.id));
    }
    h.tell();
    h.say(h.strike, h.bo, thread.id);
    const auto plan =
        h.database->read([&](db::Snapshot& s) { return plan_notifications(s, h.now()); });
    CHECK(plan.made.size() <= static_cast<std::size_t>(told_a_plan));
    CHECK(plan.to.part_position > plan.to.position);
    const auto carry = [&](auto&& after) {
        return h.write([&](db::Tx& tx) -> Result<int> {
            auto told = carry_out(tx, plan, h.times(), h.now());
            after();
            return told;
        });
    };
    const auto rows = h.count(count_rows);
    CHECK_THROWS(carry([] { throw std::runtime_error("killed before the commit"); }));
    CHECK(h.count(count_rows) == rows);
    CHECK(carry([] {}).value() == static_cast<int>(plan.made.size()));
    CHECK(carry([] {}).error().reason == Refusal::conflict);
    h.tell();
    for (const auto reader : crowd)
        CHECK(h.count(rows_of, {reader}) == 1);
    CHECK(h.told(crowd.back()) == Lines{"thread Bo"});
    CHECK(h.told(h.ada) == Lines{"reply Bo"});
}

TEST_CASE("many small events are cut into stretches too, and all of them are told")
{
    House h;
    const auto thread = h.say(h.strike, h.ada);
    h.tell();
    const auto again = [&](int answers) {
        for (int i = 0; i < answers; ++i) {
            h.clock.advance(std::chrono::hours{1});
            h.say(h.strike, i % 2 == 0 ? h.bo : h.cleo, thread.id);
        }
    };
    again(group_unseen_max);
    const auto plan =
        h.database->read([&](db::Snapshot& s) { return plan_notifications(s, h.now()); });
    CHECK(plan.made.size() == static_cast<std::size_t>(group_unseen_max));
    CHECK_FALSE(plan.is_full);
    for (int i = 0; i < told_a_plan; i += group_unseen_max)
        again(group_unseen_max);
    const auto full =
        h.database->read([&](db::Snapshot& s) { return plan_notifications(s, h.now()); });
    CHECK(full.made.size() == static_cast<std::size_t>(told_a_plan));
    CHECK(full.is_full);
    h.tell();
    CHECK(h.database->read([&](db::Snapshot& s) { return plan_notifications(s, h.now()); })
              .is_empty());
}

TEST_CASE("a new story is told to followers of its section, not an old one typed in later")
{
    House h;
    const auto news = h.section("news");
    h.follow(h.dan, FollowTarget::section(news));
    const auto publish = [&](std::string_view slug, int minutes_ago) {
        auto command = h.draft(slug, minutes_ago);
        command.section = news;
        h.save(command);
    };
    publish("ancient", 60 * 24 * 3);
    h.tell();
    CHECK(h.told(h.dan).empty());
    publish("market", 5);
    h.tell();
    CHECK(h.told(h.dan) == Lines{"new_story"});
    CHECK(h.list_of(h.dan).front().path == "/market/");
}

} // namespace masthead::notifications
