#pragma once

#include "core/db/transaction.hpp"
#include "features/notifications/push_subscription.hpp"

#include <optional>
#include <string>
#include <vector>

/// Every statement on push_subscriptions. Nobody outside this folder includes it.
namespace masthead::notifications::sql {

void insert_push(db::Tx& tx, const PushSubscription& subscription, const std::string& hash);
/// The same browser again: who reads with it, in which session, and by which keys.
void update_push(db::Tx& tx, const PushSubscription& subscription);
std::optional<PushSubscription> find_push(db::Snapshot& snapshot, PushSubscriptionId id);
std::optional<PushSubscription> find_push(db::Snapshot& snapshot, const std::string& hash);
/// Oldest first.
std::vector<PushSubscription> list_push(db::Snapshot& snapshot, ReaderId reader, int limit);
bool has_push(db::Snapshot& snapshot, SessionId session);

void set_push_delivered(db::Tx& tx, PushSubscriptionId id, Time now);
void set_push_failures(db::Tx& tx, PushSubscriptionId id, int failures);

std::int64_t delete_push(db::Tx& tx, PushSubscriptionId id);
/// All of a session but the one of this hash.
std::int64_t delete_push_of_session(db::Tx& tx, SessionId session, const std::string& except);
std::int64_t delete_push_of_reader(db::Tx& tx, ReaderId reader);

} // namespace masthead::notifications::sql
