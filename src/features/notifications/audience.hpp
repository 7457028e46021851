#pragma once

#include "core/db/event_log.hpp"
#include "core/db/transaction.hpp"
#include "features/follows/follow.hpp"
#include "features/notifications/notification.hpp"

#include <vector>

namespace masthead::notifications {

/// Everybody who follows one thing, and as what they are told.
struct Audience {
    follows::FollowTarget followed;
    Kind kind = Kind::thread;
    std::int64_t target = 0;
};

/// Whom an event concerns, the strongest reasons first: some by name, others by what they follow.
struct Telling {
    Notification about;                ///< subject, actor, story; no reader yet
    std::vector<Notification> by_name; ///< few
    std::vector<Audience> audiences;   ///< each of any size
    std::vector<AuthorId> byline;      ///< of a story: none of them is told of their own
};

/// What an event has to tell: nothing where what happened is not to be seen (any more).
Telling telling_of(db::Snapshot& snapshot, const db::Event& event, Time now);

/// Whether this reader may be told of it: there, not the one who did it, neither blocked nor
/// muted.
bool may_be_told(db::Snapshot& snapshot, const Telling& telling, ReaderId reader);

} // namespace masthead::notifications
