#include "features/moderation/fingerprint_sql.hpp"

#include <algorithm>

namespace masthead::moderation::sql {

namespace {

constexpr db::Query select_one{"recent_fingerprints.one", R"sql(
    SELECT comment_id, fingerprint, posted_at_ms
    FROM recent_fingerprints
    WHERE comment_id = ?
)sql"};

constexpr db::Query select_newest{"recent_fingerprints.newest", R"sql(
    SELECT comment_id, fingerprint, posted_at_ms
    FROM recent_fingerprints
    WHERE posted_at_ms > 0
    ORDER BY posted_at_ms DESC, comment_id DESC
    LIMIT ?
)sql"};

constexpr db::Query upsert{"recent_fingerprints.upsert", R"sql(
    INSERT INTO recent_fingerprints (comment_id, fingerprint, posted_at_ms)
    VALUES (?, ?, ?)
    ON CONFLICT (comment_id) DO UPDATE SET fingerprint = excluded.fingerprint,
                                           posted_at_ms = excluded.posted_at_ms
)sql"};

constexpr db::Query delete_one{"recent_fingerprints.delete", R"sql(
    DELETE FROM recent_fingerprints
    WHERE comment_id = ?
)sql"};

constexpr db::Query select_last_kept{"recent_fingerprints.last_kept", R"sql(
    SELECT posted_at_ms
    FROM recent_fingerprints
    WHERE posted_at_ms > 0
    ORDER BY posted_at_ms DESC, comment_id DESC
    LIMIT 1 OFFSET ?
)sql"};

constexpr db::Query delete_old{"recent_fingerprints.delete_old", R"sql(
    DELETE FROM recent_fingerprints
    WHERE comment_id IN (SELECT comment_id
                         FROM recent_fingerprints
                         WHERE posted_at_ms < ?
                         ORDER BY posted_at_ms, comment_id
                         LIMIT ?)
)sql"};

FingerprintRow read_row(const db::Row& row)
{
    return {row.id<CommentId>(0), static_cast<std::uint64_t>(row.integer(1)), row.time(2)};
}

} // namespace

std::optional<FingerprintRow> find_fingerprint(db::Snapshot& snapshot, CommentId comment)
{
    return snapshot.find(select_one, {comment}, read_row);
}

std::vector<FingerprintRow> newest_fingerprints(db::Snapshot& snapshot, int limit)
{
    return snapshot.list(select_newest, {limit}, read_row);
}

void save_fingerprint(db::Tx& tx, const FingerprintRow& row)
{
    tx.run(upsert, {row.comment, static_cast<std::int64_t>(row.fingerprint), row.posted_at});
}

void delete_fingerprint(db::Tx& tx, CommentId comment)
{
    tx.run(delete_one, {comment});
}

std::int64_t trim_fingerprints(db::Tx& tx, Time before, int kept, int limit)
{
    const auto last_kept = from_ms(tx.integer(select_last_kept, {kept - 1}));
    return tx.run(delete_old, {std::max(before, last_kept), limit});
}

} // namespace masthead::moderation::sql
