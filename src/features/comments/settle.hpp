#pragma once

#include "features/comments/comment_sql.hpp"
#include "features/stories/comment_counts.hpp"

#include <unordered_map>
#include <vector>

/// Pure rules of what of a conversation is listed, and what is counted. For this folder only.
namespace masthead::comments {

struct Settled {
    bool hidden = false; ///< nobody sees it or anything below it
    bool listed = false;
    int reply_count = 0;
};

/// Whether a comment in this state hides itself and all below it.
bool hides_below(CommentState state);
/// Whether a line stays in its place where replies hang on it.
bool leaves_a_line(CommentState state);

/// What ought to be listed and counted; `skeletons` are whole threads in order of id.
std::unordered_map<CommentId, Settled> settle(const std::vector<sql::Skeleton>& skeletons);

/// What a story's row says of these comments as they are listed now.
stories::CommentCounts count_listed(const std::vector<sql::Skeleton>& skeletons);

/// Gives them what `settled` says and writes what differs.
void write_settled(db::Tx& tx, std::vector<sql::Skeleton>& skeletons,
                   const std::unordered_map<CommentId, Settled>& settled);

} // namespace masthead::comments
