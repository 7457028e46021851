#pragma once

#include "features/comments/find_comments.hpp"

#include <vector>

/// Pure rules of what a page shows of a conversation: no SQL, no clock.
namespace masthead::comments {

/// The place of a listed comment in its thread.
struct TreeSeat {
    CommentId id;
    CommentId parent;
    Time posted_at{};
};

/// How many first replies each of `reply_counts` threads shows when `room` replies fit the page:
/// every thread gets its first before any gets its second, at most `each_max`.
std::vector<int> share_room(const std::vector<int>& reply_counts, int room, int each_max);

/// The seats below `root` in reading order (each followed by all below it, siblings oldest first),
/// down to limits::comment_depth_shown_max levels under it. Seats whose parent is absent are left
/// out. Time: O(n log n); no recursion.
std::vector<TreeSeat> reading_order(std::vector<TreeSeat> seats, CommentId root);

/// Hangs `shown` (any order) below `root` as a tree; a comment whose parent is not shown hangs
/// under its nearest shown ancestor among `seats`, or under the root. Sets hidden_replies so that
/// every listed reply is either shown or counted where the page would show it.
CommentNode build_tree(Comment root, std::vector<Comment> shown,
                       const std::vector<TreeSeat>& seats);

/// Cuts branches below limits::comment_depth_shown_max levels under the root and marks where they
/// continue.
void cut_depth(CommentNode& root);

} // namespace masthead::comments
