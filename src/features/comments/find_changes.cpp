#include "features/comments/find_changes.hpp"

#include "core/base/limits.hpp"
#include "features/comments/change_sql.hpp"
#include "features/comments/settle.hpp"
#include "features/comments/thread_sql.hpp"
#include "features/stories/find_stories.hpp"

#include <map>
#include <set>

namespace masthead::comments {

namespace {

// A thread that is larger is not looked through for what hangs below one of its comments.
constexpr int thread_walked_max = 2'000;

/// What events say of one comment.
struct Touched {
    bool shown = false;
    bool hidden = false;
    bool words = false;
    bool respect = false;
};

void note(std::map<CommentId, Touched>& all, const db::Event& event)
{
    auto& touched = all[CommentId{event.subject_id}];
    touched.shown |= event.name == event_posted || event.name == event_restored;
    touched.hidden |=
        event.name == event_held || event.name == event_removed || event.name == event_deleted;
    touched.words |= event.name == event_edited || event.name == event_featured;
    touched.respect |= event.name == event_respected;
}

/// Gathers what is to be told, each comment once.
class Teller {
public:
    Teller(db::Snapshot& snapshot, StoryId story) : snapshot_(snapshot), story_(story) {}

    void look_at(CommentId id, const Touched& touched)
    {
        const auto comment = sql::find_standing(snapshot_, id);
        if (!comment || comment->story != story_)
            return;
        const bool is_seen = comment->state == CommentState::visible;
        // Whatever becomes of words that nobody has read is nobody's business.
        if (!is_seen && !comment->was_shown)
            return;
        if (!is_seen)
            removed_.insert(id);
        else if (comment->listed && touched.shown)
            posted_.insert_or_assign(id, *comment);
        else if (comment->listed && (touched.words || touched.hidden))
            edited_.insert(id);
        if (is_seen && comment->listed && touched.respect)
            respect_.insert_or_assign(id, comment->respect_count);
        if (!touched.shown && !touched.hidden)
            return;
        threads_.insert(comment->thread);
        look_above(*comment);
        if (comment->reply_count > 0 || hides_below(comment->state) || touched.shown)
            look_below(*comment);
        look_at_quotes_of(id);
    }

    ConversationChanges told()
    {
        ConversationChanges changes;
        for (const auto& [id, comment] : posted_) {
            changes.posted.push_back({id, comment.parent, comment.thread});
            edited_.erase(id);
        }
        changes.edited.assign(edited_.begin(), edited_.end());
        changes.removed.assign(removed_.begin(), removed_.end());
        for (const auto& [id, count] : respect_) {
            if (!posted_.contains(id))
                changes.respect.push_back({id, count});
        }
        for (const auto id : threads_) {
            const auto thread = sql::find_standing(snapshot_, id);
            // Of a thread that is told as new nobody can hold another number.
            if (thread && thread->listed && (thread->reply_count > 0 || !posted_.contains(id)))
                changes.threads.push_back({id, thread->reply_count});
        }
        const auto named = changes.posted.size() + changes.edited.size() + changes.removed.size() +
                           changes.respect.size();
        changes.too_much = too_much_ || named > comments_told_max;
        return changes;
    }

private:
    // A line stands only while replies hang on it: it comes and goes with them.
    void look_above(const sql::Standing& comment)
    {
        auto above = comment.parent;
        for (int level = 0; above && level < limits::comment_depth_max; ++level) {
            const auto line = sql::find_standing(snapshot_, above);
            if (!line || !leaves_a_line(line->state) || !line->was_shown)
                return;
            if (line->listed)
                posted_.insert_or_assign(line->id, *line);
            else
                removed_.insert(line->id);
            above = line->parent;
        }
    }

