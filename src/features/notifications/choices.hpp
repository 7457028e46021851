#pragma once

#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/notifications/notification.hpp"

#include <utility>
#include <vector>

namespace masthead::notifications {

/// By which channels a reader wants to hear of one kind. Mail and push are asked for, never
/// assumed.
struct Choice {
    OnSite on_site = OnSite::yes;
    Mail mail = Mail::none;
    Push push = Push::no;
    friend bool operator==(const Choice&, const Choice&) = default;
};

/// What the reader chose, or the default. The one place where a channel is chosen: whatever makes
/// a notification asks here.
Choice find_choice(db::Snapshot& snapshot, ReaderId reader, Kind kind);

/// Every kind with its choice, in the order of kinds.
std::vector<std::pair<Kind, Choice>> find_choices(db::Snapshot& snapshot, ReaderId reader);

/// Stores a choice. What is owed by mail for a kind that is to be mailed no more, or at other
/// times, is let go. Of a decision there is no mail to choose: moderation sends its own. Refuses
/// `not_found` ("reader.not_found") for who is no active reader.
Result<void> choose(db::Tx& tx, ReaderId reader, Kind kind, Choice choice);

} // namespace masthead::notifications
