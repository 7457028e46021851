#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/readers/reader.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::readers {

/// Subject: the reader who keeps another away, or no longer does.
inline constexpr std::string_view event_blocked = "reader.blocked";
inline constexpr std::string_view event_unblocked = "reader.unblocked";
inline constexpr std::string_view event_muted = "reader.muted";
inline constexpr std::string_view event_unmuted = "reader.unmuted";

/// So many can be read at once for a page of what somebody follows, and nobody needs more.
inline constexpr int blocks_max = 5'000;
inline constexpr int mutes_max = 5'000;

/// One reader's wish about another.
struct KeepAway {
    ReaderId reader;
    ReaderId other;
};

/// From now on the two have nothing to do with each other: see is_blocked_between. To be called
/// through features/follows, which lets their follows go in the same transaction. A mute of the
/// same reader stays. Doing it twice changes nothing. Refuses `not_found` ("reader.not_found"),
/// `invalid` ("block.self"), `not_allowed` ("block.staff": who answers for the newsroom can be
/// muted, not silenced), `too_many` ("block.too_many").  Events: reader.blocked.
Result<void> block_reader(db::Tx& tx, const KeepAway& command, Time now);
/// Works for whomever was blocked, whatever became of them.  Events: reader.unblocked.
Result<void> unblock_reader(db::Tx& tx, const KeepAway& command, Time now);

/// The reader no longer wants to see what the other writes; the other never learns of it. Refuses
/// `not_found` ("reader.not_found"), `invalid` ("mute.self"), `too_many` ("mute.too_many").
/// Events: reader.muted.
Result<void> mute_reader(db::Tx& tx, const KeepAway& command, Time now);
/// Events: reader.unmuted.
Result<void> unmute_reader(db::Tx& tx, const KeepAway& command, Time now);

/// Whether either has blocked the other.
bool is_blocked_between(db::Snapshot& snapshot, ReaderId one, ReaderId other);
bool has_blocked(db::Snapshot& snapshot, ReaderId reader, ReaderId other);
bool has_muted(db::Snapshot& snapshot, ReaderId reader, ReaderId other);

/// Everybody whose words are not for this reader, in order of id.
struct KeptAway {
    std::vector<ReaderId> blocked; ///< by the reader, or the other way round
    std::vector<ReaderId> muted;
};
/// Whom the reader and others keep apart, at most blocks_max in each direction and mutes_max.
KeptAway find_kept_away(db::Snapshot& snapshot, ReaderId reader);

/// One entry of a reader's own lists.
struct KeptAwayReader {
    ReaderId reader;
    std::string display_name;
    Time since{};
};
/// Whom the reader has blocked or muted, newest first, before an entry (none: from the newest).
std::vector<KeptAwayReader> find_blocked(db::Snapshot& snapshot, ReaderId reader,
                                         const KeptAwayReader& before, int limit);
std::vector<KeptAwayReader> find_muted(db::Snapshot& snapshot, ReaderId reader,
                                       const KeptAwayReader& before, int limit);

/// Erases a reader's lists, and the reader from the lists of others, at most about `limit` rows;
/// answers how many.
std::int64_t erase_blocks_of(db::Tx& tx, ReaderId reader, int limit);

} // namespace masthead::readers
