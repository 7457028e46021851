#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/readers/reader.hpp"

#include <vector>

namespace masthead::readers {

/// Asks for deletion: due after deletion_pause; until then one signs in and takes it back. Sends
/// the mail "account_deletion". Asking again changes nothing. Answers when it is due. Events:
/// reader.changed.
Result<Time> request_deletion(db::Tx& tx, ReaderId reader, Time now);

/// Refuses `conflict` "reader.no_deletion" where none was asked for.  Events: reader.changed.
Result<void> take_back_deletion(db::Tx& tx, ReaderId reader, Time now);

/// Readers whose deletion is due, oldest first.
std::vector<ReaderId> find_due_erasures(db::Snapshot& snapshot, Time now, int limit);

/// This room's part of an erasure, at once: the name, words, picture, marks, addresses and all of
/// features/accounts; also of readers merged into this one. The row stays, as "deleted", for the
/// sake of threads, and `erasures` remembers. Repeating it does no harm. Events: reader.erased. The
/// job `readers.erase_due` calls the same of every feature in one transaction, this one last.
void erase_reader_part(db::Tx& tx, ReaderId reader, Time now);

/// One row of `erasures`.
struct Erasure {
    ReaderId reader;
    Time erased_at{};
};

/// Erasures since a moment, in order, after `after`: what a restored copy of the past must repeat.
std::vector<Erasure> erasures_since(db::Snapshot& snapshot, const Erasure& after, int limit);

/// The picture of a reader, read before the erasure: the job removes its file after the commit.
MediaId picture_of(db::Snapshot& snapshot, ReaderId reader);

} // namespace masthead::readers
