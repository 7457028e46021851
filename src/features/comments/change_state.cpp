#include "features/comments/change_state.hpp"

#include "features/comments/settle.hpp"
#include "features/readers/edit_profile.hpp"
#include "features/stories/comment_counts.hpp"

namespace masthead::comments {

namespace {

constexpr int skeletons_a_read = 5'000;

std::vector<sql::Skeleton> skeletons_of_thread(db::Snapshot& snapshot, CommentId thread)
{
    std::vector<sql::Skeleton> all;
    for (;;) {
        const auto after = all.empty() ? CommentId{} : all.back().id;
        auto part = sql::thread_skeletons_after(snapshot, thread, after, skeletons_a_read);
        all.insert(all.end(), part.begin(), part.end());
        if (part.size() < skeletons_a_read)
            return all;
    }
}

void settle_thread(db::Tx& tx, const sql::Standing& comment, CommentState to)
{
    auto skeletons = skeletons_of_thread(tx, comment.thread);
    const auto before = count_listed(skeletons);
    for (auto& one : skeletons) {
        if (one.id == comment.id)
            one.state = to;
    }
    write_settled(tx, skeletons, settle(skeletons));
    const auto after = count_listed(skeletons);
    for (const auto& one : skeletons) {
        if (one.id == comment.id)
            sql::set_shown(tx, one.id, {to, one.listed});
    }
    stories::add_comment_counts(
        tx, comment.story,
        {after.comments - before.comments, after.threads - before.threads, after.last_comment_at});
}

// Nothing but the comment itself and the counts above it can change: no comment hides or shows
// what hangs below, and what stands above it stays whatever becomes of this one.
bool is_simple(db::Snapshot& snapshot, const sql::Standing& comment, CommentState to)
{
    if (hides_below(comment.state))
        return false;
    if (comment.reply_count > 0)
        return comment.listed && !hides_below(to);
    return !comment.parent || sql::is_plainly_shown(snapshot, comment.parent);
}

void change_alone(db::Tx& tx, const sql::Standing& comment, CommentState to)
{
    const bool seen = to == CommentState::visible;
    const bool listed = seen || (comment.reply_count > 0 && leaves_a_line(to));
    const bool was_seen = comment.listed && comment.state == CommentState::visible;
    const int step = static_cast<int>(listed) - static_cast<int>(comment.listed);
    sql::set_shown(tx, comment.id, {to, listed});
    if (comment.parent && step != 0) {
        const auto depth = sql::depth_of(tx, comment.parent);
        sql::add_replies_above(tx, {comment.parent, comment.thread, depth}, step);
    }
    stories::add_comment_counts(tx, comment.story,
                                {static_cast<int>(seen) - static_cast<int>(was_seen),
                                 comment.parent ? 0 : step, seen ? comment.posted_at : Time{}});
}

} // namespace

void change_state(db::Tx& tx, const sql::Standing& comment, CommentState to)
{
    if (comment.state == to)
        return;
    if (is_simple(tx, comment, to))
        change_alone(tx, comment, to);
    else
        settle_thread(tx, comment, to);
    stories::set_last_comment_at(tx, comment.story, sql::newest_seen(tx, comment.story));
    const int own = static_cast<int>(to == CommentState::visible) -
                    static_cast<int>(comment.state == CommentState::visible);
    if (own != 0)
        readers::count_comment(tx, comment.reader, {own, 0, 0});
}

} // namespace masthead::comments
