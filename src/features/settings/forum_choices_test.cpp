#include "features/settings/forum_choices.hpp"

#include "core/db/event_log.hpp"
#include "core/db/migrator.hpp"
#include "core/db/sqlite/sqlite_database.hpp"
#include "features/settings/newsroom.hpp"
#include "shared_data.hpp"

#include <doctest/doctest.h>

namespace masthead::settings {

namespace {

struct Cast {
    test::TempDir dir;
    ManualClock clock{*parse_rfc3339("2026-11-23T12:00:00Z")};
    std::unique_ptr<db::Database> database =
        db::sqlite::open_database(dir.path() / "masthead.db", clock, db::embedded_migrations());

    Result<void> save(const ForumChoices& choices)
    {
        return database->write(
            [&](db::Tx& tx) { return save_forum_choices(tx, choices, clock.now()); });
    }
    ForumChoices load()
    {
        return database->read([](db::Snapshot& s) { return load_forum_choices(s); });
    }
    std::vector<db::Event> events()
    {
        return database->read([](db::Snapshot& s) { return db::events_after(s, 0, 100); });
    }
};

constexpr db::Query break_value{"test.break_choice", R"sql(
    UPDATE newsroom_settings SET value = ? WHERE name = 'forum.minimum_age'
)sql"};

} // namespace

TEST_CASE("a new newsroom holds a reader's first comment and asks for sixteen years")
{
    Cast cast;
    CHECK(cast.load().held_first_comments == 1);
    CHECK(cast.load().minimum_age == 16);
}

TEST_CASE("choices come back as stored, with one event, and none where nothing changes")
{
    Cast cast;
    REQUIRE(cast.save({0, 14}).has_value());
    CHECK(cast.load().held_first_comments == 0);
    CHECK(cast.load().minimum_age == 14);
    REQUIRE(cast.save({0, 14}).has_value());
    const auto events = cast.events();
    REQUIRE(events.size() == 1);
    CHECK(events[0].name == event_changed);
}

TEST_CASE("choices beside the newsroom's own settings leave each other alone")
{
    Cast cast;
    REQUIRE(cast.save({5, 18}).has_value());
    Newsroom words;
    words.title = "The Tern";
    REQUIRE(
        cast.database->write([&](db::Tx& tx) { return save_newsroom(tx, words, cast.clock.now()); })
            .has_value());
    CHECK(cast.load().held_first_comments == 5);
    CHECK(cast.load().minimum_age == 18);
}

TEST_CASE("numbers at their limits are kept and one past them refused")
{
    Cast cast;
    CHECK(cast.save({held_first_comments_max, minimum_age_most}).has_value());
    CHECK(cast.save({0, minimum_age_least}).has_value());
    const auto stored_events = cast.events().size();
    CHECK(cast.save({held_first_comments_max + 1, 16}).error().message_key ==
          "newsroom.held_first_comments");
    CHECK(cast.save({-1, 16}).error().message_key == "newsroom.held_first_comments");
    CHECK(cast.save({1, minimum_age_most + 1}).error().message_key == "newsroom.minimum_age");
    CHECK(cast.save({1, minimum_age_least - 1}).error().message_key == "newsroom.minimum_age");
    CHECK(cast.events().size() == stored_events);
}

TEST_CASE("a stored number that somebody broke reads as the default")
{
    Cast cast;
    REQUIRE(cast.save({1, 18}).has_value());
    for (const std::string broken : {"", "18 years", "-3", "99999999999999999999", "12"}) {
        CAPTURE(broken);
        REQUIRE(cast.database
                    ->write([&](db::Tx& tx) -> Result<void> {
                        tx.run(break_value, {broken});
                        return {};
                    })
                    .has_value());
        CHECK(cast.load().minimum_age == 16);
    }
}

} // namespace masthead::settings
