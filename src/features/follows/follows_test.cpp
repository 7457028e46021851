#include "features/follows/change_follows.hpp"
#include "features/follows/find_follows.hpp"
#include "forum_cast.hpp"
#include "result_words.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace masthead::follows {

namespace {

constexpr auto kinds = {FollowKind::reader, FollowKind::thread,  FollowKind::story,
                        FollowKind::author, FollowKind::section, FollowKind::topic};

struct Cast : test::ForumCast {
    ReaderId ada = member("Ada Plinth");
    ReaderId bob = member("Bob Quay");

    Result<FollowId> add(ReaderId reader, const FollowTarget& target)
    {
        return write([&](db::Tx& tx) { return follow(tx, {reader, target}, now()); });
    }
    Result<void> end(ReaderId reader, const FollowTarget& target)
    {
        return write([&](db::Tx& tx) { return unfollow(tx, {reader, target}, now()); });
    }
    Result<void> block(ReaderId reader, ReaderId other)
    {
        return write([&](db::Tx& tx) { return block_reader(tx, {reader, other}, now()); });
    }
    bool has(ReaderId reader, const FollowTarget& target)
    {
        return database->read(
            [&](db::Snapshot& s) { return find_follow(s, reader, target).has_value(); });
    }
    std::vector<std::string> follow_events(std::int64_t after)
    {
        std::vector<std::string> names;
        for (const auto& event :
             database->read([&](db::Snapshot& s) { return db::events_after(s, after, 1'000); }))
            names.push_back(event.name);
        return names;
    }
};

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("kinds have names that are read back")
{
    for (const auto kind : kinds)
        CHECK(parse_kind(kind_name(kind)) == kind);
    CHECK_FALSE(parse_kind(""));
    CHECK_FALSE(parse_kind("Reader"));
}

TEST_CASE("a reader follows another once, and the event names the follow")
{
    Cast cast;
    const auto start = cast.position();
    const auto id = cast.add(cast.ada, FollowTarget::reader(cast.bob));
    REQUIRE(id);
    CHECK(cast.add(cast.ada, FollowTarget::reader(cast.bob)).value() == *id);
    CHECK(cast.follow_events(start) == Names{"reader.followed", "reader.followers_changed"});
    const auto found = cast.database->read([&](db::Snapshot& s) { return find_follow(s, *id); });
    REQUIRE(found);
    CHECK(found->reader == cast.ada);
    CHECK(found->target == FollowTarget::reader(cast.bob));
    CHECK(found->followed_at == cast.now());
    REQUIRE(cast.end(cast.ada, FollowTarget::reader(cast.bob)));
    REQUIRE(cast.end(cast.ada, FollowTarget::reader(cast.bob)));
    CHECK(cast.follow_events(start).size() == 4);
    CHECK_FALSE(cast.has(cast.ada, FollowTarget::reader(cast.bob)));
}

TEST_CASE("nobody follows themself, the blocked, the gone or the never there")
{
    Cast cast;
    const auto strike = cast.story("strike");
    const auto comment = cast.say(strike, cast.bob);
    const auto reply = cast.say(strike, cast.ada, comment.id);
    const auto key_of = [&](const FollowTarget& target) {
        return cast.add(cast.ada, target).error().message_key;
    };
    CHECK(key_of(FollowTarget::reader(cast.ada)) == "follow.self");
    for (const auto kind : kinds)
        CHECK(key_of({kind, 12'345}) == "follow.gone");
    CHECK(key_of(FollowTarget::reader(cast.reader("Imported Ida"))) == "follow.gone");
    CHECK(key_of(FollowTarget::thread(reply.id)) == "follow.gone");
    CHECK(cast.add(cast.ada, FollowTarget::thread(comment.id)));
    CHECK(cast.add(cast.ada, FollowTarget::story(strike)));
    REQUIRE(
        cast.write([&](db::Tx& tx) { return stories::withdraw_story(tx, "strike", cast.now()); }));
    CHECK(cast.add(cast.bob, FollowTarget::story(strike)).error().message_key == "follow.gone");
    CHECK(cast.end(cast.ada, FollowTarget::story(strike)));
    CHECK(cast.write([&](db::Tx& tx) {
                  return follow(tx, {ReaderId{9}, FollowTarget::reader(cast.ada)}, cast.now());
              })
              .error()
              .message_key == "reader.not_found");
}

TEST_CASE("a block ends both follows, with their events, and neither begins again before its end")
{
    Cast cast;
    REQUIRE(cast.add(cast.ada, FollowTarget::reader(cast.bob)));
    REQUIRE(cast.add(cast.bob, FollowTarget::reader(cast.ada)));
    const auto start = cast.position();
    REQUIRE(cast.block(cast.ada, cast.bob));
    CHECK(cast.follow_events(start) == Names{"reader.blocked", "follow.removed",
                                             "reader.followers_changed", "follow.removed",
                                             "reader.followers_changed"});
    CHECK_FALSE(cast.has(cast.ada, FollowTarget::reader(cast.bob)));
    CHECK_FALSE(cast.has(cast.bob, FollowTarget::reader(cast.ada)));
    for (const auto& [one, other] : {std::pair{cast.ada, cast.bob}, std::pair{cast.bob, cast.ada}})
        CHECK(cast.add(one, FollowTarget::reader(other)).error().message_key == "follow.blocked");
    REQUIRE(cast.write([&](db::Tx& tx) {
        return readers::unblock_reader(tx, {cast.ada, cast.bob}, cast.now());
    }));
    CHECK(cast.add(cast.bob, FollowTarget::reader(cast.ada)));
}

TEST_CASE("a follower who is removed may come back")
{
    Cast cast;
    REQUIRE(cast.add(cast.bob, FollowTarget::reader(cast.ada)));
    REQUIRE(cast.write([&](db::Tx& tx) {
        return remove_follower(tx, {cast.ada, cast.bob}, cast.now());
    }));
    CHECK_FALSE(cast.has(cast.bob, FollowTarget::reader(cast.ada)));
    CHECK(cast.add(cast.bob, FollowTarget::reader(cast.ada)));
}

TEST_CASE("a reader follows as many as the limit and not one more, and may swap")
{
    Cast cast;
    const auto strike = cast.story("strike");
    static constexpr db::Query fill{"test.fill_follows", R"sql(
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
        INSERT INTO follows (id, reader_id, kind, target_id, followed_at_ms)
        SELECT i, ?, 4, 1000000 + i, i FROM n
    )sql"};
    (void)cast.write([&](db::Tx& tx) -> Result<int> {
        tx.run(fill, {follows_max - 1, cast.ada});
        return 0;
    });
    CHECK(cast.add(cast.ada, FollowTarget::reader(cast.bob)));
    CHECK(cast.add(cast.ada, FollowTarget::story(strike)).error().message_key == "follow.too_many");
    CHECK(cast.add(cast.ada, FollowTarget::reader(cast.bob)));
    CHECK(cast.end(cast.ada, FollowTarget::reader(cast.bob)));
    CHECK(cast.add(cast.ada, FollowTarget::story(strike)));
}

TEST_CASE("followers are told in stretches that leave nobody out")
{
    Cast cast;
    std::vector<ReaderId> fans;
    for (const auto* name : {"Cleo Tarn", "Dov Lintel", "Eve Moor", "Finn Weir", "Gus Hatch"}) {
        fans.push_back(cast.member(name));
        REQUIRE(cast.add(fans.back(), FollowTarget::reader(cast.ada)));
    }
    std::vector<ReaderId> told;
    cast.database->read([&](db::Snapshot& s) {
        for (ReaderId last;;) {
            const auto some = find_followers(s, FollowTarget::reader(cast.ada), last, 2);
            told.insert(told.end(), some.begin(), some.end());
            if (some.size() < 2)
                break;
            last = some.back();
        }
        CHECK(newest_followers(s, FollowTarget::reader(cast.ada), {}, 10).size() == 5);
        CHECK(count_followers(s, FollowTarget::reader(cast.ada), 3) == 3);
        CHECK(count_followers(s, FollowTarget::reader(cast.ada), 10) == 5);
        const auto two = newest_followers(s, FollowTarget::reader(cast.ada), {}, 2);
        CHECK(newest_followers(s, FollowTarget::reader(cast.ada), two.back(), 10).size() == 3);
    });
    std::ranges::sort(fans);
    CHECK(told == fans);
}

TEST_CASE("the threads followed under a story are found among all that is followed")
{
    Cast cast;
    const auto strike = cast.story("strike");
    const auto other = cast.story("other");
    const auto here = cast.say(strike, cast.bob);
    const auto there = cast.say(other, cast.bob);
    REQUIRE(cast.add(cast.ada, FollowTarget::thread(here.id)));
    REQUIRE(cast.add(cast.ada, FollowTarget::thread(there.id)));
    const auto found =
        cast.database->read([&](db::Snapshot& s) { return followed_threads(s, cast.ada, strike); });
    CHECK(found == std::vector{here.id});
}

} // namespace masthead::follows
