#include "features/accounts/allowance_sql.hpp"

namespace masthead::accounts::sql {

namespace {

constexpr db::Query select_used{"allowances.used", R"sql(
    SELECT used, ends_at_ms
    FROM allowances
    WHERE allowance_key = ?
)sql"};

constexpr db::Query upsert_used{"allowances.upsert", R"sql(
    INSERT INTO allowances (allowance_key, used, ends_at_ms)
    VALUES (?, ?, ?)
    ON CONFLICT (allowance_key) DO UPDATE SET used = excluded.used,
                                              ends_at_ms = excluded.ends_at_ms
)sql"};

constexpr db::Query delete_one{"allowances.delete", R"sql(
    DELETE FROM allowances
    WHERE allowance_key = ?
)sql"};

constexpr db::Query delete_ended{"allowances.delete_ended", R"sql(
    DELETE FROM allowances
    WHERE allowance_key IN (
        SELECT allowance_key
        FROM allowances
        WHERE ends_at_ms <= ?
        ORDER BY ends_at_ms
        LIMIT ?
    )
)sql"};

} // namespace

std::optional<Used> find_used(db::Snapshot& snapshot, const std::string& key)
{
    return snapshot.find(select_used, {key}, [](const db::Row& row) {
        return Used{static_cast<int>(row.integer(0)), row.time(1)};
    });
}

void put_used(db::Tx& tx, const std::string& key, const Used& used)
{
    tx.run(upsert_used, {key, used.count, used.ends_at});
}

void delete_used(db::Tx& tx, const std::string& key)
{
    tx.run(delete_one, {key});
}

std::int64_t delete_ended_allowances(db::Tx& tx, Time now, int limit)
{
    return tx.run(delete_ended, {now, limit});
}

} // namespace masthead::accounts::sql
