#include "features/comments/import_comments.hpp"

#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "core/db/event_log.hpp"
#include "features/comments/comment_sql.hpp"
#include "features/stories/comment_counts.hpp"

#include <unordered_map>

namespace masthead::comments {

namespace {

constexpr int skeletons_a_read = 5'000;

// Imported texts were accepted elsewhere under other limits; they are kept whole up to this.
constexpr std::size_t imported_bytes_max = 4 * limits::comment_bytes_max;

std::vector<sql::Skeleton> all_skeletons(db::Snapshot& snapshot, StoryId story)
{
    std::vector<sql::Skeleton> all;
    for (;;) {
        const auto after = all.empty() ? CommentId{} : all.back().id;
        auto part = sql::skeletons_after(snapshot, story, after, skeletons_a_read);
        all.insert(all.end(), part.begin(), part.end());
        if (part.size() < skeletons_a_read)
            return all;
    }
}

bool leaves_a_line(CommentState state)
{
    return state == CommentState::removed || state == CommentState::deleted;
}

struct Settled {
    bool hidden = false; ///< nobody sees it or anything below it
    bool listed = false;
    int reply_count = 0;
};

// Parents get their ids before their replies: walking up the ids meets every parent first, walking
// down has counted all replies of a comment before it reaches the comment.
std::unordered_map<CommentId, Settled> settle(const std::vector<sql::Skeleton>& skeletons)
{
    std::unordered_map<CommentId, Settled> settled;
    for (const auto& one : skeletons) {
        const bool unseen = one.state == CommentState::held || one.state == CommentState::spam;
        const bool parent_hidden = one.parent && settled[one.parent].hidden;
        settled[one.id].hidden = unseen || parent_hidden;
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

stories::CommentCounts count(const std::vector<sql::Skeleton>& skeletons,
                             const std::unordered_map<CommentId, Settled>& settled)
{
    stories::CommentCounts counts;
    for (const auto& one : skeletons) {
        if (!settled.at(one.id).listed)
            continue;
        counts.threads += one.parent ? 0 : 1;
        if (one.state != CommentState::visible)
            continue;
        ++counts.comments;
        counts.last_comment_at = std::max(counts.last_comment_at, one.posted_at);
    }
    return counts;
}

} // namespace

std::optional<ImportedForm> find_imported_form(db::Snapshot& snapshot, CommentId id)
{
    return sql::find_form(snapshot, id);
}

void change_imported_state(db::Tx& tx, CommentId id, CommentState state)
{
    sql::set_state(tx, id, state);
}

Result<CommentId> add_imported_comment(db::Tx& tx, const ImportedComment& comment)
{
    if (trim(comment.html).empty())
        return refuse(Refusal::invalid, "comment.empty");
    if (comment.source.size() > imported_bytes_max || comment.html.size() > 2 * imported_bytes_max)
        return refuse(Refusal::too_large, "comment.too_long");
    const auto id = tx.new_id<CommentId>();
    sql::Place place{comment.story, id, 0};
    if (comment.parent) {
        const auto parent = sql::find_place(tx, comment.parent);
        // A parent from another story would attach this comment to a page its author never saw.
        if (!parent || parent->story != comment.story)
            return refuse(Refusal::not_found, "comment.parent_not_found");
        if (parent->depth + 1 >= limits::comment_depth_max)
            return refuse(Refusal::invalid, "comment.too_deep");
        place.thread = parent->thread;
        place.depth = parent->depth + 1;
    }
    sql::insert_comment(tx, id, place, comment);
    return id;
}

void settle_conversation(db::Tx& tx, StoryId story)
{
    const auto skeletons = all_skeletons(tx, story);
    const auto settled = settle(skeletons);
    for (const auto& one : skeletons) {
        const auto& now = settled.at(one.id);
        if (now.listed != one.listed || now.reply_count != one.reply_count)
            sql::set_listing(tx, one.id, now.listed, now.reply_count);
    }
    stories::set_comment_counts(tx, story, count(skeletons, settled));
}

void announce_imported(db::Tx& tx, StoryId story, Time now)
{
    db::append_event(tx, {event_imported, story.value(), story.value()}, now);
}

} // namespace masthead::comments
