#pragma once

#include "core/db/transaction.hpp"
#include "features/accounts/identities.hpp"

#include <optional>
#include <string>
#include <vector>

/// Statements on identities and the ways to their providers. Nobody outside this folder includes
/// it.
namespace masthead::accounts::sql {

void insert_identity(db::Tx& tx, Owner owner, const Identity& identity, Time now);
std::optional<Owner> find_identity(db::Snapshot& snapshot, OwnerKind kind,
                                   const Identity& identity);
std::vector<LinkedIdentity> list_identities(db::Snapshot& snapshot, Owner owner, int limit);
std::int64_t delete_identity(db::Tx& tx, Owner owner, const Identity& identity);
void delete_identities_of(db::Tx& tx, Owner owner);

struct StoredOidcFlow {
    std::string key_hash;
    OidcFlow flow;
    Time expires_at{};
};

void insert_oidc(db::Tx& tx, const std::string& state_hash, const StoredOidcFlow& flow);
std::optional<StoredOidcFlow> find_oidc(db::Snapshot& snapshot, const std::string& state_hash);
void delete_oidc(db::Tx& tx, const std::string& state_hash);
std::int64_t delete_expired_oidc(db::Tx& tx, Time now, int limit);

} // namespace masthead::accounts::sql
