#include "surfaces/transfer/import_newsroom_dump.hpp"

#include <cstdio>

/// Other people's exports, where they are at hand: each must import, or be refused by line.
namespace masthead::transfer {

namespace {

struct Row {
    const char* file;
    int stories; ///< new ones; -1: the file is refused
    int pages;
    int comments;
    const char* refusal; ///< part of the message
};

constexpr Row rows[]{
    {"wordpress/own/harbour-gazette.wxr.xml", 200, 2, 2'000, ""},
    {"wordpress/theme-test-data/64-block-test-data.xml", 61, 1, 2, ""},
    {"wordpress/theme-test-data/themeunittestdata.wordpress.xml", 58, 21, 29, ""},
    {"wordpress/wordpress-importer/a11y-unit-test-data.xml", 47, 17, 22, ""},
    {"wordpress/wordpress-importer/authors-multiline.xml", 1, 0, 0, ""},
    {"wordpress/wordpress-importer/backslashes.xml", 1, 0, 0, ""},
    {"wordpress/wordpress-importer/blank-lines.xml", 1, 0, 0, ""},
    {"wordpress/wordpress-importer/chunked-meta.xml", 1, 0, 0, ""},
    {"wordpress/wordpress-importer/crazy-cdata-escaped.xml", 1, 0, 0, ""},
    {"wordpress/wordpress-importer/crazy-cdata.xml", 1, 0, 0, ""},
    {"wordpress/wordpress-importer/invalid-version-tag.xml", -1, 0, 0, ":33: wp:wxr_version is"},
    {"wordpress/wordpress-importer/large-authors.xml", 0, 0, 0, ""},
    {"wordpress/wordpress-importer/malformed-simple.xml", -1, 0, 0,
     ":13: the file ends inside <item>"},
    {"wordpress/wordpress-importer/malformed.xml", -1, 0, 0,
     ":90: Opening and ending tag mismatch"},
    {"wordpress/wordpress-importer/missing-tags.xml", 1, 0, 0, ""},
    {"wordpress/wordpress-importer/missing-version-tag.xml", -1, 0, 0,
     ":27: not a WordPress export"},
    {"wordpress/wordpress-importer/multiple-cdata.xml", 1, 0, 0, ""},
    {"wordpress/wordpress-importer/namespace-edge-cases.xml", 5, 0, 0, ""},
    {"wordpress/wordpress-importer/post-content-blank-lines.xml", 1, 0, 0, ""},
    {"wordpress/wordpress-importer/slashes.xml", 1, 0, 1, ""},
    {"wordpress/wordpress-importer/small-export.xml", 6, 5, 1, ""},
    {"wordpress/wordpress-importer/term-formats.xml", 0, 0, 0, ""},
    {"wordpress/wordpress-importer/term-meta.xml", 0, 0, 0, ""},
    {"wordpress/wordpress-importer/test-serialized-comment-meta.xml", 1, 0, 1, ""},
    {"wordpress/wordpress-importer/test-serialized-postmeta-no-cdata.xml", 1, 0, 0, ""},
    {"wordpress/wordpress-importer/test-serialized-postmeta-with-cdata.xml", 1, 0, 0, ""},
    {"wordpress/wordpress-importer/test-utw-post-meta-import.xml", 1, 0, 0, ""},
    {"wordpress/wordpress-importer/theme-unit-test-data.xml", 58, 21, 29, ""},
    {"wordpress/wordpress-importer/valid-wxr-1.0.xml", 3, 3, 1, ""},
    {"wordpress/wordpress-importer/valid-wxr-1.1.xml", 1, 1, 1, ""},
    {"wordpress/wordpress-importer/wxr-base-url-rewriting.xml", 1, 0, 0, ""},
    {"wordpress/wordpress-importer/wxr-comprehensive.xml", 1, 1, 1, ""},
    {"wordpress/wordpress-importer/wxr-css-urls.xml", 1, 0, 0, ""},
    {"wordpress/wordpress-importer/wxr-flat-attachment-different-site.xml", 1, 0, 0, ""},
    {"wordpress/wordpress-importer/wxr-flat-attachment-same-site.xml", 1, 0, 0, ""},
    {"wordpress/wordpress-importer/wxr-simple.xml", 1, 0, 0, ""},
    {"wordpress/wordpress-importer/wxr-with-sub-data.xml", 1, 0, 1, ""},
    {"comments/import-samples/isso-wordpress.xml", -1, 0, 0, ":12: not a WordPress export"},
};

void check_refused(ImportNewsroom& newsroom, const Row& row, const std::filesystem::path& path)
{
    const auto before = newsroom.dump();
    const auto refused = newsroom.run({path});
    REQUIRE(refused.has_error());
    CHECK(refused.error().detail.find(std::string{std::filesystem::path{row.file}.filename()} +
                                      row.refusal) != std::string::npos);
    CHECK(newsroom.dump() == before);
}

void check_imported(ImportNewsroom& newsroom, const Row& row, const std::filesystem::path& path)
{
    const auto report = newsroom.import_files({path});
    CHECK(report.counted(Counted::stories, Fate::created) == row.stories);
    CHECK(report.counted(Counted::pages, Fate::created) == row.pages);
    CHECK(report.counted(Counted::comments, Fate::created) == row.comments);
    const auto before = newsroom.dump();
    const auto again = newsroom.import_files({path});
    CHECK(again.counted(Counted::stories, Fate::created) == 0);
    CHECK(again.counted(Counted::stories, Fate::updated) == 0);
    CHECK(again.counted(Counted::comments, Fate::created) == 0);
    CHECK(newsroom.dump() == before);
}

} // namespace

TEST_CASE(
    "every export that others have collected imports, twice without doubles, or is refused by "
    "line")
{
    for (const auto& row : rows) {
        const auto path = test::shared_data(row.file);
        if (!path) {
            test::skip(row.file);
            continue;
        }
        CAPTURE(row.file);
        ImportNewsroom newsroom;
        if (row.stories < 0)
            check_refused(newsroom, row, *path);
        else
            check_imported(newsroom, row, *path);
    }
}

TEST_CASE("no export file was forgotten here")
{
    const auto folder = test::shared_data("wordpress");
    if (!folder)
        return test::skip("wordpress");
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{*folder})
        files += entry.path().extension() == ".xml" ? 1 : 0;
    CHECK(files + 1 == std::size(rows));
}

} // namespace masthead::transfer
