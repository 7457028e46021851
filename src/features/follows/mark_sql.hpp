#pragma once

#include "core/db/transaction.hpp"
#include "features/comments/find_queues.hpp"
#include "features/ids.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

/// Statements on marks and feeds, and on erasing. Nobody outside this folder includes it.
namespace masthead::follows::sql {

std::optional<comments::Cursor> find_mark(db::Snapshot& snapshot, ReaderId reader);
void put_mark(db::Tx& tx, ReaderId reader, const comments::Cursor& seen);
void delete_mark(db::Tx& tx, ReaderId reader);

void put_feed(db::Tx& tx, ReaderId reader, std::string_view token_hash, Time now);
void delete_feed(db::Tx& tx, ReaderId reader);
std::optional<Time> find_feed_since(db::Snapshot& snapshot, ReaderId reader);
std::optional<ReaderId> find_feed_reader(db::Snapshot& snapshot, std::string_view token_hash);

} // namespace masthead::follows::sql
