#pragma once

#include "core/base/clock.hpp"
#include "core/db/transaction.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::db {

/// A thing that happened, in the order of commits. Holds ids and names of kinds only, never text,
/// names of people or addresses: whoever needs more reads the rows.
struct Event {
    std::int64_t position = 0;   ///< opaque outside; grows with commit order
    std::string name;            ///< "story.withdrawn"
    std::int64_t subject_id = 0; ///< the thing itself
    std::int64_t story_id = 0;   ///< the story whose page shows it, 0 where none does
    Time happened_at{};
};

/// What a verb says of its event: the name is a constant of the feature's façade.
struct NewEvent {
    std::string_view name;
    std::int64_t subject_id = 0;
    std::int64_t story_id = 0;
};

/// Appends in the verb's own transaction, so that an event exists exactly if its change does.
void append_event(Tx& tx, const NewEvent& event, Time now);

/// Position of the newest event, 0 where there is none. Read in the transaction that draws a page,
/// it says what the page has seen.
std::int64_t last_event_position(Snapshot& snapshot);

/// Events after `position` in order, at most `limit`.
std::vector<Event> events_after(Snapshot& snapshot, std::int64_t position, int limit);

/// The same of one story alone. Events without a story are not told.
std::vector<Event> story_events_after(Snapshot& snapshot, std::int64_t story_id,
                                      std::int64_t position, int limit);

/// Position of the oldest event that is still kept, 0 where there is none.
std::int64_t first_event_position(Snapshot& snapshot);

/// Removes events older than limits::event_log_kept, at most `limit` of them; answers how many.
std::int64_t trim_event_log(Tx& tx, Time now, int limit);

} // namespace masthead::db
