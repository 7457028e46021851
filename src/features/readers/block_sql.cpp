#include "features/readers/block_sql.hpp"

#include <limits>

namespace masthead::readers::sql {

namespace {

constexpr db::Query insert_one_block{"reader_blocks.insert", R"sql(
    INSERT INTO reader_blocks (reader_id, blocked_id, blocked_at_ms)
    VALUES (?, ?, ?)
    ON CONFLICT (reader_id, blocked_id) DO NOTHING
)sql"};

constexpr db::Query delete_one_block{"reader_blocks.delete", R"sql(
    DELETE FROM reader_blocks
    WHERE reader_id = ?
      AND blocked_id = ?
)sql"};

constexpr db::Query insert_one_mute{"reader_mutes.insert", R"sql(
    INSERT INTO reader_mutes (reader_id, muted_id, muted_at_ms)
    VALUES (?, ?, ?)
    ON CONFLICT (reader_id, muted_id) DO NOTHING
)sql"};

constexpr db::Query delete_one_mute{"reader_mutes.delete", R"sql(
    DELETE FROM reader_mutes
    WHERE reader_id = ?
      AND muted_id = ?
)sql"};

constexpr db::Query select_block{"reader_blocks.find", R"sql(
    SELECT 1
    FROM reader_blocks
    WHERE reader_id = ?
      AND blocked_id = ?
)sql"};

constexpr db::Query select_mute{"reader_mutes.find", R"sql(
    SELECT 1
    FROM reader_mutes
    WHERE reader_id = ?
      AND muted_id = ?
)sql"};

constexpr db::Query count_blocks_of{"reader_blocks.count", R"sql(
    SELECT COUNT(*)
    FROM (SELECT 1 FROM reader_blocks WHERE reader_id = ? LIMIT ?) AS counted
)sql"};

constexpr db::Query count_mutes_of{"reader_mutes.count", R"sql(
    SELECT COUNT(*)
    FROM (SELECT 1 FROM reader_mutes WHERE reader_id = ? LIMIT ?) AS counted
)sql"};

constexpr db::Query select_blocked{"reader_blocks.blocked", R"sql(
    SELECT blocked_id
    FROM reader_blocks
    WHERE reader_id = ?
    ORDER BY blocked_id
    LIMIT ?
)sql"};

constexpr db::Query select_blockers{"reader_blocks.blockers", R"sql(
    SELECT reader_id
    FROM reader_blocks
    WHERE blocked_id = ?
    ORDER BY reader_id
    LIMIT ?
)sql"};

constexpr db::Query select_muted{"reader_mutes.muted", R"sql(
    SELECT muted_id
    FROM reader_mutes
    WHERE reader_id = ?
    ORDER BY muted_id
    LIMIT ?
)sql"};

constexpr db::Query select_newest_blocked{"reader_blocks.newest", R"sql(
    SELECT b.blocked_id, r.display_name, b.blocked_at_ms
    FROM reader_blocks b
    JOIN readers r ON r.id = b.blocked_id
    WHERE b.reader_id = ?
      AND (b.blocked_at_ms, b.blocked_id) < (?, ?)
    ORDER BY b.blocked_at_ms DESC, b.blocked_id DESC
    LIMIT ?
)sql"};

constexpr db::Query select_newest_muted{"reader_mutes.newest", R"sql(
    SELECT m.muted_id, r.display_name, m.muted_at_ms
    FROM reader_mutes m
    JOIN readers r ON r.id = m.muted_id
    WHERE m.reader_id = ?
      AND (m.muted_at_ms, m.muted_id) < (?, ?)
    ORDER BY m.muted_at_ms DESC, m.muted_id DESC
    LIMIT ?
)sql"};

constexpr db::Query erase_own_blocks{"reader_blocks.erase_own", R"sql(
    DELETE FROM reader_blocks
    WHERE reader_id = ?1
      AND blocked_id IN (SELECT blocked_id FROM reader_blocks WHERE reader_id = ?1 LIMIT ?2)
)sql"};

constexpr db::Query erase_blocks_by_others{"reader_blocks.erase_by_others", R"sql(
    DELETE FROM reader_blocks
    WHERE blocked_id = ?1
      AND reader_id IN (SELECT reader_id FROM reader_blocks WHERE blocked_id = ?1 LIMIT ?2)
)sql"};

constexpr db::Query erase_own_mutes{"reader_mutes.erase_own", R"sql(
    DELETE FROM reader_mutes
    WHERE reader_id = ?1
      AND muted_id IN (SELECT muted_id FROM reader_mutes WHERE reader_id = ?1 LIMIT ?2)
)sql"};

constexpr db::Query erase_mutes_by_others{"reader_mutes.erase_by_others", R"sql(
    DELETE FROM reader_mutes
    WHERE muted_id = ?1
      AND reader_id IN (SELECT reader_id FROM reader_mutes WHERE muted_id = ?1 LIMIT ?2)
)sql"};

ReaderId read_id(const db::Row& row)
{
    return row.id<ReaderId>(0);
}

KeptAwayReader read_entry(const db::Row& row)
{
    return {row.id<ReaderId>(0), row.string(1), row.time(2)};
}

std::vector<KeptAwayReader> newest(db::Snapshot& snapshot, const db::Query& query, ReaderId reader,
                                   const KeptAwayReader& before, int limit)
{
    constexpr auto end = std::numeric_limits<std::int64_t>::max();
    const auto at = before.reader ? to_ms(before.since) : end;
    const auto id = before.reader ? before.reader.value() : end;
    return snapshot.list(query, {reader, at, id, limit}, read_entry);
}

} // namespace

std::int64_t insert_block(db::Tx& tx, const KeepAway& pair, Time now)
{
    return tx.run(insert_one_block, {pair.reader, pair.other, now});
}

std::int64_t delete_block(db::Tx& tx, const KeepAway& pair)
{
    return tx.run(delete_one_block, {pair.reader, pair.other});
}

std::int64_t insert_mute(db::Tx& tx, const KeepAway& pair, Time now)
{
    return tx.run(insert_one_mute, {pair.reader, pair.other, now});
}

std::int64_t delete_mute(db::Tx& tx, const KeepAway& pair)
{
    return tx.run(delete_one_mute, {pair.reader, pair.other});
}

bool has_block(db::Snapshot& snapshot, ReaderId reader, ReaderId blocked)
{
    return snapshot.integer(select_block, {reader, blocked}) != 0;
}

bool has_mute(db::Snapshot& snapshot, ReaderId reader, ReaderId muted)
{
    return snapshot.integer(select_mute, {reader, muted}) != 0;
}

int count_blocks(db::Snapshot& snapshot, ReaderId reader, int at_most)
{
    return static_cast<int>(snapshot.integer(count_blocks_of, {reader, at_most}));
}

int count_mutes(db::Snapshot& snapshot, ReaderId reader, int at_most)
{
    return static_cast<int>(snapshot.integer(count_mutes_of, {reader, at_most}));
}

std::vector<ReaderId> list_blocked(db::Snapshot& snapshot, ReaderId reader, int limit)
{
    return snapshot.list(select_blocked, {reader, limit}, read_id);
}

std::vector<ReaderId> list_blockers(db::Snapshot& snapshot, ReaderId reader, int limit)
{
    return snapshot.list(select_blockers, {reader, limit}, read_id);
}

std::vector<ReaderId> list_muted(db::Snapshot& snapshot, ReaderId reader, int limit)
{
    return snapshot.list(select_muted, {reader, limit}, read_id);
}

std::vector<KeptAwayReader> newest_blocked(db::Snapshot& snapshot, ReaderId reader,
                                           const KeptAwayReader& before, int limit)
{
    return newest(snapshot, select_newest_blocked, reader, before, limit);
}

std::vector<KeptAwayReader> newest_muted(db::Snapshot& snapshot, ReaderId reader,
                                         const KeptAwayReader& before, int limit)
{
    return newest(snapshot, select_newest_muted, reader, before, limit);
}

std::int64_t erase_blocks(db::Tx& tx, ReaderId reader, int limit)
{
    std::int64_t gone = 0;
    for (const auto* query :
         {&erase_own_blocks, &erase_blocks_by_others, &erase_own_mutes, &erase_mutes_by_others}) {
        const auto left = static_cast<std::int64_t>(limit) - gone;
        if (left <= 0)
            return gone;
        gone += tx.run(*query, {reader, left});
    }
    return gone;
}

} // namespace masthead::readers::sql
