#include "features/accounts/identity_sql.hpp"

namespace masthead::accounts::sql {

namespace {

constexpr db::Query insert{"identities.insert", R"sql(
    INSERT INTO identities (issuer, subject, owner_kind, owner_id, created_at_ms)
    VALUES (?, ?, ?, ?, ?)
)sql"};

constexpr db::Query select_owner{"identities.owner", R"sql(
    SELECT owner_id
    FROM identities
    WHERE issuer = ?
      AND subject = ?
      AND owner_kind = ?
)sql"};

constexpr db::Query select_of_owner{"identities.of_owner", R"sql(
    SELECT issuer, subject, created_at_ms
    FROM identities
    WHERE owner_kind = ?
      AND owner_id = ?
    ORDER BY created_at_ms, issuer, subject
    LIMIT ?
)sql"};

constexpr db::Query delete_one{"identities.delete", R"sql(
    DELETE FROM identities
    WHERE issuer = ?
      AND subject = ?
      AND owner_kind = ?
      AND owner_id = ?
)sql"};

constexpr db::Query delete_of_owner{"identities.delete_of_owner", R"sql(
    DELETE FROM identities
    WHERE owner_kind = ?
      AND owner_id = ?
)sql"};

constexpr db::Query insert_flow{"oidc_flows.insert", R"sql(
    INSERT INTO oidc_flows (state_hash, key_hash, provider, nonce, verifier, return_to, reader_id,
                            begun_position, expires_at_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
)sql"};

constexpr db::Query select_flow{"oidc_flows.find", R"sql(
    SELECT key_hash, provider, nonce, verifier, return_to, reader_id, begun_position, expires_at_ms
    FROM oidc_flows
    WHERE state_hash = ?
)sql"};

constexpr db::Query delete_flow{"oidc_flows.delete", R"sql(
    DELETE FROM oidc_flows
    WHERE state_hash = ?
)sql"};

constexpr db::Query delete_expired{"oidc_flows.delete_expired", R"sql(
    DELETE FROM oidc_flows
    WHERE state_hash IN (
        SELECT state_hash
        FROM oidc_flows
        WHERE expires_at_ms <= ?
        ORDER BY expires_at_ms
        LIMIT ?
    )
)sql"};

} // namespace

void insert_identity(db::Tx& tx, Owner owner, const Identity& identity, Time now)
{
    tx.run(insert, {identity.issuer, identity.subject, owner.kind, owner.id, now});
}

std::optional<Owner> find_identity(db::Snapshot& snapshot, OwnerKind kind, const Identity& identity)
{
    return snapshot.find(select_owner, {identity.issuer, identity.subject, kind},
                         [&](const db::Row& row) {
                             return Owner{kind, row.integer(0)};
                         });
}

std::vector<LinkedIdentity> list_identities(db::Snapshot& snapshot, Owner owner, int limit)
{
    return snapshot.list(select_of_owner, {owner.kind, owner.id, limit}, [](const db::Row& row) {
        return LinkedIdentity{{row.string(0), row.string(1)}, row.time(2)};
    });
}

std::int64_t delete_identity(db::Tx& tx, Owner owner, const Identity& identity)
{
    return tx.run(delete_one, {identity.issuer, identity.subject, owner.kind, owner.id});
}

void delete_identities_of(db::Tx& tx, Owner owner)
{
    tx.run(delete_of_owner, {owner.kind, owner.id});
}

void insert_oidc(db::Tx& tx, const std::string& state_hash, const StoredOidcFlow& flow)
{
    tx.run(insert_flow,
           {state_hash, flow.key_hash, flow.flow.provider, flow.flow.nonce, flow.flow.verifier,
            flow.flow.return_to, flow.flow.reader.value(), flow.flow.begun, flow.expires_at});
}

std::optional<StoredOidcFlow> find_oidc(db::Snapshot& snapshot, const std::string& state_hash)
{
    return snapshot.find(select_flow, {state_hash}, [](const db::Row& row) {
        StoredOidcFlow flow;
        flow.key_hash = row.string(0);
        flow.flow = {row.string(1), row.string(2),       row.string(3),
                     row.string(4), row.id<ReaderId>(5), row.integer(6)};
        flow.expires_at = row.time(7);
        return flow;
    });
}

void delete_oidc(db::Tx& tx, const std::string& state_hash)
{
    tx.run(delete_flow, {state_hash});
}

std::int64_t delete_expired_oidc(db::Tx& tx, Time now, int limit)
{
    return tx.run(delete_expired, {now, limit});
}

} // namespace masthead::accounts::sql
