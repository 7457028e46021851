#include "features/moderation/ban_sql.hpp"

#include <limits>

namespace masthead::moderation::sql {

namespace {

// A ban without an end is stored with the last moment there is, so that one range finds it.
constexpr std::int64_t forever_ms = std::numeric_limits<std::int64_t>::max();

constexpr db::Query insert{"bans.insert", R"sql(
    INSERT INTO bans (id, kind, target, reader_id, ground, note, created_at_ms, until_at_ms,
                      staff_id, lifted_at_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
)sql"};

constexpr db::Query update_lifted{"bans.lift", R"sql(
    UPDATE bans
    SET lifted_at_ms = ?,
        lifted_by = ?
    WHERE id = ?
      AND lifted_at_ms = 0
)sql"};

constexpr db::Query select_one{"bans.one", R"sql(
    SELECT id, kind, target, reader_id, ground, note, created_at_ms, until_at_ms, staff_id,
           lifted_at_ms
    FROM bans
    WHERE id = ?
)sql"};

constexpr db::Query select_standing{"bans.standing", R"sql(
    SELECT id, kind, target, reader_id, ground, note, created_at_ms, until_at_ms, staff_id,
           lifted_at_ms
    FROM bans
    WHERE target = ?
      AND lifted_at_ms = 0
      AND until_at_ms > ?
    ORDER BY until_at_ms DESC
    LIMIT 1
)sql"};

constexpr db::Query select_newest{"bans.newest", R"sql(
    SELECT id, kind, target, reader_id, ground, note, created_at_ms, until_at_ms, staff_id,
           lifted_at_ms
    FROM bans
    WHERE created_at_ms > 0
    ORDER BY created_at_ms DESC, id DESC
    LIMIT ?
)sql"};

constexpr db::Query forget_networks{"bans.forget_networks", R"sql(
    UPDATE bans
    SET target = 'network:'
    WHERE id IN (SELECT id
                 FROM bans
                 WHERE target > 'network:'
                   AND target < 'network;'
                   AND (until_at_ms < ? OR (lifted_at_ms > 0 AND lifted_at_ms < ?))
                 LIMIT ?)
)sql"};

constexpr db::Query erase_notes{"bans.erase_notes", R"sql(
    UPDATE bans
    SET note = ''
    WHERE id IN (SELECT id
                 FROM bans
                 WHERE note <> ''
                   AND created_at_ms < ?
                   AND (until_at_ms < ? OR (lifted_at_ms > 0 AND lifted_at_ms < ?))
                 LIMIT ?)
)sql"};

constexpr db::Query erase_notes_on{"bans.erase_notes_on", R"sql(
    UPDATE bans
    SET note = ''
    WHERE id IN (SELECT id
                 FROM bans
                 WHERE reader_id = ?
                   AND note <> ''
                 LIMIT ?)
)sql"};

Ban read_ban(const db::Row& row)
{
    Ban ban;
    ban.id = row.id<BanId>(0);
    ban.kind = row.as<BanKind>(1);
    ban.target = row.string(2);
    ban.reader = row.id<ReaderId>(3);
    ban.ground = row.string(4);
    ban.note = row.string(5);
    ban.created_at = row.time(6);
    if (row.integer(7) != forever_ms)
        ban.until = row.time(7);
    ban.staff = row.id<StaffId>(8);
    if (row.integer(9) != 0)
        ban.lifted_at = row.time(9);
    return ban;
}

} // namespace

void insert_ban(db::Tx& tx, const Ban& ban)
{
    const auto until_ms = ban.until ? to_ms(*ban.until) : forever_ms;
    tx.run(insert, {ban.id, ban.kind, ban.target, ban.reader, ban.ground, ban.note, ban.created_at,
                    until_ms, ban.staff});
}

void end_ban(db::Tx& tx, BanId id, StaffId staff, Time now)
{
    tx.run(update_lifted, {now, staff, id});
}

std::optional<Ban> find_ban(db::Snapshot& snapshot, BanId id)
{
    return snapshot.find(select_one, {id}, read_ban);
}

std::optional<Ban> find_standing_ban(db::Snapshot& snapshot, std::string_view target, Time now)
{
    return snapshot.find(select_standing, {target, now}, read_ban);
}

std::vector<Ban> newest_bans(db::Snapshot& snapshot, int limit)
{
    return snapshot.list(select_newest, {limit}, read_ban);
}

std::int64_t forget_ended_networks(db::Tx& tx, Time before, int limit)
{
    return tx.run(forget_networks, {before, before, limit});
}

std::int64_t erase_ended_notes(db::Tx& tx, Time before, int limit)
{
    return tx.run(erase_notes, {before, before, before, limit});
}

std::int64_t erase_notes_of(db::Tx& tx, ReaderId reader, int limit)
{
    return tx.run(erase_notes_on, {reader, limit});
}

} // namespace masthead::moderation::sql
