#pragma once

#include "core/db/transaction.hpp"
#include "features/moderation/ban.hpp"

#include <vector>

/// Statements of `bans`.
namespace masthead::moderation::sql {

void insert_ban(db::Tx& tx, const Ban& ban);
void end_ban(db::Tx& tx, BanId id, StaffId staff, Time now);
std::optional<Ban> find_ban(db::Snapshot& snapshot, BanId id);

/// The bans on a target that stand at `now`, the longest first.
std::optional<Ban> find_standing_ban(db::Snapshot& snapshot, std::string_view target, Time now);
std::vector<Ban> newest_bans(db::Snapshot& snapshot, int limit);

/// Blanks the targets of networks whose bans ended before `before`.
std::int64_t forget_ended_networks(db::Tx& tx, Time before, int limit);

/// Notes of bans that ended before `before`; of every ban on a reader.
std::int64_t erase_ended_notes(db::Tx& tx, Time before, int limit);
std::int64_t erase_notes_of(db::Tx& tx, ReaderId reader, int limit);

} // namespace masthead::moderation::sql
