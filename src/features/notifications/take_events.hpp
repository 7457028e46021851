#pragma once

#include "core/base/result.hpp"
#include "core/db/database.hpp"
#include "core/db/event_log.hpp"
#include "features/notifications/notification.hpp"

#include <cstdint>
#include <vector>

namespace masthead::notifications {

/// How far events have been told. While an event is being told to a large audience, `part_*` say
/// how far that has come; `position` is then the one before it.
struct Cursor {
    std::int64_t position = 0;
    std::int64_t part_position = 0; ///< 0: no event is half told
    std::int64_t part_audience = 0; ///< which of its audiences
    ReaderId part_after;            ///< the last reader of it who was told
    friend bool operator==(const Cursor&, const Cursor&) = default;
};

/// What a stretch of events makes, worked out on a view before the write, so that posting waits for
/// nothing but the rows themselves.
struct Plan {
    Cursor from;
    Cursor to;
    std::vector<Notification> made; ///< without ids
    bool is_full = false;           ///< more is waiting
    bool is_empty() const { return from == to; }
};

/// So many events are looked at and so many readers told in one transaction of some ten
/// milliseconds.
inline constexpr int events_a_plan = 500;
inline constexpr int told_a_plan = 200;

/// What the events behind the cursor make, as far as one transaction holds it.
Plan plan_notifications(db::Snapshot& snapshot, Time now);

/// When mails are due that are owed from now on.
struct MailTimes {
    Milliseconds at_once_wait = std::chrono::minutes{2}; ///< what comes meanwhile goes along
    DigestTimes digests;
};

/// Stores a plan and moves the cursor in one transaction; answers how many readers were told
/// something new. Refuses `conflict` where the cursor has moved since the plan was made: nothing
/// happens.  Events: reader.notified.
Result<int> carry_out(db::Tx& tx, const Plan& plan, const MailTimes& times, Time now);

/// What a stretch left: nothing was there, all of it is told, or more is waiting.
enum class Progress { idle, caught_up, more };

/// One stretch: a plan and its transaction, in the lane behind readers' posts. Killed at any point,
/// it does all of it or nothing.
Progress tell_next(db::Database& database, const MailTimes& times, Time now);

} // namespace masthead::notifications
