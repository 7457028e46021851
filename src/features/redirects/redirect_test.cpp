#include "features/redirects/redirect.hpp"

#include "core/db/migrator.hpp"
#include "core/db/sqlite/sqlite_database.hpp"
#include "shared_data.hpp"

#include <doctest/doctest.h>

namespace masthead::redirects {

namespace {

struct Cast {
    test::TempDir dir;
    ManualClock clock{*parse_rfc3339("2026-11-23T12:00:00Z")};
    std::unique_ptr<db::Database> database =
        db::sqlite::open_database(dir.path() / "masthead.db", clock, db::embedded_migrations());

    Result<void> save(std::string_view from, std::string_view target)
    {
        return database->write(
            [&](db::Tx& tx) { return save_redirect(tx, from, target, clock.now()); });
    }
    std::string find(std::string_view path, std::string_view query = {})
    {
        return database->read([&](db::Snapshot& s) { return find_redirect(s, path, query); })
            .value_or("");
    }
};

} // namespace

TEST_CASE("an old address is found whatever its case, slash or coding")
{
    Cast cast;
    REQUIRE(cast.save("/2019/05/Caf%C3%A9-strike/", "/strike/").has_value());
    CHECK(cast.find("/2019/05/caf\xc3\xa9-strike") == "/strike/");
    CHECK(cast.find("/2019/05/CAF\xc3\xa9-strike/") == "/strike/");
    CHECK(cast.find("/2019/05/").empty());
}

TEST_CASE("plain permalinks are told apart by their number, and tracking does not kill a link")
{
    Cast cast;
    REQUIRE(cast.save("/?p=7", "/seven/").has_value());
    REQUIRE(cast.save("/old/", "/new/").has_value());
    CHECK(cast.find("/", "p=7") == "/seven/");
    CHECK(cast.find("/", "utm_source=mail&p=7") == "/seven/");
    CHECK(cast.find("/", "p=8").empty());
    CHECK(cast.find("/old", "p=9") == "/new/");
}

TEST_CASE("addresses that WordPress derives from a page lead where the page went")
{
    Cast cast;
    REQUIRE(cast.save("/2019/05/old/", "/strike/").has_value());
    for (const auto* ending : {"feed/", "amp", "page/2/", "comment-page-3/", "feed/atom/", "embed"})
        CHECK_MESSAGE(cast.find("/2019/05/old/" + std::string{ending}) == "/strike/", ending);
    CHECK(cast.find("/2019/05/old/other/").empty());
    CHECK(cast.find("/feed/").empty());
    CHECK(cast.find("/page/2/").empty());
    CHECK(derived_from("/").empty());
    CHECK(derived_from("").empty());
}

TEST_CASE("a target that leaves the site, the root, and a circle are refused")
{
    Cast cast;
    for (const auto* target :
         {"https://evil.example/", "//evil.example/", "/\\evil.example", "/a\r\nb", "", "/"})
        CHECK_MESSAGE(cast.save("/old/", target).has_error(), target);
    CHECK(cast.save("/", "/new/").has_error());
    CHECK(cast.save("no-slash", "/new/").has_error());
    CHECK(cast.save("/new", "/new/").has_error());
    CHECK(cast.find("/old").empty());
}

TEST_CASE("an address at the length limit is kept, one past it refused")
{
    Cast cast;
    CHECK(cast.save("/" + std::string(1'999, 'x'), "/new/").has_value());
    CHECK(cast.save("/" + std::string(2'000, 'x'), "/new/").has_error());
}

} // namespace masthead::redirects
