#include "features/media/media.hpp"

#include "core/db/migrator.hpp"
#include "core/db/sqlite/sqlite_database.hpp"
#include "shared_data.hpp"

#include <doctest/doctest.h>

namespace masthead::media {

TEST_CASE("only paths that stay in the folder are safe")
{
    for (const auto* good :
         {"a.webp", "2026/11/harbour.webp", "2026/11/caf\xc3\xa9.jpg", "a/b-1024x768.png"})
        CHECK_MESSAGE(is_safe_media_path(good), good);
    for (const auto* bad : {"", "/etc/passwd", "../x", "a/../b", "a//b", "a/.hidden", ".", "a\\b",
                            "a\nb", "a/", "\xff.webp"})
        CHECK_MESSAGE(!is_safe_media_path(bad), bad);
    CHECK(is_safe_media_path(std::string(500, 'a')));
    CHECK_FALSE(is_safe_media_path(std::string(501, 'a')));
}

TEST_CASE("a file is found by id, path and old address, and saving it again keeps its id")
{
    test::TempDir dir;
    ManualClock clock{*parse_rfc3339("2026-11-23T12:00:00Z")};
    const auto database =
        db::sqlite::open_database(dir.path() / "masthead.db", clock, db::embedded_migrations());
    Media file;
    file.path = "2026/11/sea wall.webp";
    file.mime = "image/webp";
    file.width = 800;
    file.source_url = "https://old.example/sea.webp";
    const auto save = [&] {
        return database->write([&](db::Tx& tx) { return save_media(tx, file); });
    };
    const auto id = save();
    REQUIRE(id.has_value());
    file.alt = "A wall";
    CHECK(save().value() == *id);
    database->read([&](db::Snapshot& s) {
        CHECK(find_media(s, *id)->alt == "A wall");
        CHECK(find_media_by_path(s, file.path)->id == *id);
        CHECK(find_media_by_source_url(s, file.source_url)->id == *id);
        CHECK_FALSE(find_media(s, MediaId{1}).has_value());
    });
    CHECK(media_url(file) == "/media/2026/11/sea%20wall.webp");
    file.path = "../escape";
    CHECK(save().has_error());
}

} // namespace masthead::media
