#include "features/accounts/password_sql.hpp"

namespace masthead::accounts::sql {

namespace {

constexpr db::Query select_hash{"passwords.hash", R"sql(
    SELECT hash
    FROM passwords
    WHERE owner_kind = ?
      AND owner_id = ?
)sql"};

constexpr db::Query upsert{"passwords.upsert", R"sql(
    INSERT INTO passwords (owner_kind, owner_id, hash, changed_at_ms)
    VALUES (?, ?, ?, ?)
    ON CONFLICT (owner_kind, owner_id) DO UPDATE SET hash = excluded.hash,
                                                     changed_at_ms = excluded.changed_at_ms
)sql"};

constexpr db::Query delete_one{"passwords.delete", R"sql(
    DELETE FROM passwords
    WHERE owner_kind = ?
      AND owner_id = ?
)sql"};

} // namespace

std::string find_password_hash(db::Snapshot& snapshot, Owner owner)
{
    return snapshot
        .find(select_hash, {owner.kind, owner.id}, [](const db::Row& row) { return row.string(0); })
        .value_or("");
}

void put_password(db::Tx& tx, Owner owner, std::string_view hash, Time now)
{
    tx.run(upsert, {owner.kind, owner.id, hash, now});
}

std::int64_t delete_password(db::Tx& tx, Owner owner)
{
    return tx.run(delete_one, {owner.kind, owner.id});
}

} // namespace masthead::accounts::sql
