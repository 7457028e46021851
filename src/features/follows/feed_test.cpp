#include "features/follows/change_follows.hpp"
#include "features/follows/feed_mark.hpp"
#include "features/follows/find_feed.hpp"
#include "features/follows/find_follows.hpp"
#include "features/follows/reader_data.hpp"
#include "features/readers/erase_reader.hpp"
#include "forum_cast.hpp"
#include "result_words.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace masthead::follows {

namespace {

using comments::Direction;

struct Cast : test::ForumCast {
    StoryId strike = story("strike");
    ReaderId ada = member("Ada Plinth");
    ReaderId bob = member("Bob Quay");
    ReaderId cleo = member("Cleo Tarn");
    Activity activity;

    void follow_it(ReaderId reader, const FollowTarget& target)
    {
        REQUIRE(write([&](db::Tx& tx) { return follow(tx, {reader, target}, now()); }));
    }
    FeedPage feed(ReaderId reader, int limit = feed_page_items)
    {
        return database->read([&](db::Snapshot& s) {
            return find_feed(s, activity,
                             {reader, Direction::older, comments::last_place(), limit});
        });
    }
    std::vector<CommentId> ids(ReaderId reader)
    {
        std::vector<CommentId> list;
        for (const auto& item : feed(reader).items)
            list.push_back(item.shown.comment.id);
        return list;
    }
    Result<void> mark(ReaderId reader, const comments::Cursor& place)
    {
        return write([&](db::Tx& tx) { return move_mark(tx, reader, place, now()); });
    }
    std::optional<comments::Cursor> marked(ReaderId reader)
    {
        return database->read([&](db::Snapshot& s) { return find_mark(s, reader); });
    }
    std::optional<ReaderId> whose(const std::string& token)
    {
        return database->read([&](db::Snapshot& s) { return find_feed_reader(s, token); });
    }
};

using Ids = std::vector<CommentId>;

} // namespace

TEST_CASE("a comment stands in its context: the story, and what it answers")
{
    Cast cast;
    cast.follow_it(cast.ada, FollowTarget::reader(cast.bob));
    const auto start = cast.say(cast.strike, cast.cleo);
    const auto reply = cast.say(cast.strike, cast.bob, start.id);
    const auto page = cast.feed(cast.ada);
    REQUIRE(page.items.size() == 1);
    const auto& item = page.items.front();
    CHECK(item.shown.comment.id == reply.id);
    CHECK(item.why == FollowTarget::reader(cast.bob));
    CHECK(item.shown.story_slug == "strike");
    CHECK(item.shown.answered == cast.cleo);
    CHECK(item.shown.answered_name == "Cleo Tarn");
    CHECK(item.shown.answered_html.find("Words number") != std::string::npos);
    CHECK_FALSE(page.goes_on);
}

TEST_CASE("a comment that several follows bring stands there once, for the nearest reason")
{
    Cast cast;
    const auto start = cast.say(cast.strike, cast.bob);
    cast.follow_it(cast.ada, FollowTarget::story(cast.strike));
    cast.follow_it(cast.ada, FollowTarget::thread(start.id));
    cast.follow_it(cast.ada, FollowTarget::reader(cast.bob));
    const auto page = cast.feed(cast.ada);
    REQUIRE(page.items.size() == 1);
    CHECK(page.items.front().why == FollowTarget::reader(cast.bob));
}

TEST_CASE("what is answered is left out where its author is muted, and so is the muted themself")
{
    Cast cast;
    cast.follow_it(cast.ada, FollowTarget::story(cast.strike));
    const auto start = cast.say(cast.strike, cast.cleo);
    const auto reply = cast.say(cast.strike, cast.bob, start.id);
    CHECK(cast.ids(cast.ada) == Ids{reply.id, start.id});
    REQUIRE(cast.write([&](db::Tx& tx) {
        return readers::mute_reader(tx, {cast.ada, cast.cleo}, cast.now());
    }));
    const auto page = cast.feed(cast.ada);
    REQUIRE(page.items.size() == 1);
    CHECK(page.items.front().shown.comment.id == reply.id);
    CHECK(page.items.front().shown.answered_name.empty());
    CHECK(page.items.front().shown.answered_html.empty());
    CHECK(cast.feed(cast.cleo).items.empty());
}

TEST_CASE("a comment that comes back brings along what hangs below it")
{
    Cast cast;
    const auto start = cast.say(cast.strike, cast.bob);
    const auto reply = cast.say(cast.strike, cast.cleo, start.id);
    cast.follow_it(cast.ada, FollowTarget::thread(start.id));
    const auto dov = cast.member("Dov Lintel");
    cast.follow_it(dov, FollowTarget::story(cast.strike));
    REQUIRE(cast.decide(start.id, comments::Action::hold));
    // The memory now knows that nothing is to be seen here.
    CHECK(cast.ids(cast.ada).empty());
    CHECK(cast.ids(dov).empty());
    REQUIRE(cast.decide(start.id, comments::Action::approve));
    CHECK(cast.ids(cast.ada) == Ids{reply.id, start.id});
    CHECK(cast.ids(dov) == Ids{reply.id, start.id});
}

TEST_CASE("a page that meets too much it cannot show is shorter and goes on behind it")
{
    Cast cast;
    cast.follow_it(cast.ada, FollowTarget::story(cast.strike));
    const auto first = cast.say(cast.strike, cast.bob);
    cast.rules.established = {{1'000, std::chrono::seconds{1}}, {1'000, std::chrono::seconds{1}}};
    for (int i = 0; i < feed_places_max; ++i)
        cast.say(cast.strike, cast.ada);
    const auto page = cast.feed(cast.ada);
    CHECK(page.items.empty());
    REQUIRE(page.goes_on);
    const auto next = cast.database->read([&](db::Snapshot& s) {
        return find_feed(s, cast.activity, {cast.ada, Direction::older, page.next, 5});
    });
    REQUIRE(next.items.size() == 1);
    CHECK(next.items.front().shown.comment.id == first.id);
    CHECK_FALSE(next.goes_on);
}

