#include "features/follows/change_follows.hpp"

#include "core/db/event_log.hpp"
#include "features/comments/find_followed.hpp"
#include "features/follows/find_follows.hpp"
#include "features/follows/follow_sql.hpp"
#include "features/readers/reader.hpp"
#include "features/stories/find_stories.hpp"

namespace masthead::follows {

namespace {

bool is_public_story(db::Snapshot& snapshot, StoryId id)
{
    const auto story = stories::find_story(snapshot, id);
    return story && story->state == stories::StoryState::published &&
           story->kind == stories::StoryKind::story;
}

bool is_there(db::Snapshot& snapshot, const FollowTarget& target)
{
    switch (target.kind) {
    case FollowKind::reader: {
        const auto reader = readers::find_reader(snapshot, ReaderId{target.id});
        return reader && reader->is_active();
    }
    case FollowKind::thread: return comments::is_seen_thread(snapshot, CommentId{target.id});
    case FollowKind::story: return is_public_story(snapshot, StoryId{target.id});
    case FollowKind::author: return stories::find_author(snapshot, AuthorId{target.id}).has_value();
    case FollowKind::section:
        return stories::find_section(snapshot, SectionId{target.id}).has_value();
    case FollowKind::topic: return stories::find_topic(snapshot, TopicId{target.id}).has_value();
    }
    return false;
}

Result<void> check(db::Snapshot& snapshot, const ChangeFollow& command)
{
    const auto reader = readers::find_reader(snapshot, command.reader);
    if (!reader || !reader->is_active())
        return refuse(Refusal::not_found, "reader.not_found");
    if (command.target == FollowTarget::reader(command.reader))
        return refuse(Refusal::invalid, "follow.self");
    if (!is_there(snapshot, command.target))
        return refuse(Refusal::not_found, "follow.gone");
    if (command.target.kind == FollowKind::reader &&
        readers::is_blocked_between(snapshot, command.reader, command.target.as_reader()))
        return refuse(Refusal::not_allowed, "follow.blocked");
    if (sql::count_follows(snapshot, command.reader, follows_max) >= follows_max)
        return refuse(Refusal::too_many, "follow.too_many");
    return {};
}

void announce(db::Tx& tx, std::string_view event, const Follow& follow, Time now)
{
    db::append_event(tx, {event, follow.id.value()}, now);
    if (follow.target.kind == FollowKind::reader)
        db::append_event(tx, {event_followers, follow.target.id}, now);
}

void remove(db::Tx& tx, const Follow& follow, Time now)
{
    sql::remove(tx, follow.id);
    announce(tx, event_removed, follow, now);
}

} // namespace

Result<FollowId> follow(db::Tx& tx, const ChangeFollow& command, Time now)
{
    if (const auto present = sql::find(tx, command.reader, command.target))
        return present->id;
    const auto checked = check(tx, command);
    if (!checked)
        return checked.error();
    const Follow added{tx.new_id<FollowId>(), command.reader, command.target, now};
    sql::insert(tx, added);
    announce(tx, added.target.kind == FollowKind::reader ? event_reader_followed : event_added,
             added, now);
    return added.id;
}

Result<void> unfollow(db::Tx& tx, const ChangeFollow& command, Time now)
{
    if (const auto present = sql::find(tx, command.reader, command.target))
        remove(tx, *present, now);
    return {};
}

Result<void> remove_follower(db::Tx& tx, const RemoveFollower& command, Time now)
{
    return unfollow(tx, {command.follower, FollowTarget::reader(command.reader)}, now);
}

Result<void> block_reader(db::Tx& tx, const readers::KeepAway& command, Time now)
{
    const auto blocked = readers::block_reader(tx, command, now);
    if (!blocked)
        return blocked;
    (void)unfollow(tx, {command.reader, FollowTarget::reader(command.other)}, now);
    return remove_follower(tx, {command.reader, command.other}, now);
}

} // namespace masthead::follows
