#include "features/comments/respect_comment.hpp"

#include "core/db/event_log.hpp"
#include "features/comments/change_sql.hpp"
#include "features/comments/keep_apart.hpp"
#include "features/comments/weigh.hpp"
#include "features/readers/edit_profile.hpp"

namespace masthead::comments {

namespace {

constexpr db::Query insert_respect{"comment_respects.insert", R"sql(
    INSERT INTO comment_respects (comment_id, reader_id, story_id, given_at_ms)
    VALUES (?, ?, ?, ?)
    ON CONFLICT (comment_id, reader_id) DO NOTHING
)sql"};

constexpr db::Query delete_respect{"comment_respects.delete", R"sql(
    DELETE FROM comment_respects
    WHERE comment_id = ?
      AND reader_id = ?
)sql"};

constexpr db::Query add_respect{"comments.add_respect", R"sql(
    UPDATE comments
    SET respect_count = respect_count + ?
    WHERE id = ?
)sql"};

constexpr db::Query select_respect{"comment_respects.of_comment_and_reader", R"sql(
    SELECT 1
    FROM comment_respects
    WHERE comment_id = ?
      AND reader_id = ?
    LIMIT 1
)sql"};

constexpr db::Query select_respected{"comment_respects.of_reader", R"sql(
    SELECT comment_id
    FROM comment_respects
    WHERE reader_id = ?
      AND story_id = ?
    ORDER BY comment_id DESC
    LIMIT ?
)sql"};

// Answers by how much the count moved.
int write_respect(db::Tx& tx, const RespectComment& command, Time now)
{
    if (command.respect == Respect::take_back)
        return -static_cast<int>(tx.run(delete_respect, {command.comment, command.reader}));
    return static_cast<int>(
        tx.run(insert_respect, {command.comment, command.reader, command.story, now}));
}

} // namespace

Result<RespectNow> respect_comment(db::Tx& tx, const RespectComment& command, Time now)
{
    const auto reader = find_unbanned(tx, command.reader, now);
    if (!reader)
        return reader.error();
    const auto comment = sql::find_standing(tx, command.comment);
    const bool is_seen = comment && comment->story == command.story && comment->listed &&
                         comment->state == CommentState::visible;
    if (!is_seen)
        return refuse(Refusal::not_found, "comment.gone");
    if (comment->reader == command.reader)
        return refuse(Refusal::not_allowed, "respect.own");
    if (command.respect == Respect::give) {
        const auto apart = check_not_apart(tx, *reader, comment->reader, "respect.blocked");
        if (!apart)
            return apart.error();
    }
    const int step = write_respect(tx, command, now);
    if (step != 0) {
        tx.run(add_respect, {step, comment->id});
        readers::count_comment(tx, comment->reader, {0, step, 0});
        db::append_event(tx, {event_respected, comment->id.value(), comment->story.value()}, now);
    }
    return RespectNow{comment->respect_count + step, command.respect == Respect::give, step != 0,
                      db::last_event_position(tx)};
}

bool has_respected(db::Snapshot& snapshot, CommentId comment, ReaderId reader)
{
    return snapshot.find(select_respect, {comment, reader}, [](const db::Row&) { return true; })
        .value_or(false);
}

std::vector<CommentId> respected_by(db::Snapshot& snapshot, StoryId story, ReaderId reader,
                                    int limit)
{
    return snapshot.list(select_respected, {reader, story, limit},
                         [](const db::Row& row) { return row.id<CommentId>(0); });
}

} // namespace masthead::comments
