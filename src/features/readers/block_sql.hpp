#pragma once

#include "core/db/transaction.hpp"
#include "features/readers/blocks.hpp"

#include <cstdint>
#include <vector>

/// Statements on who keeps whom away. Nobody outside this folder includes it.
namespace masthead::readers::sql {

/// The number of rows that changed: 0 where it was so already.
std::int64_t insert_block(db::Tx& tx, const KeepAway& pair, Time now);
std::int64_t delete_block(db::Tx& tx, const KeepAway& pair);
std::int64_t insert_mute(db::Tx& tx, const KeepAway& pair, Time now);
std::int64_t delete_mute(db::Tx& tx, const KeepAway& pair);

bool has_block(db::Snapshot& snapshot, ReaderId reader, ReaderId blocked);
bool has_mute(db::Snapshot& snapshot, ReaderId reader, ReaderId muted);
int count_blocks(db::Snapshot& snapshot, ReaderId reader, int at_most);
int count_mutes(db::Snapshot& snapshot, ReaderId reader, int at_most);

std::vector<ReaderId> list_blocked(db::Snapshot& snapshot, ReaderId reader, int limit);
std::vector<ReaderId> list_blockers(db::Snapshot& snapshot, ReaderId reader, int limit);
std::vector<ReaderId> list_muted(db::Snapshot& snapshot, ReaderId reader, int limit);

std::vector<KeptAwayReader> newest_blocked(db::Snapshot& snapshot, ReaderId reader,
                                           const KeptAwayReader& before, int limit);
std::vector<KeptAwayReader> newest_muted(db::Snapshot& snapshot, ReaderId reader,
                                         const KeptAwayReader& before, int limit);

std::int64_t erase_blocks(db::Tx& tx, ReaderId reader, int limit);

} // namespace masthead::readers::sql
