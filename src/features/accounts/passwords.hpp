#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/accounts/owner.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace masthead::crypto {
class BreachedList;
class PasswordHasher;
} // namespace masthead::crypto

namespace masthead::accounts {

inline constexpr int password_failures_per_network_and_account = 5; // a quarter of an hour
inline constexpr int password_failures_per_network = 50;            // an hour
inline constexpr int password_failures_per_account = 100;           // a day, from strange networks
inline constexpr Milliseconds known_network_kept = std::chrono::hours{24 * 30};

/// Whether a new password will do, before it is hashed: crypto::check_password of its form, and it
/// is not the address. `breached` may be null. Refuses `invalid`: as crypto::check_password, and
/// "password.is_mail".
Result<void> check_new_password(std::string_view password, std::string_view mail,
                                const crypto::BreachedList* breached);

/// The form of a password that is hashed: NFC, so that every keyboard gives the same bytes. Hash
/// and verify only this.
std::string password_form(std::string_view password);

/// Stores the hash (made outside the transaction), closes all other sessions, tells the owner by
/// mail. `by` is the session that did it; rotate it afterwards.
void set_password(db::Tx& tx, Owner owner, std::string_view hash, SessionId by, Time now);

/// Goes back to signing in by mail or passkey; closes all other sessions, tells the owner.
void remove_password(db::Tx& tx, Owner owner, SessionId by, Time now);

/// Whether an owner signs in by password at all.
bool has_password(db::Snapshot& snapshot, Owner owner);

/// An address and a password were typed.
struct BeginPassword {
    OwnerKind kind = OwnerKind::reader;
    std::string mail;
    std::string network_key;
};

/// A try that has been counted, with what to compare against; the hash may be empty.
struct PasswordTry {
    Owner owner; ///< none where the address or its password is unknown
    std::string hash;
    std::string account_key;
    std::string network_key;
    std::int64_t begun = 0; ///< when, for is_still_under_way
};

/// Step 1, in a transaction: counts the try before anything is compared, so that tries side by side
/// are bounded too. Refuses: `too_many` "password.too_many" with seconds in `detail`, for known and
/// unknown addresses alike. Signing in by mail is never blocked by it.
Result<PasswordTry> begin_password(db::Tx& tx, const BeginPassword& command, Time now);

/// Step 2, outside any transaction: takes the same time for unknown accounts.
bool password_matches(crypto::PasswordHasher& hasher, const PasswordTry& attempt,
                      std::string_view password);

/// Step 3, in a transaction, only where it matched: forgets the failures and knows the network.
/// Then open_session. Refuses `not_allowed` "password.wrong" where the credentials have changed
/// since step 1: then it was the old password that matched.
Result<void> finish_password(db::Tx& tx, const PasswordTry& attempt, Time now);

} // namespace masthead::accounts
