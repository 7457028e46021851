#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/readers/reader.hpp"

#include <string>
#include <vector>

namespace masthead::readers {

/// A newcomer's form; the address is proven already (accounts::take_proven_mail, same transaction).
struct SignUp {
    std::string display_name;
    std::string mail;
    std::string rules_version;     ///< of the rules that were shown and accepted; empty refuses
    int minimum_age_confirmed = 0; ///< years they said to be at least; below minimum_age refuses
    int minimum_age = minimum_age_default; ///< the newsroom's setting
    std::string language;
};

/// Makes an active reader. Unclaimed readers of the address become this reader: the newest keeps
/// its id, the others are merged into it (`reader.merged`; features/comments moves their comments).
/// Sends the mail "welcome"; the caller opens a session.
/// Refuses: as check_display_name; `invalid` "reader.rules_not_accepted",
/// "reader.minimum_age_not_confirmed"; `conflict` "mail.taken".  Events: reader.signed_up.
Result<ReaderId> sign_up(db::Tx& tx, const SignUp& command, Time now);

/// Merges the unclaimed readers of an address that an active reader has proven since.
/// Answers how many. Events: reader.merged.
int claim_unclaimed(db::Tx& tx, ReaderId reader, std::string_view mail, Time now);

/// The readers merged into this one, at most 1,000.
std::vector<ReaderId> merged_into(db::Snapshot& snapshot, ReaderId reader);

} // namespace masthead::readers
