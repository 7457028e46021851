#pragma once

#include "core/base/clock.hpp"
#include "core/db/transaction.hpp"
#include "features/accounts/identities.hpp"
#include "features/accounts/passkeys.hpp"
#include "features/accounts/session.hpp"

#include <string>
#include <vector>

namespace masthead::accounts {

/// All this room keeps of an owner, for the export. No secrets: neither hashes nor keys.
struct AccountData {
    std::string mail;
    bool has_password = false;
    std::vector<Session> sessions;
    std::vector<Passkey> passkeys;
    std::vector<LinkedIdentity> identities;
};

AccountData find_account_data(db::Snapshot& snapshot, Owner owner, Time now);

/// Removes all of an owner: address, credentials, sessions, flows, at once.
void erase_owner(db::Tx& tx, Owner owner, Time now);

/// The same under the name that every feature offers to the job that erases readers.
void erase_reader_part(db::Tx& tx, ReaderId reader, Time now);

/// Removes expired flows, challenges, allowances and sessions, at most `limit` of each; answers how
/// many rows went. For the retention job.
std::int64_t drop_expired(db::Tx& tx, Time now, int limit);

/// Erases the networks of sessions opened before `before`, at most `limit`; answers how many.
std::int64_t erase_session_networks(db::Tx& tx, Time before, int limit);

} // namespace masthead::accounts
