#include "features/accounts/sign_ins_under_way.hpp"

#include "core/db/event_log.hpp"
#include "features/accounts/mail_change_sql.hpp"

namespace masthead::accounts {

namespace {

constexpr db::Query upsert_change{"credential_changes.upsert", R"sql(
    INSERT INTO credential_changes (owner_kind, owner_id, position)
    VALUES (?, ?, ?)
    ON CONFLICT (owner_kind, owner_id) DO UPDATE SET position = excluded.position
)sql"};

constexpr db::Query select_change{"credential_changes.find", R"sql(
    SELECT position
    FROM credential_changes
    WHERE owner_kind = ?
      AND owner_id = ?
)sql"};

constexpr db::Query delete_change{"credential_changes.delete", R"sql(
    DELETE FROM credential_changes
    WHERE owner_kind = ?
      AND owner_id = ?
)sql"};

} // namespace

std::int64_t begin_position(db::Snapshot& snapshot)
{
    return db::last_event_position(snapshot);
}

void end_sign_ins_under_way(db::Tx& tx, Owner owner)
{
    tx.run(upsert_change, {owner.kind, owner.id, db::last_event_position(tx)});
    sql::delete_change_of(tx, owner);
}

bool is_still_under_way(db::Snapshot& snapshot, Owner owner, std::int64_t begun)
{
    const auto changed = snapshot.find(select_change, {owner.kind, owner.id},
                                       [](const db::Row& row) { return row.integer(0); });
    return !changed || *changed <= begun;
}

void forget_credential_changes(db::Tx& tx, Owner owner)
{
    tx.run(delete_change, {owner.kind, owner.id});
}

} // namespace masthead::accounts
