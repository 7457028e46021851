#include "features/comments/import_comments.hpp"
#include "features/comments/reader_data.hpp"
#include "forum_cast.hpp"

#include <doctest/doctest.h>

namespace masthead::comments {

namespace {

constexpr int version_before = 7; // of the schema that did not count for imported readers

constexpr db::Query insert_reader{"test.insert_reader", R"sql(
    INSERT INTO readers (id, display_name, state, created_at_ms)
    VALUES (?, 'Old', ?, 0)
)sql"};
constexpr db::Query insert_story{"test.insert_story", R"sql(
    INSERT INTO stories (id, slug, kind, state, headline, standfirst, excerpt, language, direction,
                         lead_picture_url, lead_picture_alt, lead_picture_caption_html,
                         lead_picture_credit, reading_minutes, word_count, featured, developing,
                         comments_open, comment_count, thread_count, last_comment_at_ms,
                         published_at_ms, updated_at_ms, created_at_ms)
    VALUES (1, 'strike', 0, 2, '', '', '', '', '', '', '', '', '', 0, 0, 0, 0, 1, 0, 0, 0, 0, 0,
            0)
)sql"};
constexpr db::Query insert_old{"test.insert_old_comment", R"sql(
    INSERT INTO comments (id, story_id, reader_id, thread_id, depth, state, listed, featured,
                          respect_count, reply_count, posted_at_ms, edited_at_ms, source,
                          source_format, html, html_version, held_reason)
    VALUES (?1, 1, ?2, ?1, 0, ?3, 0, 0, ?4, 0, 0, 0, '', 0, '<p>w</p>', 1, ?5)
)sql"};
constexpr db::Query select_counters{"test.counters", R"sql(
    SELECT comment_count * 10000 + approved_count * 100 + respect_received
    FROM readers
    WHERE id = ?
)sql"};

std::vector<db::Migration> earlier_migrations()
{
    auto migrations = db::embedded_migrations();
    std::erase_if(migrations, [](const auto& one) { return one.version > version_before; });
    return migrations;
}

struct Cast : test::ForumCast {
    StoryId strike = story("ferry-strike");
    ReaderId bo = member("Bo Larkrise");

    ReaderId imported(const std::string& name, const std::string& mail)
    {
        return *write([&](db::Tx& tx) -> Result<ReaderId> {
            return readers::add_unclaimed_reader(tx, {name, mail, {}}, now());
        });
    }
};

} // namespace

TEST_CASE("comments that come in, and change their state there, are counted for their readers")
{
    Cast cast;
    const auto imported = cast.imported("Old Ada", "ada@old.example");
    auto remark = cast.remark(cast.strike, imported, 0);
    remark.respect_count = 4;
    cast.post(remark);
    remark.respect_count = 0;
    remark.state = CommentState::held;
    const auto waiting = cast.post(remark);
    remark.state = CommentState::spam;
    const auto spam = cast.post(remark);
    CHECK(cast.reader_now(imported).comment_count == 1);
    CHECK(cast.reader_now(imported).approved_count == 1);
    CHECK(cast.reader_now(imported).respect_received == 4);
    const auto becomes = [&](CommentId id, CommentState state) {
        (void)cast.write([&](db::Tx& tx) -> Result<int> {
            change_imported_state(tx, id, state);
            return 0;
        });
    };
    becomes(spam, CommentState::visible);
    becomes(spam, CommentState::visible);
    CHECK(cast.reader_now(imported).comment_count == 2);
    CHECK(cast.reader_now(imported).approved_count == 2);
    becomes(spam, CommentState::removed);
    CHECK(cast.reader_now(imported).comment_count == 1);
    CHECK(cast.reader_now(imported).approved_count == 1);
    // What waited over there has never been seen here: approving it counts.
    cast.settle(cast.strike);
    cast.decide(waiting, Action::approve).value();
    CHECK(cast.reader_now(imported).comment_count == 2);
    CHECK(cast.reader_now(imported).approved_count == 2);
}

TEST_CASE("a merged reader's comments follow their counters, which have gone along already")
{
    Cast cast;
    const auto imported = cast.imported("Old Bo", "bo@old.example");
    auto remark = cast.remark(cast.strike, imported, 0);
    remark.respect_count = 3;
    cast.post(remark);
    (void)cast.write([&](db::Tx& tx) -> Result<int> {
        return readers::claim_unclaimed(tx, cast.bo, "bo@old.example", cast.now());
    });
    CHECK(*cast.write([&](db::Tx& tx) {
        return reassign_comments(tx, imported, cast.bo, cast.now());
    }) == Progress::done);
    CHECK(cast.reader_now(cast.bo).comment_count == 1);
    CHECK(cast.reader_now(cast.bo).respect_received == 3);
    CHECK(cast.reader_now(imported).comment_count == 0);
}

TEST_CASE("a newsroom of before gets its imported readers' counters from the rows")
{
    test::TempDir dir;
    ManualClock clock{*parse_rfc3339("2026-11-23T12:00:00Z")};
    const auto file = dir.path() / "masthead.db";
    constexpr int unclaimed = 0, erased = 2;
    {
        auto before = db::sqlite::open_database(file, clock, earlier_migrations());
        (void)before->write([&](db::Tx& tx) -> Result<int> {
            tx.run(insert_reader, {10, unclaimed});
            tx.run(insert_reader, {11, erased});
            tx.run(insert_story, {});
            tx.run(insert_old, {100, 10, CommentState::visible, 3, ""});
            tx.run(insert_old, {101, 10, CommentState::visible, 4, ""});
            tx.run(insert_old, {102, 10, CommentState::held, 0, ""});
            tx.run(insert_old, {103, 10, CommentState::spam, 0, ""});
            tx.run(insert_old, {104, 10, CommentState::held, 1, "conversation.held"});
            tx.run(insert_old, {105, 10, CommentState::removed, 0, ""});
            tx.run(insert_old, {106, 11, CommentState::deleted, 5, ""});
            return 0;
        });
    }
    const auto after = db::sqlite::open_database(file, clock, db::embedded_migrations());
    const auto counters = [&](int reader) {
        return after->read([&](db::Snapshot& s) { return s.integer(select_counters, {reader}); });
    };
    CHECK(counters(10) == 2 * 10'000 + 3 * 100 + 8);
    CHECK(counters(11) == 0);
}

} // namespace masthead::comments