TEST_CASE("a page holds as many as asked for, and says whether there are more")
{
    Cast cast;
    cast.follow_it(cast.ada, FollowTarget::reader(cast.bob));
    for (int i = 0; i < 3; ++i)
        cast.say(cast.strike, cast.bob);
    CHECK(cast.feed(cast.ada, 3).items.size() == 3);
    CHECK_FALSE(cast.feed(cast.ada, 3).goes_on);
    CHECK(cast.feed(cast.ada, 2).items.size() == 2);
    CHECK(cast.feed(cast.ada, 2).goes_on);
}

TEST_CASE("how far one has seen only moves on, never into the future")
{
    Cast cast;
    CHECK_FALSE(cast.marked(cast.ada));
    const comments::Cursor at{cast.now(), CommentId{7}};
    REQUIRE(cast.mark(cast.ada, at));
    REQUIRE(cast.mark(cast.ada, {cast.now() - Milliseconds{1}, CommentId{9}}));
    CHECK(cast.marked(cast.ada)->id == CommentId{7});
    REQUIRE(cast.mark(cast.ada, {cast.now(), CommentId{8}}));
    CHECK(cast.marked(cast.ada)->id == CommentId{8});
    CHECK(cast.mark(cast.ada, {cast.now() + Milliseconds{1}, CommentId{9}}).error().message_key ==
          "following.place");
    CHECK(cast.mark(cast.ada, {}).error().message_key == "following.place");
    CHECK(cast.mark(ReaderId{5}, at).error().message_key == "reader.not_found");
}

TEST_CASE("a feed's address works until another is made or it is done away with")
{
    Cast cast;
    const auto renew = [&] {
        return *cast.write([&](db::Tx& tx) { return renew_feed_token(tx, cast.ada, cast.now()); });
    };
    const auto first = renew();
    CHECK(first.size() == 43);
    CHECK(cast.whose(first) == cast.ada);
    const auto second = renew();
    CHECK_FALSE(cast.whose(first));
    CHECK(cast.whose(second) == cast.ada);
    CHECK_FALSE(cast.whose(second + "x"));
    CHECK_FALSE(cast.whose(""));
    REQUIRE(cast.write([&](db::Tx& tx) { return revoke_feed_token(tx, cast.ada); }));
    CHECK_FALSE(cast.whose(second));
}

TEST_CASE("erasing takes follows, followers, mark, feed, blocks and mutes, in turns")
{
    Cast cast;
    cast.follow_it(cast.ada, FollowTarget::reader(cast.bob));
    cast.follow_it(cast.ada, FollowTarget::story(cast.strike));
    cast.follow_it(cast.cleo, FollowTarget::reader(cast.ada));
    REQUIRE(cast.mark(cast.ada, {cast.now(), CommentId{7}}));
    const auto token =
        *cast.write([&](db::Tx& tx) { return renew_feed_token(tx, cast.ada, cast.now()); });
    const auto dov = cast.member("Dov Lintel");
    REQUIRE(cast.write([&](db::Tx& tx) { return block_reader(tx, {dov, cast.ada}, cast.now()); }));
    REQUIRE(cast.write([&](db::Tx& tx) {
        return readers::mute_reader(tx, {cast.ada, cast.cleo}, cast.now());
    }));
    int turns = 1;
    while (*cast.write([&](db::Tx& tx) -> Result<Progress> {
        return erase_reader_part(tx, cast.ada, 2, cast.now());
    }) == Progress::more)
        ++turns;
    CHECK(turns > 2);
    cast.database->read([&](db::Snapshot& s) {
        CHECK(count_follows(s, cast.ada, 10) == 0);
        CHECK(count_followers(s, FollowTarget::reader(cast.ada), 10) == 0);
        CHECK(count_followers(s, FollowTarget::reader(cast.bob), 10) == 0);
        CHECK(readers::find_kept_away(s, cast.ada).muted.empty());
        CHECK(readers::find_kept_away(s, dov).blocked.empty());
    });
    CHECK_FALSE(cast.marked(cast.ada));
    CHECK_FALSE(cast.whose(token));
}

TEST_CASE("the export names what one follows and keeps away, never who keeps one away")
{
    Cast cast;
    cast.follow_it(cast.ada, FollowTarget::reader(cast.bob));
    cast.follow_it(cast.cleo, FollowTarget::reader(cast.ada));
    const auto dov = cast.member("Dov Lintel");
    const auto eve = cast.member("Eve Moor");
    REQUIRE(cast.write([&](db::Tx& tx) { return block_reader(tx, {dov, cast.ada}, cast.now()); }));
    REQUIRE(cast.write([&](db::Tx& tx) { return block_reader(tx, {cast.ada, eve}, cast.now()); }));
    const auto data =
        cast.database->read([&](db::Snapshot& s) { return reader_data_json(s, cast.ada); });
    CHECK(data.at("follows").as_array().size() == 1);
    CHECK(data.at("followers").as_array().at(0).as_object().at("id").as_string() ==
          to_string(cast.cleo));
    CHECK(data.at("blocked").as_array().size() == 1);
    CHECK(boost::json::serialize(data).find("Dov") == std::string::npos);
    CHECK(data.at("seen_up_to").is_null());
}

} // namespace masthead::follows
