#pragma once

#include "core/db/transaction.hpp"
#include "features/notifications/push_subscription.hpp"

#include <optional>
#include <vector>

namespace masthead::notifications {

std::optional<PushSubscription> find_push_subscription(db::Snapshot& snapshot,
                                                       PushSubscriptionId id);

/// A reader's browsers, oldest first.
std::vector<PushSubscription> push_subscriptions_of(db::Snapshot& snapshot, ReaderId reader);

/// Whether the browser of this session is told.
bool has_push_subscription(db::Snapshot& snapshot, SessionId session);

} // namespace masthead::notifications
