#include "features/notifications/push_sql.hpp"

namespace masthead::notifications::sql {

namespace {

#define MH_PUSH_COLUMNS                                                                            \
    " id, reader_id, session_id, sealed, created_at_ms, delivered_at_ms, failures "

constexpr db::Query insert_one{"push_subscriptions.insert", R"sql(
    INSERT INTO push_subscriptions (id, endpoint_hash, reader_id, session_id, sealed,
                                    created_at_ms, delivered_at_ms, failures)
    VALUES (?, ?, ?, ?, ?, ?, 0, 0)
)sql"};

constexpr db::Query update_one{"push_subscriptions.update", R"sql(
    UPDATE push_subscriptions
    SET reader_id = ?,
        session_id = ?,
        sealed = ?,
        created_at_ms = ?,
        failures = 0
    WHERE id = ?
)sql"};

constexpr db::Query select_by_id{"push_subscriptions.by_id", "SELECT" MH_PUSH_COLUMNS R"sql(
    FROM push_subscriptions
    WHERE id = ?
)sql"};

constexpr db::Query select_by_hash{"push_subscriptions.by_hash", "SELECT" MH_PUSH_COLUMNS R"sql(
    FROM push_subscriptions
    WHERE endpoint_hash = ?
)sql"};

constexpr db::Query select_of_reader{"push_subscriptions.of_reader", "SELECT" MH_PUSH_COLUMNS R"sql(
    FROM push_subscriptions
    WHERE reader_id = ?
    ORDER BY created_at_ms, id
    LIMIT ?
)sql"};

constexpr db::Query select_of_session{"push_subscriptions.of_session", R"sql(
    SELECT id
    FROM push_subscriptions
    WHERE session_id = ?
    LIMIT 1
)sql"};

constexpr db::Query update_delivered{"push_subscriptions.delivered", R"sql(
    UPDATE push_subscriptions
    SET delivered_at_ms = ?,
        failures = 0
    WHERE id = ?
)sql"};

constexpr db::Query update_failures{"push_subscriptions.failures", R"sql(
    UPDATE push_subscriptions
    SET failures = ?
    WHERE id = ?
)sql"};

constexpr db::Query delete_one{"push_subscriptions.delete", R"sql(
    DELETE FROM push_subscriptions
    WHERE id = ?
)sql"};

constexpr db::Query delete_of_session{"push_subscriptions.delete_of_session", R"sql(
    DELETE FROM push_subscriptions
    WHERE session_id = ?
      AND endpoint_hash <> ?
)sql"};

constexpr db::Query delete_of_reader{"push_subscriptions.delete_of_reader", R"sql(
    DELETE FROM push_subscriptions
    WHERE reader_id = ?
)sql"};

PushSubscription read_subscription(const db::Row& row)
{
    PushSubscription subscription;
    subscription.id = row.id<PushSubscriptionId>(0);
    subscription.reader = row.id<ReaderId>(1);
    subscription.session = row.id<SessionId>(2);
    subscription.sealed = row.string(3);
    subscription.created_at = row.time(4);
    subscription.delivered_at = row.time(5);
    subscription.failures = static_cast<int>(row.integer(6));
    return subscription;
}

} // namespace

void insert_push(db::Tx& tx, const PushSubscription& subscription, const std::string& hash)
{
    tx.run(insert_one, {subscription.id, hash, subscription.reader, subscription.session,
                        subscription.sealed, subscription.created_at});
}

void update_push(db::Tx& tx, const PushSubscription& subscription)
{
    tx.run(update_one, {subscription.reader, subscription.session, subscription.sealed,
                        subscription.created_at, subscription.id});
}

std::optional<PushSubscription> find_push(db::Snapshot& snapshot, PushSubscriptionId id)
{
    return snapshot.find(select_by_id, {id}, read_subscription);
}

std::optional<PushSubscription> find_push(db::Snapshot& snapshot, const std::string& hash)
{
    return snapshot.find(select_by_hash, {hash}, read_subscription);
}

std::vector<PushSubscription> list_push(db::Snapshot& snapshot, ReaderId reader, int limit)
{
    return snapshot.list(select_of_reader, {reader, limit}, read_subscription);
}

bool has_push(db::Snapshot& snapshot, SessionId session)
{
    return snapshot.integer(select_of_session, {session}) != 0;
}

void set_push_delivered(db::Tx& tx, PushSubscriptionId id, Time now)
{
    tx.run(update_delivered, {now, id});
}

void set_push_failures(db::Tx& tx, PushSubscriptionId id, int failures)
{
    tx.run(update_failures, {failures, id});
}

std::int64_t delete_push(db::Tx& tx, PushSubscriptionId id)
{
    return tx.run(delete_one, {id});
}

std::int64_t delete_push_of_session(db::Tx& tx, SessionId session, const std::string& except)
{
    return tx.run(delete_of_session, {session, except});
}

std::int64_t delete_push_of_reader(db::Tx& tx, ReaderId reader)
{
    return tx.run(delete_of_reader, {reader});
}

} // namespace masthead::notifications::sql
