#include "features/comments/import_comments.hpp"

#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "core/db/event_log.hpp"
#include "features/comments/change_sql.hpp"
#include "features/comments/comment_sql.hpp"
#include "features/comments/settle.hpp"
#include "features/readers/edit_profile.hpp"
#include "features/stories/comment_counts.hpp"

namespace masthead::comments {

namespace {

constexpr int skeletons_a_read = 5'000;

// Imported texts were accepted elsewhere under other limits; they are kept whole up to this.
constexpr std::size_t imported_bytes_max = 4 * limits::comment_bytes_max;

// What a comment counts for its author, as posting and deciding count it: seen now, and let stand.
int counted(const sql::Standing& comment)
{
    return comment.state == CommentState::visible ? 1 : 0;
}
int trusted(const sql::Standing& comment)
{
    return comment.was_shown && comment.state != CommentState::removed ? 1 : 0;
}

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

} // namespace

std::optional<ImportedForm> find_imported_form(db::Snapshot& snapshot, CommentId id)
{
    return sql::find_form(snapshot, id);
}

void change_imported_state(db::Tx& tx, CommentId id, CommentState state)
{
    const auto before = sql::find_standing(tx, id);
    sql::set_state(tx, id, state);
    const auto after = sql::find_standing(tx, id);
    if (before && after)
        readers::count_comment(
            tx, after->reader,
            {counted(*after) - counted(*before), 0, trusted(*after) - trusted(*before)});
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
    const int seen = comment.state == CommentState::visible ? 1 : 0;
    readers::count_comment(tx, comment.reader, {seen, comment.respect_count, seen});
    return id;
}

void settle_conversation(db::Tx& tx, StoryId story)
{
    auto skeletons = all_skeletons(tx, story);
    write_settled(tx, skeletons, settle(skeletons));
    stories::set_comment_counts(tx, story, count_listed(skeletons));
}

void announce_imported(db::Tx& tx, StoryId story, Time now)
{
    db::append_event(tx, {event_imported, story.value(), story.value()}, now);
}

} // namespace masthead::comments
