#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/accounts/owner.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::accounts {

inline constexpr int passkeys_per_owner_max = 20;
inline constexpr std::size_t passkey_name_bytes_max = 80;
inline constexpr Milliseconds passkey_challenge_valid = std::chrono::minutes{5};

/// A WebAuthn credential. Keys and credential ids as base64url.
struct Passkey {
    PasskeyId id;
    Owner owner;
    std::string credential_id;
    std::string public_key; ///< base64url of what core/webauthn gave
    int algorithm = 0;      ///< COSE number: -7, -8, -257
    std::int64_t sign_count = 0;
    std::string name;
    Time created_at{};
    Time used_at{}; ///< epoch: never
};

/// What a challenge was made for; one made for signing in adds no key.
enum class ChallengePurpose { sign_in = 0, add = 1 };

/// A new challenge (base64url), kept by hash, for one use within five minutes. `owner.id` 0 for
/// signing in with whatever key the device offers.
std::string make_challenge(db::Tx& tx, ChallengePurpose purpose, Owner owner, Time now);

/// Uses up the challenge that a browser sent back. Refuses `gone` "passkey.challenge_expired" where
/// it is unknown, used, too old, or was made for another purpose or owner.
Result<void> take_challenge(db::Tx& tx, std::string_view challenge, ChallengePurpose purpose,
                            Owner owner, Time now);

/// The `user.id` of an owner in WebAuthn: stable, and without personal data.
std::string user_handle(Owner owner);

/// Keeps a verified key. Refuses `conflict` "passkey.known", `too_many` "passkey.too_many",
/// `invalid` "passkey.name", "passkey.invalid". An empty name becomes "Passkey".
Result<PasskeyId> add_passkey(db::Tx& tx, const Passkey& passkey, Time now);

std::optional<Passkey> find_passkey(db::Snapshot& snapshot, std::string_view credential_id);
std::vector<Passkey> passkeys_of(db::Snapshot& snapshot, Owner owner);

/// Notes a verified use. Refuses `not_allowed` "passkey.cloned" where the counter went back.
Result<void> use_passkey(db::Tx& tx, PasskeyId id, std::int64_t sign_count, Time now);

/// Refuse `not_found` for another owner's key.
Result<void> rename_passkey(db::Tx& tx, Owner owner, PasskeyId id, std::string_view name);
Result<void> remove_passkey(db::Tx& tx, Owner owner, PasskeyId id, Time now);

} // namespace masthead::accounts
