#pragma once

#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/comments/find_queues.hpp"
#include "features/ids.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace masthead::follows {

/// Up to which comment a reader has seen what they follow; absent where they never said.
std::optional<comments::Cursor> find_mark(db::Snapshot& snapshot, ReaderId reader);

/// Moves the mark, onwards only: two windows of one reader do not undo each other. Refuses
/// `invalid` ("following.place") for a place that is none or lies in the future, `not_found`
/// ("reader.not_found").
Result<void> move_mark(db::Tx& tx, ReaderId reader, const comments::Cursor& seen, Time now);

/// A new secret for the address of a reader's own feed; the one before, if any, no longer opens it.
/// The only time it can be read. Refuses `not_found` ("reader.not_found").
Result<std::string> renew_feed_token(db::Tx& tx, ReaderId reader, Time now);
/// The feed has no address any more.
Result<void> revoke_feed_token(db::Tx& tx, ReaderId reader);

/// When the present address was made; absent where there is none.
std::optional<Time> find_feed_since(db::Snapshot& snapshot, ReaderId reader);
/// Whose feed it is, if they are an active reader.
std::optional<ReaderId> find_feed_reader(db::Snapshot& snapshot, std::string_view token);

} // namespace masthead::follows
