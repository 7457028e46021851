#pragma once

#include "core/db/query.hpp"
#include "features/comments/comment.hpp"
#include "features/readers/reader.hpp"

/// The columns of a comment in the order read_comment reads them, with its author's joined.
#define MH_COMMENT_FIELDS                                                                          \
    "SELECT c.id, c.story_id, c.reader_id, c.parent_id, c.thread_id, c.depth, c.state,"            \
    " c.featured, c.respect_count, c.reply_count, c.posted_at_ms, c.edited_at_ms, c.html,"         \
    " r.display_name, r.author_id, r.state, r.staff_id, r.supporter_since_ms, r.shows_supporter,"  \
    " c.is_first, c.quote_kind, c.quote_comment_id, c.quote_exact, c.quote_prefix,"                \
    " c.quote_suffix, q.state, q.listed, q.reader_id, qr.display_name"

/// The comment quoted is joined, for its words may be shown only while it is to be seen itself.
#define MH_COMMENT_FROM                                                                            \
    " FROM comments c JOIN readers r ON r.id = c.reader_id"                                        \
    " LEFT JOIN comments q ON q.id = c.quote_comment_id"                                           \
    " LEFT JOIN readers qr ON qr.id = q.reader_id"

#define MH_COMMENT_COLUMNS MH_COMMENT_FIELDS MH_COMMENT_FROM

namespace masthead::comments {

/// Number of columns that MH_COMMENT_FIELDS names.
inline constexpr int comment_columns = 29;

/// The quote of a row, if its words may be shown.
inline std::optional<ShownQuote> read_quote(const db::Row& row)
{
    if (row.integer(20) == 0 || row.text(22).empty())
        return std::nullopt;
    ShownQuote shown;
    shown.quote = {row.as<QuoteKind>(20), row.id<CommentId>(21), row.string(22), row.string(23),
                   row.string(24)};
    if (shown.quote.kind == QuoteKind::story)
        return shown;
    const bool is_seen =
        !row.is_null(25) && row.as<CommentState>(25) == CommentState::visible && row.flag(26);
    if (!is_seen)
        return std::nullopt;
    shown.author = row.id<ReaderId>(27);
    shown.author_name = row.string(28);
    return shown;
}

inline Comment read_comment(const db::Row& row)
{
    Comment comment;
    comment.id = row.id<CommentId>(0);
    comment.story = row.id<StoryId>(1);
    comment.reader = row.id<ReaderId>(2);
    comment.parent = row.id<CommentId>(3);
    comment.thread = row.id<CommentId>(4);
    comment.depth = static_cast<int>(row.integer(5));
    comment.state = row.as<CommentState>(6);
    comment.featured = row.flag(7);
    comment.respect_count = static_cast<int>(row.integer(8));
    comment.reply_count = static_cast<int>(row.integer(9));
    comment.posted_at = row.time(10);
    comment.edited_at = row.time(11);
    comment.html = row.string(12);
    comment.author_name = row.string(13);
    comment.staff_author = row.id<AuthorId>(14);
    comment.author_erased = row.as<readers::ReaderState>(15) == readers::ReaderState::erased;
    comment.marks = {!row.is_null(16), row.integer(17) > 0 && row.flag(18), row.flag(19)};
    comment.quote = read_quote(row);
    return comment;
}

} // namespace masthead::comments
