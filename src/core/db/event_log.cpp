#include "core/db/event_log.hpp"

#include "core/base/limits.hpp"

namespace masthead::db {

namespace {

constexpr Query insert_event{"event_log.insert", R"sql(
    INSERT INTO event_log (name, subject_id, story_id, happened_at_ms)
    VALUES (?, ?, ?, ?)
)sql"};

constexpr Query select_last{"event_log.last", R"sql(
    SELECT position
    FROM event_log
    ORDER BY position DESC
    LIMIT 1
)sql"};

constexpr Query select_after{"event_log.after", R"sql(
    SELECT position, name, subject_id, story_id, happened_at_ms
    FROM event_log
    WHERE position > ?
    ORDER BY position
    LIMIT ?
)sql"};

constexpr Query select_first{"event_log.first", R"sql(
    SELECT position
    FROM event_log
    ORDER BY position
    LIMIT 1
)sql"};

// Every story has an id above 0; without saying so the planner would not see that the index fits.
constexpr Query select_of_story{"event_log.of_story", R"sql(
    SELECT position, name, subject_id, story_id, happened_at_ms
    FROM event_log
    WHERE story_id = ?
      AND story_id > 0
      AND position > ?
    ORDER BY position
    LIMIT ?
)sql"};

// The newest event always stays: its position is what open pages and streams compare with.
constexpr Query delete_old{"event_log.trim", R"sql(
    DELETE FROM event_log
    WHERE position IN (
        SELECT position
        FROM event_log
        WHERE happened_at_ms < ?
          AND position < (SELECT MAX(position) FROM event_log)
        ORDER BY position
        LIMIT ?
    )
)sql"};

Event read_event(const Row& row)
{
    return {row.integer(0), row.string(1), row.integer(2), row.integer(3), row.time(4)};
}

} // namespace

void append_event(Tx& tx, const NewEvent& event, Time now)
{
    tx.run(insert_event, {event.name, event.subject_id, event.story_id, now});
}

std::int64_t last_event_position(Snapshot& snapshot)
{
    return snapshot.integer(select_last, {});
}

std::vector<Event> events_after(Snapshot& snapshot, std::int64_t position, int limit)
{
    return snapshot.list(select_after, {position, limit}, read_event);
}

std::vector<Event> story_events_after(Snapshot& snapshot, std::int64_t story_id,
                                      std::int64_t position, int limit)
{
    return snapshot.list(select_of_story, {story_id, position, limit}, read_event);
}

std::int64_t first_event_position(Snapshot& snapshot)
{
    return snapshot.integer(select_first, {});
}

std::int64_t trim_event_log(Tx& tx, Time now, int limit)
{
    return tx.run(delete_old, {now - limits::event_log_kept, limit});
}

} // namespace masthead::db
