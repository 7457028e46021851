#include "features/comments/settle.hpp"

#include <algorithm>

namespace masthead::comments {

bool hides_below(CommentState state)
{
    return state == CommentState::held || state == CommentState::spam;
}

bool leaves_a_line(CommentState state)
{
    return state == CommentState::removed || state == CommentState::deleted;
}

// Parents get their ids before their replies: walking up the ids meets every parent first, walking
// down has counted all replies of a comment before it reaches the comment.
std::unordered_map<CommentId, Settled> settle(const std::vector<sql::Skeleton>& skeletons)
{
    std::unordered_map<CommentId, Settled> settled;
    for (const auto& one : skeletons) {
        const bool parent_hidden = one.parent && settled[one.parent].hidden;
        settled[one.id].hidden = hides_below(one.state) || parent_hidden;
    }
    for (auto one = skeletons.rbegin(); one != skeletons.rend(); ++one) {
        auto& mine = settled[one->id];
        mine.listed = !mine.hidden && (one->state == CommentState::visible ||
                                       (leaves_a_line(one->state) && mine.reply_count > 0));
        if (one->parent)
            settled[one->parent].reply_count += mine.reply_count + (mine.listed ? 1 : 0);
    }
    return settled;
}

stories::CommentCounts count_listed(const std::vector<sql::Skeleton>& skeletons)
{
    stories::CommentCounts counts;
    for (const auto& one : skeletons) {
        if (!one.listed)
            continue;
        counts.threads += one.parent ? 0 : 1;
        if (one.state != CommentState::visible)
            continue;
        ++counts.comments;
        counts.last_comment_at = std::max(counts.last_comment_at, one.posted_at);
    }
    return counts;
}

void write_settled(db::Tx& tx, std::vector<sql::Skeleton>& skeletons,
                   const std::unordered_map<CommentId, Settled>& settled)
{
    for (auto& one : skeletons) {
        const auto& now = settled.at(one.id);
        if (now.listed == one.listed && now.reply_count == one.reply_count)
            continue;
        sql::set_listing(tx, one.id, now.listed, now.reply_count);
        one.listed = now.listed;
        one.reply_count = now.reply_count;
    }
}

} // namespace masthead::comments
