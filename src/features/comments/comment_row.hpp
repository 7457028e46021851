#pragma once

#include "core/db/query.hpp"
#include "features/comments/comment.hpp"

/// The columns of a comment in the order read_comment reads them, with its author's joined.
#define MH_COMMENT_COLUMNS                                                                         \
    "SELECT c.id, c.story_id, c.reader_id, c.parent_id, c.thread_id, c.depth, c.state,"            \
    " c.featured, c.respect_count, c.reply_count, c.posted_at_ms, c.edited_at_ms, c.html,"         \
    " r.display_name, r.author_id FROM comments c JOIN readers r ON r.id = c.reader_id"

namespace masthead::comments {

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
    return comment;
}

} // namespace masthead::comments
