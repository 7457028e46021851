#include "features/comments/post_sql.hpp"

namespace masthead::comments::sql {

namespace {

constexpr db::Query select_reply_to{"comments.reply_to", R"sql(
    SELECT story_id, thread_id, depth, state, listed, reader_id
    FROM comments
    WHERE id = ?
)sql"};

constexpr db::Query select_submission{"comments.submission", R"sql(
    SELECT id, state, held_reason, posted_at_ms
    FROM comments
    WHERE reader_id = ?
      AND submission_key = ?
)sql"};

constexpr db::Query select_recent{"comments.recent_of_reader", R"sql(
    SELECT posted_at_ms, story_id
    FROM comments
    WHERE reader_id = ?
      AND posted_at_ms > ?
    ORDER BY posted_at_ms DESC
    LIMIT ?
)sql"};

constexpr db::Query select_any{"comments.any_of_reader", R"sql(
    SELECT 1
    FROM comments
    WHERE reader_id = ?
    LIMIT 1
)sql"};

constexpr db::Query insert_row{"comments.post", R"sql(
    INSERT INTO comments (id, story_id, reader_id, parent_id, thread_id, depth, state, listed,
                          featured, respect_count, reply_count, posted_at_ms, edited_at_ms,
                          submission_key, source, source_format, html, html_version,
                          quote_kind, quote_comment_id, quote_exact, quote_prefix, quote_suffix,
                          held_reason, is_first, by_new_reader, was_shown)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?, 0, ?, ?, 1, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)
)sql"};

constexpr db::Query insert_mention{"comment_mentions.insert", R"sql(
    INSERT INTO comment_mentions (comment_id, reader_id)
    VALUES (?, ?)
    ON CONFLICT (comment_id, reader_id) DO NOTHING
)sql"};

constexpr db::Query insert_network_row{"comment_networks.insert", R"sql(
    INSERT INTO comment_networks (comment_id, reader_id, sealed, recorded_at_ms)
    VALUES (?, ?, ?, ?)
)sql"};

constexpr db::Query select_words{"comments.words", R"sql(
    SELECT source, html
    FROM comments
    WHERE id = ?
)sql"};

constexpr db::Query insert_version_row{"comment_edits.insert", R"sql(
    INSERT INTO comment_edits (comment_id, version, source, html, written_at_ms, was_public)
    VALUES (?, ?, ?, ?, ?, ?)
)sql"};

constexpr db::Query update_words_row{"comments.set_words", R"sql(
    UPDATE comments
    SET source = ?,
        source_format = ?,
        html = ?
    WHERE id = ?
)sql"};

constexpr db::Query update_edited{"comments.set_edited", R"sql(
    UPDATE comments
    SET edit_count = ?,
        edited_at_ms = ?,
        reviewed = 0
    WHERE id = ?
)sql"};

} // namespace

std::optional<ReplyTo> find_reply_to(db::Snapshot& snapshot, CommentId parent)
{
    return snapshot.find(select_reply_to, {parent}, [](const db::Row& row) {
        const bool seen = row.as<CommentState>(3) == CommentState::visible && row.flag(4);
        return ReplyTo{row.id<StoryId>(0), row.id<CommentId>(1), static_cast<int>(row.integer(2)),
                       seen, row.id<ReaderId>(5)};
    });
}

std::optional<Posted> find_submission(db::Snapshot& snapshot, ReaderId reader, std::string_view key)
{
    return snapshot.find(select_submission, {reader, key}, [](const db::Row& row) {
        Posted posted;
        posted.id = row.id<CommentId>(0);
        posted.state = row.as<CommentState>(1);
        posted.reason = row.string(2);
        posted.posted_at = row.time(3);
        posted.was_there = true;
        return posted;
    });
}

std::vector<Recent> recent_of(db::Snapshot& snapshot, ReaderId reader, Time since, int limit)
{
    return snapshot.list(select_recent, {reader, since, limit}, [](const db::Row& row) {
        return Recent{row.time(0), row.id<StoryId>(1)};
    });
}

bool has_commented(db::Snapshot& snapshot, ReaderId reader)
{
    return snapshot.integer(select_any, {reader}) == 1;
}

void insert_post(db::Tx& tx, const PostComment& command, const NewRow& row, Time now)
{
    const Quote none;
    const auto& quote = command.quote ? *command.quote : none;
    const auto kind = command.quote ? static_cast<int>(quote.kind) : 0;
    const bool seen = row.state == CommentState::visible;
    tx.run(insert_row, {row.id,
                        command.story,
                        command.reader,
                        command.parent,
                        row.thread,
                        row.depth,
                        row.state,
                        seen,
                        now,
                        command.submission_key,
                        command.text.source,
                        command.text.html,
                        kind,
                        quote.comment,
                        quote.exact,
                        quote.prefix,
                        quote.suffix,
                        row.held_reason,
                        row.is_first,
                        row.by_new_reader,
                        seen});
}

void add_mention(db::Tx& tx, CommentId comment, ReaderId reader)
{
    tx.run(insert_mention, {comment, reader});
}

void insert_network(db::Tx& tx, CommentId comment, ReaderId reader, std::string_view sealed,
                    Time now)
{
    tx.run(insert_network_row, {comment, reader, sealed, now});
}

std::optional<Words> find_words(db::Snapshot& snapshot, CommentId id)
{
    return snapshot.find(select_words, {id}, [](const db::Row& row) {
        return Words{row.string(0), row.string(1)};
    });
}

void insert_version(db::Tx& tx, CommentId id, int version, const Words& words, Time written_at,
                    CommentState state)
{
    tx.run(insert_version_row,
           {id, version, words.source, words.html, written_at, state == CommentState::visible});
}

void update_words(db::Tx& tx, CommentId id, const Words& words, CommentFormat format)
{
    tx.run(update_words_row, {words.source, format, words.html, id});
}

void set_edited(db::Tx& tx, CommentId id, int edit_count, Time at)
{
    tx.run(update_edited, {edit_count, at, id});
}

} // namespace masthead::comments::sql
