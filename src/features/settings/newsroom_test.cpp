#include "features/settings/newsroom.hpp"
#include "features/settings/wording.hpp"

#include "core/db/event_log.hpp"
#include "core/db/migrator.hpp"
#include "core/db/sqlite/sqlite_database.hpp"
#include "shared_data.hpp"

#include <doctest/doctest.h>

namespace masthead::settings {

namespace {

struct Cast {
    test::TempDir dir;
    ManualClock clock{*parse_rfc3339("2026-11-23T12:00:00Z")};
    std::unique_ptr<db::Database> database =
        db::sqlite::open_database(dir.path() / "masthead.db", clock, db::embedded_migrations());

    Result<void> save(const Newsroom& newsroom)
    {
        return database->write(
            [&](db::Tx& tx) { return save_newsroom(tx, newsroom, clock.now()); });
    }
    Newsroom load()
    {
        return database->read([](db::Snapshot& s) { return load_newsroom(s); });
    }
    std::int64_t events()
    {
        return database->read([](db::Snapshot& s) { return db::last_event_position(s); });
    }
};

} // namespace

TEST_CASE("what the newsroom says of itself comes back as it was stored")
{
    Cast cast;
    CHECK(cast.load().title == "Masthead");
    Newsroom words;
    words.title = "The Tern \"quoted\"";
    words.timezone = "America/Argentina/Buenos_Aires";
    words.accent_color = "#00ff7F";
    words.menu = {{"News & views", "/section/news/"}};
    REQUIRE(cast.save(words).has_value());
    const auto stored = cast.load();
    CHECK(stored.title == words.title);
    REQUIRE(stored.menu.size() == 1);
    CHECK(stored.menu[0].label == "News & views");
    CHECK(stored.footer_menu.empty());
}

TEST_CASE("saving says one event, saving the same again says none")
{
    Cast cast;
    Newsroom words;
    words.title = "The Tern";
    REQUIRE(cast.save(words).has_value());
    CHECK(cast.events() == 1);
    REQUIRE(cast.save(words).has_value());
    CHECK(cast.events() == 1);
}

TEST_CASE("a value that would break pages is refused and nothing is stored")
{
    Cast cast;
    Newsroom words;
    words.accent_color = "red;}body{display:none}";
    CHECK(cast.save(words).error().message_key == "newsroom.accent_color");
    words.accent_color.clear();
    words.timezone = "Europe/London'; --";
    CHECK(cast.save(words).error().message_key == "newsroom.timezone");
    words.timezone = "UTC";
    words.title = " ";
    CHECK(cast.save(words).error().message_key == "newsroom.title");
    CHECK(cast.events() == 0);
}

TEST_CASE("other rules are a new version, other words beside them are not")
{
    Cast cast;
    const auto save = [&](const Wording& words) {
        return cast.database->write(
            [&](db::Tx& tx) { return save_wording(tx, words, cast.clock.now()); });
    };
    const auto load = [&] {
        return cast.database->read([](db::Snapshot& s) { return load_wording(s); });
    };
    CHECK(load().rules_version == 1);
    Wording words;
    words.invitation = "Come in & talk";
    REQUIRE(save(words).has_value());
    CHECK(load().invitation == "Come in & talk");
    CHECK(load().rules_version == 1);
    CHECK(cast.events() == 1);
    words.rules = "* Be kind";
    REQUIRE(save(words).has_value());
    CHECK(load().rules_version == 2);
    REQUIRE(save(words).has_value());
    CHECK(load().rules_version == 2);
    CHECK(cast.events() == 2);
    CHECK(cast.load().title == "Masthead");
}

TEST_CASE("words beyond their limit are refused by name and nothing is stored")
{
    Cast cast;
    const auto save = [&](const Wording& words) {
        return cast.database->write(
            [&](db::Tx& tx) { return save_wording(tx, words, cast.clock.now()); });
    };
    Wording words;
    words.invitation = std::string(wording_line_bytes_max, 'a');
    CHECK(save(words).has_value());
    words.invitation += 'a';
    CHECK(save(words).error().message_key == "wording.invitation");
    words.invitation.clear();
    words.rules = std::string(wording_text_bytes_max + 1, 'a');
    CHECK(save(words).error().message_key == "wording.rules");
    CHECK(cast.events() == 1);
}

} // namespace masthead::settings
