#pragma once

#include "core/db/transaction.hpp"
#include "features/notifications/notification.hpp"

#include <boost/json.hpp>

#include <cstdint>

/// What this room holds of a person: to hand out, to erase, to let go in time.
namespace masthead::notifications {

/// {"choices": [...], "notifications": [...], "push_subscriptions": [...]}: ids, kinds and times;
/// the newest rows_exported_max.
boost::json::object export_reader_data(db::Snapshot& snapshot, ReaderId reader);
inline constexpr int rows_exported_max = 10'000;

/// Erases a reader's notifications and choices, and the reader from those of others, at most about
/// `limit` rows; answers how many went: call it until that is less than `limit`.
std::int64_t erase_reader_part(db::Tx& tx, ReaderId reader, int limit);

/// Seen ones of 90 days and all of 180, at most `limit` of each; answers how many went.
std::int64_t drop_old(db::Tx& tx, Time now, int limit);

} // namespace masthead::notifications
