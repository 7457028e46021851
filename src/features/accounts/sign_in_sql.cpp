#include "features/accounts/sign_in_sql.hpp"

namespace masthead::accounts::sql {

namespace {

#define MH_FLOW_COLUMNS                                                                            \
    " id, key_hash, link_hash, code_hash, owner_kind, mail, state, tries, return_to, issuer,"      \
    " subject, suggested_name, created_at_ms, expires_at_ms, owner_id, begun_position "

constexpr db::Query insert{"sign_in_flows.insert", R"sql(
    INSERT INTO sign_in_flows (id, key_hash, link_hash, code_hash, owner_kind, mail, state, tries,
                               return_to, issuer, subject, suggested_name, created_at_ms,
                               expires_at_ms, owner_id, begun_position)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
)sql"};

constexpr db::Query select_by_key{"sign_in_flows.by_key", "SELECT" MH_FLOW_COLUMNS R"sql(
    FROM sign_in_flows
    WHERE key_hash = ?
)sql"};

constexpr db::Query select_by_link{"sign_in_flows.by_link", "SELECT" MH_FLOW_COLUMNS R"sql(
    FROM sign_in_flows
    WHERE link_hash = ?
)sql"};

constexpr db::Query update_tries{"sign_in_flows.tries", R"sql(
    UPDATE sign_in_flows
    SET tries = ?
    WHERE id = ?
)sql"};

constexpr db::Query update_proven{"sign_in_flows.proven", R"sql(
    UPDATE sign_in_flows
    SET state = 1,
        key_hash = ?,
        issuer = ?,
        subject = ?,
        suggested_name = ?,
        expires_at_ms = ?
    WHERE id = ?
)sql"};

constexpr db::Query delete_one{"sign_in_flows.delete", R"sql(
    DELETE FROM sign_in_flows
    WHERE id = ?
)sql"};

constexpr db::Query delete_expired{"sign_in_flows.delete_expired", R"sql(
    DELETE FROM sign_in_flows
    WHERE id IN (
        SELECT id
        FROM sign_in_flows
        WHERE expires_at_ms <= ?
        ORDER BY expires_at_ms
        LIMIT ?
    )
)sql"};

Flow read_flow(const db::Row& row)
{
    Flow flow;
    flow.id = row.integer(0);
    flow.key_hash = row.string(1);
    flow.link_hash = row.string(2);
    flow.code_hash = row.string(3);
    flow.kind = row.as<OwnerKind>(4);
    flow.mail = row.string(5);
    flow.state = row.as<FlowState>(6);
    flow.tries = static_cast<int>(row.integer(7));
    flow.return_to = row.string(8);
    flow.identity = {row.string(9), row.string(10)};
    flow.suggested_name = row.string(11);
    flow.created_at = row.time(12);
    flow.expires_at = row.time(13);
    flow.owner = row.integer(14);
    flow.begun = row.integer(15);
    return flow;
}

} // namespace

void insert_flow(db::Tx& tx, const Flow& flow)
{
    tx.run(insert,
           {flow.id, flow.key_hash, flow.link_hash, flow.code_hash, flow.kind, flow.mail,
            flow.state, flow.tries, flow.return_to, flow.identity.issuer, flow.identity.subject,
            flow.suggested_name, flow.created_at, flow.expires_at, flow.owner, flow.begun});
}

std::optional<Flow> find_flow_by_key(db::Snapshot& snapshot, const std::string& key_hash)
{
    return snapshot.find(select_by_key, {key_hash}, read_flow);
}

std::optional<Flow> find_flow_by_link(db::Snapshot& snapshot, const std::string& link_hash)
{
    return snapshot.find(select_by_link, {link_hash}, read_flow);
}

void set_tries(db::Tx& tx, std::int64_t id, int tries)
{
    tx.run(update_tries, {tries, id});
}

void set_proven(db::Tx& tx, const Flow& flow)
{
    tx.run(update_proven, {flow.key_hash, flow.identity.issuer, flow.identity.subject,
                           flow.suggested_name, flow.expires_at, flow.id});
}

void delete_flow(db::Tx& tx, std::int64_t id)
{
    tx.run(delete_one, {id});
}

std::int64_t delete_expired_flows(db::Tx& tx, Time now, int limit)
{
    return tx.run(delete_expired, {now, limit});
}

} // namespace masthead::accounts::sql
