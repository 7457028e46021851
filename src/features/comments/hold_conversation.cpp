#include "core/db/event_log.hpp"
#include "core/db/job_queue.hpp"
#include "features/comments/decide_comment.hpp"
#include "features/comments/import_comments.hpp"
#include "features/comments/weigh.hpp"
#include "features/readers/edit_profile.hpp"

namespace masthead::comments {

namespace {

// What was held and told, and is shown again: its author is still to be told that.
constexpr std::string_view reason_released = "conversation.released";

constexpr db::Query select_authors{"comments.authors_by_state", R"sql(
    SELECT reader_id, COUNT(*)
    FROM comments
    WHERE story_id = ?
      AND state = ?
      AND (held_reason = ? OR state = 0)
    GROUP BY reader_id
    LIMIT 1000000
)sql"};

constexpr db::Query update_hold_all{"comments.hold_all", R"sql(
    UPDATE comments
    SET state = 1,
        held_reason = ?,
        decision_id = NULL
    WHERE story_id = ?
      AND state = 0
)sql"};

constexpr db::Query update_release_all{"comments.release_all", R"sql(
    UPDATE comments
    SET state = 0,
        held_reason = CASE WHEN decision_id IS NULL THEN '' ELSE ? END
    WHERE story_id = ?
      AND state = 1
      AND held_reason = ?
)sql"};

constexpr db::Query select_untold{"comments.untold", R"sql(
    SELECT id, reader_id, state
    FROM comments
    WHERE story_id = ?
      AND ((state = 1 AND held_reason = ? AND decision_id IS NULL) OR held_reason = ?)
    ORDER BY id
    LIMIT ?
)sql"};

constexpr db::Query update_told{"comments.told", R"sql(
    UPDATE comments
    SET held_reason = ''
    WHERE id = ?
      AND held_reason = ?
)sql"};

struct Untold {
    CommentId comment;
    ReaderId reader;
    CommentState state = CommentState::held;
};

// Which conversation, and who decides on it.
struct Actor {
    StoryId story;
    StaffId staff;
};

Result<std::int64_t> announce(db::Tx& tx, const db::NewEvent& event, Time now)
{
    db::append_event(tx, event, now);
    return db::last_event_position(tx);
}

void count_authors(db::Tx& tx, StoryId story, CommentState from, int sign)
{
    struct Author {
        ReaderId reader;
        int comments;
    };
    const auto authors =
        tx.list(select_authors, {story, from, reason_conversation}, [](const db::Row& row) {
            return Author{row.id<ReaderId>(0), static_cast<int>(row.integer(1))};
        });
    for (const auto& author : authors)
        readers::count_comment(tx, author.reader, {sign * author.comments, 0, 0});
}

void owe_statements(db::Tx& tx, const Actor& actor, Time now)
{
    const auto payload = R"({"story":")" + to_string(actor.story) + R"(","staff":")" +
                         to_string(actor.staff) + R"("})";
    db::add_job(tx, {job_tell_held, payload, now});
}

Result<HeldAll> settled(db::Tx& tx, const Actor& actor, std::int64_t comments, Time now)
{
    if (comments > 0) {
        settle_conversation(tx, actor.story);
        owe_statements(tx, actor, now);
    }
    const auto story = actor.story.value();
    const auto position = announce(tx, {event_settled, story, story}, now);
    return HeldAll{static_cast<int>(comments), *position};
}

} // namespace

Result<std::int64_t> change_conversation(db::Tx& tx, const ChangeConversation& command, Time now)
{
    const auto set = stories::set_story_mode(tx, command.story, command.change);
    if (!set)
        return set.error();
    const auto story = command.story.value();
    return announce(tx, {event_conversation, story, story}, now);
}

Result<std::int64_t> change_section(db::Tx& tx, SectionId section,
                                    const stories::ModeChange& change, Time now)
{
    const auto set = stories::set_section_mode(tx, section, change);
    if (!set)
        return set.error();
    return announce(tx, {event_conversation, section.value()}, now);
}

Result<HeldAll> hold_all(db::Tx& tx, StoryId story, StaffId staff, Time now)
{
    const auto set = stories::set_story_mode(tx, story, {stories::ConversationMode::pre_moderated});
    if (!set)
        return set.error();
    count_authors(tx, story, CommentState::visible, -1);
    const auto held = tx.run(update_hold_all, {reason_conversation, story});
    return settled(tx, {story, staff}, held, now);
}

Result<HeldAll> release_all(db::Tx& tx, StoryId story, StaffId staff, Time now)
{
    if (!stories::find_conversation_rules(tx, story))
        return refuse(Refusal::not_found, "story.not_found");
    count_authors(tx, story, CommentState::held, 1);
    const auto released = tx.run(update_release_all, {reason_released, story, reason_conversation});
    return settled(tx, {story, staff}, released, now);
}

int tell_held(db::Tx& tx, StoryId story, StaffId staff, Time now, int limit)
{
    const auto untold = tx.list(
        select_untold, {story, reason_conversation, reason_released, limit},
        [](const db::Row& row) {
            return Untold{row.id<CommentId>(0), row.id<ReaderId>(1), row.as<CommentState>(2)};
        });
    for (const auto& one : untold) {
        const bool held = one.state == CommentState::held;
        const Hold hold{one.comment,
                        one.reader,
                        story,
                        staff,
                        moderation::FoundBy::staff,
                        std::string{reason_conversation},
                        {},
                        {}};
        record(tx, held ? moderation::Action::held : moderation::Action::restored, hold, now);
        tx.run(update_told, {one.comment, reason_released});
    }
    return static_cast<int>(untold.size());
}

} // namespace masthead::comments
