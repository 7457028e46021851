#include "surfaces/transfer/import_sql.hpp"

namespace masthead::transfer {

namespace {

constexpr db::Query select_foreign{"foreign_ids.find", R"sql(
    SELECT id, fingerprint, run_id
    FROM foreign_ids
    WHERE site = ?
      AND kind = ?
      AND foreign_id = ?
)sql"};

constexpr db::Query upsert_foreign{"foreign_ids.upsert", R"sql(
    INSERT INTO foreign_ids (site, kind, foreign_id, id, fingerprint, run_id)
    VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (site, kind, foreign_id) DO UPDATE SET id = excluded.id,
                                                       fingerprint = excluded.fingerprint,
                                                       run_id = excluded.run_id
)sql"};

constexpr db::Query update_run{"foreign_ids.touch", R"sql(
    UPDATE foreign_ids
    SET run_id = ?
    WHERE site = ?
      AND kind = ?
      AND foreign_id = ?
)sql"};

// Run ids grow: what an earlier run met last has a smaller one.
constexpr db::Query select_vanished{"foreign_ids.vanished", R"sql(
    SELECT foreign_id, id
    FROM foreign_ids
    WHERE site = ?
      AND kind = ?
      AND run_id < ?
    ORDER BY foreign_id
    LIMIT ?
)sql"};

constexpr db::Query select_vanished_count{"foreign_ids.vanished_count", R"sql(
    SELECT COUNT(*)
    FROM foreign_ids
    WHERE site = ?
      AND kind = ?
      AND run_id < ?
)sql"};

constexpr db::Query insert_run{"import_runs.insert", R"sql(
    INSERT INTO import_runs (id, site, started_at_ms, finished_at_ms, report)
    VALUES (?, ?, ?, 0, '')
)sql"};

constexpr db::Query update_finished{"import_runs.finish", R"sql(
    UPDATE import_runs
    SET finished_at_ms = ?,
        report = ?
    WHERE id = ?
)sql"};

} // namespace

std::optional<ForeignRow> find_foreign(db::Snapshot& snapshot, const ForeignKey& key)
{
    return snapshot.find(select_foreign, {key.site, key.kind, key.id}, [](const db::Row& row) {
        return ForeignRow{row.integer(0), row.string(1), row.id<ImportRunId>(2)};
    });
}

void save_foreign(db::Tx& tx, const ForeignKey& key, const ForeignRow& row)
{
    tx.run(upsert_foreign, {key.site, key.kind, key.id, row.id, row.fingerprint, row.run});
}

void touch_foreign(db::Tx& tx, const ForeignKey& key, ImportRunId run)
{
    tx.run(update_run, {run, key.site, key.kind, key.id});
}

std::vector<Vanished> find_vanished(db::Snapshot& snapshot, std::string_view site,
                                    std::string_view kind, ImportRunId run, int limit)
{
    return snapshot.list(select_vanished, {site, kind, run, limit}, [](const db::Row& row) {
        return Vanished{row.string(0), row.integer(1)};
    });
}

std::int64_t count_vanished(db::Snapshot& snapshot, std::string_view site, std::string_view kind,
                            ImportRunId run)
{
    return snapshot.integer(select_vanished_count, {site, kind, run});
}

ImportRunId start_run(db::Tx& tx, std::string_view sites, Time now)
{
    const auto id = tx.new_id<ImportRunId>();
    tx.run(insert_run, {id, sites, now});
    return id;
}

void finish_run(db::Tx& tx, ImportRunId run, std::string_view report_json, Time now)
{
    tx.run(update_finished, {now, report_json, run});
}

} // namespace masthead::transfer
