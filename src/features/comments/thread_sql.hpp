#pragma once

#include "core/db/transaction.hpp"
#include "features/comments/comment_tree.hpp"
#include "features/comments/find_comments.hpp"

#include <optional>
#include <vector>

/// Reading statements of the comments table. Nobody outside this folder includes it.
namespace masthead::comments::sql {

struct Stretch {
    int limit = 50;
    int offset = 0;
};

/// More of one thread than this is never walked in memory for one page.
inline constexpr int thread_seats_max = 20'000;

int count_threads(db::Snapshot& snapshot, StoryId story);
int count_newer_threads(db::Snapshot& snapshot, const Comment& thread);
std::vector<Comment> threads(db::Snapshot& snapshot, StoryId story, Sort sort, Stretch stretch);
std::vector<Comment> first_replies(db::Snapshot& snapshot, CommentId thread, int limit);
std::vector<TreeSeat> thread_seats(db::Snapshot& snapshot, CommentId thread);
std::optional<Comment> find_listed(db::Snapshot& snapshot, StoryId story, CommentId id);
/// Comments to be seen under the story that quote this one.
std::vector<CommentId> quoting_comments(db::Snapshot& snapshot, StoryId story, CommentId quoted,
                                        int limit);
std::optional<Comment> most_respected(db::Snapshot& snapshot, StoryId story);

} // namespace masthead::comments::sql
