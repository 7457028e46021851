#include "features/comments/find_queues.hpp"

#include "features/comments/comment_row.hpp"

/// A comment with the columns that read_queued reads behind those of read_comment.
#define MH_QUEUED_COLUMNS                                                                          \
    MH_COMMENT_FIELDS                                                                              \
    ", s.slug, s.headline, pr.display_name, c.held_reason, c.decision_id, c.report_count,"         \
    " c.reported_at_ms, c.edit_count" MH_COMMENT_FROM " JOIN stories s ON s.id = c.story_id"       \
    " LEFT JOIN comments p ON p.id = c.parent_id"                                                  \
    " LEFT JOIN readers pr ON pr.id = p.reader_id"

namespace masthead::comments {

namespace {

constexpr int counted_max = 1'000;

constexpr db::Query select_held{"comments.held", MH_QUEUED_COLUMNS R"sql(
    WHERE c.state = 1
      AND (c.posted_at_ms, c.id) > (?, ?)
    ORDER BY c.posted_at_ms, c.id
    LIMIT ?
)sql"};

constexpr db::Query select_reported{"comments.reported", MH_QUEUED_COLUMNS R"sql(
    WHERE c.report_count > 0
      AND (c.reported_at_ms, c.id) > (?, ?)
    ORDER BY c.reported_at_ms, c.id
    LIMIT ?
)sql"};

constexpr db::Query select_by_new_readers{"comments.by_new_readers", MH_QUEUED_COLUMNS R"sql(
    WHERE c.by_new_reader = 1
      AND c.state = 0
      AND (c.posted_at_ms, c.id) < (?, ?)
    ORDER BY c.posted_at_ms DESC, c.id DESC
    LIMIT ?
)sql"};

constexpr db::Query select_for_desk{"comments.for_desk", MH_QUEUED_COLUMNS R"sql(
    WHERE c.id = ?
)sql"};

constexpr db::Query select_record{"comments.record", MH_QUEUED_COLUMNS R"sql(
    WHERE c.reader_id = ?
      AND (c.posted_at_ms, c.id) < (?, ?)
    ORDER BY c.posted_at_ms DESC, c.id DESC
    LIMIT ?
)sql"};

constexpr db::Query count_held{"comments.count_held", R"sql(
    SELECT COUNT(*)
    FROM (SELECT id FROM comments WHERE state = 1 AND posted_at_ms >= 0 LIMIT ?) AS waiting
)sql"};

constexpr db::Query count_reported{"comments.count_reported", R"sql(
    SELECT COUNT(*)
    FROM (SELECT id FROM comments WHERE report_count > 0 AND reported_at_ms >= 0 LIMIT ?) AS waiting
)sql"};

constexpr db::Query count_by_new_readers{"comments.count_by_new_readers", R"sql(
    SELECT COUNT(*)
    FROM (
        SELECT id
        FROM comments
        WHERE by_new_reader = 1
          AND state = 0
          AND posted_at_ms >= 0
        LIMIT ?
    ) AS waiting
)sql"};

QueuedComment read_queued(const db::Row& row)
{
    constexpr int behind = comment_columns;
    QueuedComment queued;
    queued.comment = read_comment(row);
    queued.story_slug = row.string(behind);
    queued.story_headline = row.string(behind + 1);
    queued.parent_name = row.string(behind + 2);
    if (queued.comment.state == CommentState::held)
        queued.held_reason = row.string(behind + 3);
    queued.decision = row.id<DecisionId>(behind + 4);
    queued.report_count = static_cast<int>(row.integer(behind + 5));
    queued.reported_at = row.time(behind + 6);
    queued.edit_count = static_cast<int>(row.integer(behind + 7));
    return queued;
}

// Lists that go backwards begin behind everything.
Cursor from_newest(const Cursor& after)
{
    constexpr std::int64_t end = std::numeric_limits<std::int64_t>::max();
    return after.id ? after : Cursor{from_ms(end), CommentId{end}};
}

} // namespace

std::vector<QueuedComment> find_held(db::Snapshot& snapshot, const Cursor& after, int limit)
{
    return snapshot.list(select_held, {after.at, after.id.value(), limit}, read_queued);
}

std::vector<QueuedComment> find_reported(db::Snapshot& snapshot, const Cursor& after, int limit)
{
    return snapshot.list(select_reported, {after.at, after.id.value(), limit}, read_queued);
}

std::vector<QueuedComment> find_by_new_readers(db::Snapshot& snapshot, const Cursor& after,
                                               int limit)
{
    const auto from = from_newest(after);
    return snapshot.list(select_by_new_readers, {from.at, from.id, limit}, read_queued);
}

std::optional<QueuedComment> find_for_desk(db::Snapshot& snapshot, CommentId id)
{
    return snapshot.find(select_for_desk, {id}, read_queued);
}

std::vector<QueuedComment> find_record(db::Snapshot& snapshot, ReaderId reader, const Cursor& after,
                                       int limit)
{
    const auto from = from_newest(after);
    return snapshot.list(select_record, {reader, from.at, from.id, limit}, read_queued);
}

QueueCounts count_queues(db::Snapshot& snapshot)
{
    QueueCounts counts;
    counts.held = static_cast<int>(snapshot.integer(count_held, {counted_max}));
    counts.reported = static_cast<int>(snapshot.integer(count_reported, {counted_max}));
    counts.by_new_readers = static_cast<int>(snapshot.integer(count_by_new_readers, {counted_max}));
    return counts;
}

} // namespace masthead::comments
