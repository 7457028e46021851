#pragma once

#include "core/db/transaction.hpp"
#include "features/accounts/owner.hpp"

#include <cstdint>

/// Ways in that were begun before their owner changed what signs them in. Whoever began one with a
/// mailbox, password or provider that the owner has just turned their back on must not arrive.
namespace masthead::accounts {

/// Where in the order of commits a sign-in begins: by order, for two moments can be the same
/// millisecond. Kept with the flow and asked about again when it ends.
std::int64_t begin_position(db::Snapshot& snapshot);

/// A password, the address, a passkey or an identity was replaced or taken away: whatever began
/// before this transaction signs nobody in any more, and an open change of address is dropped.
/// What only adds a way to sign in leaves the others alone. Call it after the change's event.
void end_sign_ins_under_way(db::Tx& tx, Owner owner);

/// Whether nothing has ended a sign-in that began at `begun`. Ask it in the transaction that opens
/// the session.
bool is_still_under_way(db::Snapshot& snapshot, Owner owner, std::int64_t begun);

/// Nothing is kept of an owner who is erased: they cannot sign in.
void forget_credential_changes(db::Tx& tx, Owner owner);

} // namespace masthead::accounts
