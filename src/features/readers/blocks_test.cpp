#include "features/readers/blocks.hpp"
#include "features/readers/edit_profile.hpp"
#include "features/readers/sign_up.hpp"
#include "people_cast.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace masthead::readers {

namespace {

struct Cast : test::PeopleCast {
    ReaderId ada = join("Ada Plinth");
    ReaderId bob = join("Bob Quay");

    ReaderId join(const std::string& name)
    {
        SignUp form;
        form.display_name = name;
        form.mail = "a@reader.example";
        form.mail[0] = name.front();
        form.rules_version = "1";
        form.minimum_age_confirmed = minimum_age_default;
        return *write([&](db::Tx& tx) { return sign_up(tx, form, now()); });
    }
    Result<void> block(ReaderId reader, ReaderId other)
    {
        return write([&](db::Tx& tx) { return block_reader(tx, {reader, other}, now()); });
    }
    Result<void> mute(ReaderId reader, ReaderId other)
    {
        return write([&](db::Tx& tx) { return mute_reader(tx, {reader, other}, now()); });
    }
    bool apart(ReaderId one, ReaderId other)
    {
        return read([&](db::Snapshot& s) { return is_blocked_between(s, one, other); });
    }
    KeptAway away(ReaderId reader)
    {
        return read([&](db::Snapshot& s) { return find_kept_away(s, reader); });
    }
    void fill(const db::Query& query, int count)
    {
        run([&](db::Tx& tx) { tx.run(query, {count, ada, now()}); });
    }
};

using Ids = std::vector<ReaderId>;

constexpr db::Query fill_readers{"test.fill_readers", R"sql(
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
    INSERT INTO readers (id, display_name, state, created_at_ms)
    SELECT i, 'somebody', 0, ? FROM n
)sql"};

constexpr db::Query fill_blocks{"test.fill_blocks", R"sql(
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
    INSERT INTO reader_blocks (reader_id, blocked_id, blocked_at_ms)
    SELECT ?2, i, ?3 FROM n
)sql"};

constexpr db::Query fill_mutes{"test.fill_mutes", R"sql(
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
    INSERT INTO reader_mutes (reader_id, muted_id, muted_at_ms)
    SELECT ?2, i, ?3 FROM n
)sql"};

} // namespace

TEST_CASE("a block counts in both directions until who made it takes it back")
{
    Cast cast;
    REQUIRE(cast.block(cast.ada, cast.bob));
    REQUIRE(cast.block(cast.ada, cast.bob));
    CHECK(cast.apart(cast.ada, cast.bob));
    CHECK(cast.apart(cast.bob, cast.ada));
    CHECK(cast.away(cast.ada).blocked == Ids{cast.bob});
    CHECK(cast.away(cast.bob).blocked == Ids{cast.ada});
    REQUIRE(cast.write([&](db::Tx& tx) {
        return unblock_reader(tx, {cast.bob, cast.ada}, cast.now());
    }));
    CHECK(cast.apart(cast.ada, cast.bob));
    REQUIRE(cast.write([&](db::Tx& tx) {
        return unblock_reader(tx, {cast.ada, cast.bob}, cast.now());
    }));
    CHECK_FALSE(cast.apart(cast.ada, cast.bob));
    const auto events = cast.events();
    CHECK(std::vector<std::string>(events.end() - 2, events.end()) ==
          std::vector<std::string>{"reader.blocked", "reader.unblocked"});
}

TEST_CASE("a mute is its reader's alone")
{
    Cast cast;
    REQUIRE(cast.mute(cast.ada, cast.bob));
    REQUIRE(cast.mute(cast.ada, cast.bob));
    CHECK(cast.away(cast.ada).muted == Ids{cast.bob});
    CHECK(cast.away(cast.bob).muted.empty());
    CHECK_FALSE(cast.apart(cast.ada, cast.bob));
    REQUIRE(cast.write([&](db::Tx& tx) {
        return unmute_reader(tx, {cast.ada, cast.bob}, cast.now());
    }));
    CHECK(cast.away(cast.ada).muted.empty());
    CHECK(cast.events().back() == "reader.unmuted");
}

TEST_CASE("nobody blocks themself, the absent or the newsroom's staff; staff can be muted")
{
    Cast cast;
    CHECK(cast.block(cast.ada, cast.ada).error().message_key == "block.self");
    CHECK(cast.mute(cast.ada, cast.ada).error().message_key == "mute.self");
    CHECK(cast.block(cast.ada, ReaderId{5}).error().message_key == "reader.not_found");
    CHECK(cast.mute(ReaderId{5}, cast.ada).error().message_key == "reader.not_found");
    REQUIRE(
        cast.write([&](db::Tx& tx) { return mark_staff(tx, cast.bob, StaffId{3}, cast.now()); }));
    CHECK(cast.block(cast.ada, cast.bob).error().message_key == "block.staff");
    CHECK(cast.mute(cast.ada, cast.bob));
    CHECK(cast.block(cast.bob, cast.ada));
}

TEST_CASE("as many blocks and mutes as the limit, and not one more")
{
    Cast cast;
    cast.run([&](db::Tx& tx) { tx.run(fill_readers, {blocks_max, cast.now()}); });
    cast.fill(fill_blocks, blocks_max - 1);
    cast.fill(fill_mutes, mutes_max - 1);
    CHECK(cast.block(cast.ada, ReaderId{blocks_max}));
    CHECK(cast.block(cast.ada, cast.bob).error().message_key == "block.too_many");
    CHECK(cast.mute(cast.ada, ReaderId{mutes_max}));
    CHECK(cast.mute(cast.ada, cast.bob).error().message_key == "mute.too_many");
    CHECK(cast.away(cast.ada).blocked.size() == blocks_max);
}

TEST_CASE("one's lists are read in stretches, the newest first, and erased in turns")
{
    Cast cast;
    cast.run([&](db::Tx& tx) { tx.run(fill_readers, {7, cast.now()}); });
    cast.fill(fill_blocks, 7);
    REQUIRE(cast.mute(cast.bob, cast.ada));
    const auto stretch = [&](const KeptAwayReader& before, int limit) {
        return cast.read([&](db::Snapshot& s) { return find_blocked(s, cast.ada, before, limit); });
    };
    const auto first = stretch({}, 4);
    REQUIRE(first.size() == 4);
    CHECK(first.front().reader == ReaderId{7});
    CHECK(first.front().display_name == "somebody");
    CHECK(stretch(first.back(), 4).size() == 3);
    const auto erase = [&] {
        return cast.change([&](db::Tx& tx) { return erase_blocks_of(tx, cast.ada, 5); });
    };
    CHECK(erase() == 5);
    CHECK(erase() == 3);
    CHECK(erase() == 0);
    CHECK(cast.away(cast.bob).muted.empty());
}

} // namespace masthead::readers
