#pragma once

#include "features/comments/comment_row.hpp"
#include "features/comments/find_own.hpp"

/// A comment with the columns that read_own reads behind those of read_comment.
#define MH_OWN_FIELDS MH_COMMENT_FIELDS ", c.source, c.held_reason, c.decision_id"
#define MH_OWN_COLUMNS MH_OWN_FIELDS MH_COMMENT_FROM

namespace masthead::comments {

/// Number of columns that MH_OWN_FIELDS names.
inline constexpr int own_columns = comment_columns + 3;

inline OwnComment read_own(const db::Row& row)
{
    OwnComment own;
    own.comment = read_comment(row);
    own.source = row.string(comment_columns);
    if (own.comment.state == CommentState::held)
        own.held_reason = row.string(comment_columns + 1);
    own.decision = row.id<DecisionId>(comment_columns + 2);
    return own;
}

/// What a comment said before its edits, oldest first.
std::vector<Version> versions_before(db::Snapshot& snapshot, CommentId id);

} // namespace masthead::comments
