#pragma once

#include "core/db/transaction.hpp"
#include "features/accounts/passkeys.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Statements on passkeys and their challenges. Nobody outside this folder includes it.
namespace masthead::accounts::sql {

struct Challenge {
    ChallengePurpose purpose = ChallengePurpose::sign_in;
    Owner owner;
    Time expires_at{};
};

void insert_challenge(db::Tx& tx, const std::string& hash, const Challenge& challenge);
std::optional<Challenge> find_challenge(db::Snapshot& snapshot, const std::string& hash);
void delete_challenge(db::Tx& tx, const std::string& hash);
std::int64_t delete_expired_challenges(db::Tx& tx, Time now, int limit);

void insert_passkey(db::Tx& tx, const Passkey& passkey);
std::optional<Passkey> find_passkey(db::Snapshot& snapshot, std::string_view credential_id);
std::optional<Passkey> find_passkey(db::Snapshot& snapshot, PasskeyId id);
std::vector<Passkey> list_passkeys(db::Snapshot& snapshot, Owner owner, int limit);
void set_used(db::Tx& tx, PasskeyId id, std::int64_t sign_count, Time now);
void set_name(db::Tx& tx, PasskeyId id, std::string_view name);
void delete_passkey(db::Tx& tx, PasskeyId id);
void delete_passkeys_of(db::Tx& tx, Owner owner);

} // namespace masthead::accounts::sql
