#include "features/accounts/mail_sql.hpp"

namespace masthead::accounts::sql {

namespace {

constexpr db::Query select_owner{"account_mails.owner", R"sql(
    SELECT owner_id
    FROM account_mails
    WHERE owner_kind = ?
      AND mail_key = ?
)sql"};

constexpr db::Query select_mail{"account_mails.mail", R"sql(
    SELECT mail, mail_key
    FROM account_mails
    WHERE owner_kind = ?
      AND owner_id = ?
)sql"};

constexpr db::Query select_alias_count{"account_mails.alias_count", R"sql(
    SELECT COUNT(*)
    FROM account_mails
    WHERE owner_kind = ?
      AND alias_key = ?
)sql"};

constexpr db::Query upsert_mail{"account_mails.upsert", R"sql(
    INSERT INTO account_mails (owner_kind, owner_id, mail, mail_key, alias_key, proven_at_ms)
    VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (owner_kind, owner_id) DO UPDATE SET mail = excluded.mail,
                                                     mail_key = excluded.mail_key,
                                                     alias_key = excluded.alias_key,
                                                     proven_at_ms = excluded.proven_at_ms
)sql"};

constexpr db::Query delete_one{"account_mails.delete", R"sql(
    DELETE FROM account_mails
    WHERE owner_kind = ?
      AND owner_id = ?
)sql"};

} // namespace

std::optional<Owner> find_owner(db::Snapshot& snapshot, OwnerKind kind, const std::string& key)
{
    return snapshot.find(select_owner, {kind, key}, [&](const db::Row& row) {
        return Owner{kind, row.integer(0)};
    });
}

std::optional<std::string> find_mail(db::Snapshot& snapshot, Owner owner)
{
    return snapshot.find(select_mail, {owner.kind, owner.id},
                         [](const db::Row& row) { return row.string(0); });
}

std::string find_mail_key(db::Snapshot& snapshot, Owner owner)
{
    return snapshot
        .find(select_mail, {owner.kind, owner.id}, [](const db::Row& row) { return row.string(1); })
        .value_or("");
}

int count_alias(db::Snapshot& snapshot, OwnerKind kind, const std::string& alias_key)
{
    return static_cast<int>(snapshot.integer(select_alias_count, {kind, alias_key}));
}

void put_mail(db::Tx& tx, Owner owner, const MailAddress& mail, Time now)
{
    tx.run(upsert_mail, {owner.kind, owner.id, mail.shown, mail.key, mail.alias_key, now});
}

void delete_mail(db::Tx& tx, Owner owner)
{
    tx.run(delete_one, {owner.kind, owner.id});
}

} // namespace masthead::accounts::sql
