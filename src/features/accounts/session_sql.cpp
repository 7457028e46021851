#include "features/accounts/session_sql.hpp"

namespace masthead::accounts::sql {

namespace {

#define MH_SESSION_COLUMNS                                                                         \
    " id, owner_kind, owner_id, device, sealed_network, created_at_ms, seen_at_ms, proved_at_ms,"  \
    " expires_at_ms "

constexpr db::Query insert{"sessions.insert", R"sql(
    INSERT INTO sessions (id, owner_kind, owner_id, token_hash, device, sealed_network,
                          created_at_ms, seen_at_ms, proved_at_ms, expires_at_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
)sql"};

constexpr db::Query select_by_token{"sessions.by_token", "SELECT" MH_SESSION_COLUMNS R"sql(
    FROM sessions
    WHERE token_hash = ?
)sql"};

constexpr db::Query select_by_id{"sessions.by_id", "SELECT" MH_SESSION_COLUMNS R"sql(
    FROM sessions
    WHERE id = ?
)sql"};

constexpr db::Query select_of_owner{"sessions.of_owner", "SELECT" MH_SESSION_COLUMNS R"sql(
    FROM sessions
    WHERE owner_kind = ?
      AND owner_id = ?
    ORDER BY seen_at_ms DESC, id DESC
    LIMIT ?
)sql"};

constexpr db::Query update_seen{"sessions.seen", R"sql(
    UPDATE sessions
    SET seen_at_ms = ?,
        expires_at_ms = ?
    WHERE id = ?
)sql"};

constexpr db::Query update_token{"sessions.token", R"sql(
    UPDATE sessions
    SET token_hash = ?,
        seen_at_ms = ?,
        proved_at_ms = ?,
        expires_at_ms = ?
    WHERE id = ?
)sql"};

constexpr db::Query delete_one{"sessions.delete", R"sql(
    DELETE FROM sessions
    WHERE id = ?
)sql"};

constexpr db::Query delete_expired{"sessions.delete_expired", R"sql(
    DELETE FROM sessions
    WHERE id IN (
        SELECT id
        FROM sessions
        WHERE expires_at_ms <= ?
        ORDER BY expires_at_ms
        LIMIT ?
    )
)sql"};

constexpr db::Query update_networks{"sessions.clear_networks", R"sql(
    UPDATE sessions
    SET sealed_network = ''
    WHERE id IN (
        SELECT id
        FROM sessions
        WHERE created_at_ms < ?
          AND sealed_network <> ''
        ORDER BY created_at_ms
        LIMIT ?
    )
)sql"};

Session read_session(const db::Row& row)
{
    Session session;
    session.id = row.id<SessionId>(0);
    session.owner = {row.as<OwnerKind>(1), row.integer(2)};
    session.device = row.string(3);
    session.sealed_network = row.string(4);
    session.created_at = row.time(5);
    session.seen_at = row.time(6);
    session.proved_at = row.time(7);
    session.expires_at = row.time(8);
    return session;
}

} // namespace

void insert_session(db::Tx& tx, const Session& session, const std::string& token_hash)
{
    tx.run(insert, {session.id, session.owner.kind, session.owner.id, token_hash, session.device,
                    session.sealed_network, session.created_at, session.seen_at, session.proved_at,
                    session.expires_at});
}

std::optional<Session> find_session(db::Snapshot& snapshot, const std::string& token_hash)
{
    return snapshot.find(select_by_token, {token_hash}, read_session);
}

std::optional<Session> find_session(db::Snapshot& snapshot, SessionId id)
{
    return snapshot.find(select_by_id, {id}, read_session);
}

std::vector<Session> list_sessions(db::Snapshot& snapshot, Owner owner, int limit)
{
    return snapshot.list(select_of_owner, {owner.kind, owner.id, limit}, read_session);
}

void set_seen(db::Tx& tx, SessionId id, Time seen_at, Time expires_at)
{
    tx.run(update_seen, {seen_at, expires_at, id});
}

void set_token(db::Tx& tx, const Session& session, const std::string& token_hash)
{
    tx.run(update_token,
           {token_hash, session.seen_at, session.proved_at, session.expires_at, session.id});
}

void delete_session(db::Tx& tx, SessionId id)
{
    tx.run(delete_one, {id});
}

std::int64_t delete_expired_sessions(db::Tx& tx, Time now, int limit)
{
    return tx.run(delete_expired, {now, limit});
}

std::int64_t clear_networks(db::Tx& tx, Time before, int limit)
{
    return tx.run(update_networks, {before, limit});
}

} // namespace masthead::accounts::sql
