#include "features/accounts/passkey_sql.hpp"

namespace masthead::accounts::sql {

namespace {

#define MH_PASSKEY_COLUMNS                                                                         \
    " id, owner_kind, owner_id, credential_id, public_key, algorithm, sign_count, name,"           \
    " created_at_ms, used_at_ms "

constexpr db::Query insert_one_challenge{"passkey_challenges.insert", R"sql(
    INSERT INTO passkey_challenges (challenge_hash, purpose, owner_kind, owner_id, expires_at_ms)
    VALUES (?, ?, ?, ?, ?)
)sql"};

constexpr db::Query select_challenge{"passkey_challenges.find", R"sql(
    SELECT purpose, owner_kind, owner_id, expires_at_ms
    FROM passkey_challenges
    WHERE challenge_hash = ?
)sql"};

constexpr db::Query delete_one_challenge{"passkey_challenges.delete", R"sql(
    DELETE FROM passkey_challenges
    WHERE challenge_hash = ?
)sql"};

constexpr db::Query delete_expired{"passkey_challenges.delete_expired", R"sql(
    DELETE FROM passkey_challenges
    WHERE challenge_hash IN (
        SELECT challenge_hash
        FROM passkey_challenges
        WHERE expires_at_ms <= ?
        ORDER BY expires_at_ms
        LIMIT ?
    )
)sql"};

constexpr db::Query insert{"passkeys.insert", R"sql(
    INSERT INTO passkeys (id, owner_kind, owner_id, credential_id, public_key, algorithm,
                          sign_count, name, created_at_ms, used_at_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
)sql"};

constexpr db::Query select_by_credential{"passkeys.by_credential",
                                         "SELECT" MH_PASSKEY_COLUMNS R"sql(
    FROM passkeys
    WHERE credential_id = ?
)sql"};

constexpr db::Query select_by_id{"passkeys.by_id", "SELECT" MH_PASSKEY_COLUMNS R"sql(
    FROM passkeys
    WHERE id = ?
)sql"};

constexpr db::Query select_of_owner{"passkeys.of_owner", "SELECT" MH_PASSKEY_COLUMNS R"sql(
    FROM passkeys
    WHERE owner_kind = ?
      AND owner_id = ?
    ORDER BY id
    LIMIT ?
)sql"};

constexpr db::Query update_used{"passkeys.used", R"sql(
    UPDATE passkeys
    SET sign_count = ?,
        used_at_ms = ?
    WHERE id = ?
)sql"};

constexpr db::Query update_name{"passkeys.name", R"sql(
    UPDATE passkeys
    SET name = ?
    WHERE id = ?
)sql"};

constexpr db::Query delete_one{"passkeys.delete", R"sql(
    DELETE FROM passkeys
    WHERE id = ?
)sql"};

constexpr db::Query delete_of_owner{"passkeys.delete_of_owner", R"sql(
    DELETE FROM passkeys
    WHERE owner_kind = ?
      AND owner_id = ?
)sql"};

Passkey read_passkey(const db::Row& row)
{
    Passkey passkey;
    passkey.id = row.id<PasskeyId>(0);
    passkey.owner = {row.as<OwnerKind>(1), row.integer(2)};
    passkey.credential_id = row.string(3);
    passkey.public_key = row.string(4);
    passkey.algorithm = static_cast<int>(row.integer(5));
    passkey.sign_count = row.integer(6);
    passkey.name = row.string(7);
    passkey.created_at = row.time(8);
    passkey.used_at = row.time(9);
    return passkey;
}

} // namespace

void insert_challenge(db::Tx& tx, const std::string& hash, const Challenge& challenge)
{
    tx.run(insert_one_challenge, {hash, challenge.purpose, challenge.owner.kind, challenge.owner.id,
                                  challenge.expires_at});
}

std::optional<Challenge> find_challenge(db::Snapshot& snapshot, const std::string& hash)
{
    return snapshot.find(select_challenge, {hash}, [](const db::Row& row) {
        return Challenge{
            row.as<ChallengePurpose>(0), {row.as<OwnerKind>(1), row.integer(2)}, row.time(3)};
    });
}

void delete_challenge(db::Tx& tx, const std::string& hash)
{
    tx.run(delete_one_challenge, {hash});
}

std::int64_t delete_expired_challenges(db::Tx& tx, Time now, int limit)
{
    return tx.run(delete_expired, {now, limit});
}

void insert_passkey(db::Tx& tx, const Passkey& passkey)
{
    tx.run(insert, {passkey.id, passkey.owner.kind, passkey.owner.id, passkey.credential_id,
                    passkey.public_key, passkey.algorithm, passkey.sign_count, passkey.name,
                    passkey.created_at, passkey.used_at});
}

std::optional<Passkey> find_passkey(db::Snapshot& snapshot, std::string_view credential_id)
{
    return snapshot.find(select_by_credential, {credential_id}, read_passkey);
}

std::optional<Passkey> find_passkey(db::Snapshot& snapshot, PasskeyId id)
{
    return snapshot.find(select_by_id, {id}, read_passkey);
}

std::vector<Passkey> list_passkeys(db::Snapshot& snapshot, Owner owner, int limit)
{
    return snapshot.list(select_of_owner, {owner.kind, owner.id, limit}, read_passkey);
}

void set_used(db::Tx& tx, PasskeyId id, std::int64_t sign_count, Time now)
{
    tx.run(update_used, {sign_count, now, id});
}

void set_name(db::Tx& tx, PasskeyId id, std::string_view name)
{
    tx.run(update_name, {name, id});
}

void delete_passkey(db::Tx& tx, PasskeyId id)
{
    tx.run(delete_one, {id});
}

void delete_passkeys_of(db::Tx& tx, Owner owner)
{
    tx.run(delete_of_owner, {owner.kind, owner.id});
}

} // namespace masthead::accounts::sql
