#include "features/accounts/mail_change_sql.hpp"

namespace masthead::accounts::sql {

namespace {

#define MH_CHANGE_COLUMNS                                                                          \
    " id, owner_kind, owner_id, new_mail, key_hash, old_link_hash, old_code_hash,"                 \
    " old_confirmed_at_ms, new_link_hash, new_code_hash, new_confirmed_at_ms, tries,"              \
    " created_at_ms, expires_at_ms "

constexpr db::Query insert{"mail_changes.insert", R"sql(
    INSERT INTO mail_changes (id, owner_kind, owner_id, new_mail, key_hash, old_link_hash,
                              old_code_hash, old_confirmed_at_ms, new_link_hash, new_code_hash,
                              new_confirmed_at_ms, tries, created_at_ms, expires_at_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
)sql"};

constexpr db::Query select_of_owner{"mail_changes.of_owner", "SELECT" MH_CHANGE_COLUMNS R"sql(
    FROM mail_changes
    WHERE owner_kind = ?
      AND owner_id = ?
)sql"};

constexpr db::Query select_by_old_link{"mail_changes.by_old_link", "SELECT" MH_CHANGE_COLUMNS R"sql(
    FROM mail_changes
    WHERE old_link_hash = ?
)sql"};

constexpr db::Query select_by_new_link{"mail_changes.by_new_link", "SELECT" MH_CHANGE_COLUMNS R"sql(
    FROM mail_changes
    WHERE new_link_hash = ?
)sql"};

constexpr db::Query select_by_key{"mail_changes.by_key", "SELECT" MH_CHANGE_COLUMNS R"sql(
    FROM mail_changes
    WHERE key_hash = ?
    LIMIT 1
)sql"};

constexpr db::Query update{"mail_changes.update", R"sql(
    UPDATE mail_changes
    SET old_confirmed_at_ms = ?,
        new_confirmed_at_ms = ?,
        tries = ?
    WHERE id = ?
)sql"};

constexpr db::Query delete_of_owner{"mail_changes.delete_of_owner", R"sql(
    DELETE FROM mail_changes
    WHERE owner_kind = ?
      AND owner_id = ?
)sql"};

constexpr db::Query delete_expired{"mail_changes.delete_expired", R"sql(
    DELETE FROM mail_changes
    WHERE id IN (
        SELECT id
        FROM mail_changes
        WHERE expires_at_ms <= ?
        ORDER BY expires_at_ms
        LIMIT ?
    )
)sql"};

StoredMailChange read_change(const db::Row& row)
{
    StoredMailChange change;
    change.id = row.integer(0);
    change.owner = {row.as<OwnerKind>(1), row.integer(2)};
    change.new_mail = row.string(3);
    change.key_hash = row.string(4);
    change.old_end = {row.string(5), row.string(6), row.time(7)};
    change.new_end = {row.string(8), row.string(9), row.time(10)};
    change.tries = static_cast<int>(row.integer(11));
    change.created_at = row.time(12);
    change.expires_at = row.time(13);
    return change;
}

} // namespace

void insert_change(db::Tx& tx, const StoredMailChange& change)
{
    tx.run(insert, {change.id, change.owner.kind, change.owner.id, change.new_mail, change.key_hash,
                    change.old_end.link_hash, change.old_end.code_hash, change.old_end.confirmed_at,
                    change.new_end.link_hash, change.new_end.code_hash, change.new_end.confirmed_at,
                    change.tries, change.created_at, change.expires_at});
}

std::optional<StoredMailChange> find_change_of(db::Snapshot& snapshot, Owner owner)
{
    return snapshot.find(select_of_owner, {owner.kind, owner.id}, read_change);
}

std::optional<StoredMailChange> find_change_by_link(db::Snapshot& snapshot,
                                                    const std::string& link_hash)
{
    auto change = snapshot.find(select_by_old_link, {link_hash}, read_change);
    return change ? change : snapshot.find(select_by_new_link, {link_hash}, read_change);
}

std::optional<StoredMailChange> find_change_by_key(db::Snapshot& snapshot,
                                                   const std::string& key_hash)
{
    return snapshot.find(select_by_key, {key_hash}, read_change);
}

void set_change(db::Tx& tx, const StoredMailChange& change)
{
    tx.run(update,
           {change.old_end.confirmed_at, change.new_end.confirmed_at, change.tries, change.id});
}

void delete_change_of(db::Tx& tx, Owner owner)
{
    tx.run(delete_of_owner, {owner.kind, owner.id});
}

std::int64_t delete_expired_changes(db::Tx& tx, Time now, int limit)
{
    return tx.run(delete_expired, {now, limit});
}

} // namespace masthead::accounts::sql
