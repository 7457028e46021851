#include "features/follows/activity.hpp"

#include "features/comments/comment.hpp"

#include <algorithm>

namespace masthead::follows {

namespace {

using comments::Stream;
using comments::StreamKind;

Stream reader_stream(ReaderId id)
{
    return {StreamKind::reader, id.value()};
}

Stream thread_stream(CommentId id)
{
    return {StreamKind::thread, id.value()};
}

Stream story_stream(StoryId id)
{
    return {StreamKind::story, id.value()};
}

bool changes_story_lists(const db::Event& event)
{
    return event.name == stories::event_published || event.name == stories::event_updated ||
           event.name == stories::event_withdrawn || event.name == stories::event_imported ||
           event.name == stories::event_taxonomy;
}

// Many comments at once, none of which is named.
bool changes_everything(const db::Event& event)
{
    return event.name == comments::event_imported || event.name == comments::event_conversation;
}

bool may_show_comments(const db::Event& event)
{
    return event.name == comments::event_posted || event.name == comments::event_held ||
           event.name == comments::event_restored;
}

std::vector<stories::Discussed> read_stories(db::Snapshot& snapshot, const FollowTarget& target)
{
    if (target.kind == FollowKind::author)
        return stories::discussed_in(snapshot, AuthorId{target.id});
    if (target.kind == FollowKind::section)
        return stories::discussed_in(snapshot, SectionId{target.id});
    if (target.kind == FollowKind::topic)
        return stories::discussed_in(snapshot, TopicId{target.id});
    return {};
}

} // namespace

std::vector<Time> Activity::View::newest_of(std::span<const Stream> streams)
{
    std::vector<std::optional<Time>> found;
    found.reserve(streams.size());
    {
        const std::lock_guard lock{activity_.mutex_};
        for (const auto& stream : streams)
            found.push_back(activity_.known(stream));
    }
    std::vector<Time> newest;
    newest.reserve(streams.size());
    for (std::size_t i = 0; i < streams.size(); ++i) {
        if (!found[i]) {
            const auto last = comments::find_places(
                snapshot_, streams[i], comments::Direction::older, comments::last_place(), 1);
            found[i] = last.empty() ? Time{} : last.front().at;
            activity_.remember(position_, streams[i], *found[i]);
        }
        newest.push_back(*found[i]);
    }
    return newest;
}

Activity::StoryList Activity::View::stories_of(const FollowTarget& target)
{
    const std::pair key{target.kind, target.id};
    {
        const std::lock_guard lock{activity_.mutex_};
        if (const auto found = activity_.story_lists_.find(key);
            found != activity_.story_lists_.end())
            return found->second;
    }
    auto list = read_stories(snapshot_, target);
    for (const auto& story : list)
        activity_.remember(position_, story_stream(story.story), story.last_comment_at);
    auto shared = std::make_shared<const std::vector<stories::Discussed>>(std::move(list));
    const std::lock_guard lock{activity_.mutex_};
    if (activity_.position_ == position_) {
        if (activity_.story_lists_.size() >= story_lists_max)
            activity_.story_lists_.clear();
        activity_.story_lists_.emplace(key, shared);
    }
    return shared;
}

Activity::View Activity::look(db::Snapshot& snapshot)
{
    const auto end = db::last_event_position(snapshot);
    const std::lock_guard lock{mutex_};
    if (end - position_ > events_behind_max || is_empty()) {
        forget_everything();
        position_ = std::max(position_, end);
    }
    // An older view than somebody else's has nothing to teach: it only looks.
    while (position_ < end) {
        const auto events = db::events_after(snapshot, position_, events_behind_max);
        for (const auto& event : events)
            learn(snapshot, event);
        position_ = events.empty() ? end : events.back().position;
    }
    return {*this, snapshot, end};
}

void Activity::learn(db::Snapshot& snapshot, const db::Event& event)
{
    if (changes_story_lists(event))
        story_lists_.clear();
    if (changes_everything(event))
        forget_everything();
    if (!may_show_comments(event))
        return;
    const auto comment = comments::find_streams_of(snapshot, CommentId{event.subject_id});
    if (!comment)
        return;
    raise(reader_stream(comment->reader), comment->posted_at);
    // A comment that comes back brings along what hangs below it.
    if (comment->posted_at != event.happened_at) {
        forget(thread_stream(comment->thread));
        forget(story_stream(comment->story));
        return;
    }
    raise(thread_stream(comment->thread), comment->posted_at);
    raise(story_stream(comment->story), comment->posted_at);
}

void Activity::raise(const Stream& stream, Time at)
{
    auto& times = times_[static_cast<std::size_t>(stream.kind)];
    const auto found = times.find(stream.id);
    if (found != times.end() && found->second < at)
        found->second = at;
}

void Activity::forget(const Stream& stream)
{
    times_[static_cast<std::size_t>(stream.kind)].erase(stream.id);
}

void Activity::forget_everything()
{
    for (auto& times : times_)
        times.clear();
    story_lists_.clear();
}

bool Activity::is_empty() const
{
    return std::ranges::all_of(times_, [](const auto& times) { return times.empty(); }) &&
           story_lists_.empty();
}

std::optional<Time> Activity::known(const Stream& stream) const
{
    const auto& times = times_[static_cast<std::size_t>(stream.kind)];
    const auto found = times.find(stream.id);
    return found == times.end() ? std::nullopt : std::optional{found->second};
}

void Activity::remember(std::int64_t position, const Stream& stream, Time at)
{
    const std::lock_guard lock{mutex_};
    // What an older view saw may have been overtaken by an event that found nothing to raise.
    if (position_ != position)
        return;
    std::size_t size = 0;
    for (const auto& times : times_)
        size += times.size();
    if (size >= times_max) {
        for (auto& times : times_)
            times.clear();
    }
    times_[static_cast<std::size_t>(stream.kind)].insert_or_assign(stream.id, at);
}

} // namespace masthead::follows