    // What hangs below goes and comes with it.
    void look_below(const sql::Standing& comment)
    {
        const auto below = sql::thread_skeletons_after(snapshot_, comment.thread, comment.id,
                                                       thread_walked_max + 1);
        if (below.size() > thread_walked_max) {
            too_much_ = true;
            return;
        }
        std::set<CommentId> branch{comment.id};
        for (const auto& one : below) {
            if (!branch.contains(one.parent))
                continue;
            branch.insert(one.id);
            if (branch.size() > comments_told_max) {
                too_much_ = true;
                return;
            }
            if (one.listed)
                note_back(one.id);
            look_at_quotes_of(one.id);
        }
    }

    void note_back(CommentId id)
    {
        if (auto comment = sql::find_standing(snapshot_, id))
            posted_.insert_or_assign(id, std::move(*comment));
    }

    void look_at_quotes_of(CommentId id)
    {
        const auto quoting = sql::quoting_comments(snapshot_, story_, id, comments_told_max + 1);
        edited_.insert(quoting.begin(), quoting.end());
    }

    db::Snapshot& snapshot_;
    const StoryId story_;
    std::map<CommentId, sql::Standing> posted_;
    std::set<CommentId> edited_;
    std::set<CommentId> removed_;
    std::map<CommentId, int> respect_;
    std::set<CommentId> threads_;
    bool too_much_ = false;
};

bool is_about_one_comment(std::string_view name)
{
    return name == event_posted || name == event_held || name == event_edited ||
           name == event_removed || name == event_restored || name == event_deleted ||
           name == event_respected || name == event_featured;
}

bool changes_everything(std::string_view name)
{
    return name == event_imported || name == event_settled || name == stories::event_withdrawn;
}

ConversationChanges too_much(StoryId story, std::int64_t position)
{
    ConversationChanges changes;
    changes.story = story;
    changes.position = position;
    changes.too_much = true;
    return changes;
}

} // namespace

ConversationChanges find_changes(db::Snapshot& snapshot, StoryId story,
                                 std::span<const db::Event> events)
{
    std::map<CommentId, Touched> touched;
    std::int64_t position = 0;
    bool mode_changed = false;
    for (const auto& event : events) {
        position = std::max(position, event.position);
        if (changes_everything(event.name))
            return too_much(story, events.back().position);
        if (is_about_one_comment(event.name))
            note(touched, event);
        mode_changed = mode_changed || event.name == event_conversation;
    }
    const auto found = stories::find_story(snapshot, story);
    if (!found || found->state != stories::StoryState::published ||
        touched.size() > comments_told_max)
        return too_much(story, position);
    Teller teller{snapshot, story};
    for (const auto& [id, what] : touched)
        teller.look_at(id, what);
    auto changes = teller.told();
    changes.story = story;
    changes.position = position;
    changes.count = found->comment_count;
    changes.mode_changed = mode_changed;
    return changes;
}

ConversationChanges find_changes_after(db::Snapshot& snapshot, StoryId story, std::int64_t position)
{
    const auto last = db::last_event_position(snapshot);
    if (position < db::first_event_position(snapshot) - 1 || position > last)
        return too_much(story, last);
    const auto events =
        db::story_events_after(snapshot, story.value(), position, events_told_max + 1);
    if (events.size() > events_told_max)
        return too_much(story, last);
    auto changes = find_changes(snapshot, story, events);
    changes.position = last;
    return changes;
}

std::vector<CommentNode> find_listed_of(db::Snapshot& snapshot, StoryId story,
                                        std::span<const CommentId> ids)
{
    std::vector<CommentNode> nodes;
    for (const auto id : ids.first(std::min(ids.size(), comments_asked_max))) {
        auto comment = sql::find_listed(snapshot, story, id);
        if (!comment)
            continue;
        CommentNode node;
        if (comment->parent) {
            const auto parent = sql::find_listed(snapshot, story, comment->parent);
            node.parent_name = parent ? parent->author_name : "";
        }
        node.continues =
            comment->depth >= limits::comment_depth_shown_max && comment->reply_count > 0;
        node.hidden_replies = node.continues ? comment->reply_count : 0;
        node.comment = std::move(*comment);
        nodes.push_back(std::move(node));
    }
    return nodes;
}

} // namespace masthead::comments
