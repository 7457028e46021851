#include "features/readers/blocks.hpp"

#include "core/db/event_log.hpp"
#include "features/readers/block_sql.hpp"

#include <algorithm>

namespace masthead::readers {

namespace {

void announce(db::Tx& tx, std::string_view event, ReaderId reader, Time now)
{
    db::append_event(tx, {event, reader.value()}, now);
}

std::optional<Reader> find_active(db::Snapshot& snapshot, ReaderId id)
{
    auto reader = find_reader(snapshot, id);
    return reader && reader->is_active() ? reader : std::nullopt;
}

// The reader who is to be kept away; whoever has been erased can do no more.
Result<Reader> find_other(db::Snapshot& snapshot, const KeepAway& command)
{
    auto other = find_reader(snapshot, command.other);
    if (!find_active(snapshot, command.reader) || !other || other->state == ReaderState::erased)
        return refuse(Refusal::not_found, "reader.not_found");
    return std::move(*other);
}

} // namespace

Result<void> block_reader(db::Tx& tx, const KeepAway& command, Time now)
{
    if (command.reader == command.other)
        return refuse(Refusal::invalid, "block.self");
    const auto other = find_other(tx, command);
    if (!other)
        return other.error();
    if (other->is_staff)
        return refuse(Refusal::not_allowed, "block.staff");
    if (sql::has_block(tx, command.reader, command.other))
        return {};
    if (sql::count_blocks(tx, command.reader, blocks_max) >= blocks_max)
        return refuse(Refusal::too_many, "block.too_many");
    sql::insert_block(tx, command, now);
    announce(tx, event_blocked, command.reader, now);
    return {};
}

Result<void> unblock_reader(db::Tx& tx, const KeepAway& command, Time now)
{
    if (sql::delete_block(tx, command) > 0)
        announce(tx, event_unblocked, command.reader, now);
    return {};
}

Result<void> mute_reader(db::Tx& tx, const KeepAway& command, Time now)
{
    if (command.reader == command.other)
        return refuse(Refusal::invalid, "mute.self");
    const auto other = find_other(tx, command);
    if (!other)
        return other.error();
    if (sql::has_mute(tx, command.reader, command.other))
        return {};
    if (sql::count_mutes(tx, command.reader, mutes_max) >= mutes_max)
        return refuse(Refusal::too_many, "mute.too_many");
    sql::insert_mute(tx, command, now);
    announce(tx, event_muted, command.reader, now);
    return {};
}

Result<void> unmute_reader(db::Tx& tx, const KeepAway& command, Time now)
{
    if (sql::delete_mute(tx, command) > 0)
        announce(tx, event_unmuted, command.reader, now);
    return {};
}

bool is_blocked_between(db::Snapshot& snapshot, ReaderId one, ReaderId other)
{
    return sql::has_block(snapshot, one, other) || sql::has_block(snapshot, other, one);
}

bool has_blocked(db::Snapshot& snapshot, ReaderId reader, ReaderId other)
{
    return sql::has_block(snapshot, reader, other);
}

bool has_muted(db::Snapshot& snapshot, ReaderId reader, ReaderId other)
{
    return sql::has_mute(snapshot, reader, other);
}

KeptAway find_kept_away(db::Snapshot& snapshot, ReaderId reader)
{
    const auto by_reader = sql::list_blocked(snapshot, reader, blocks_max);
    const auto by_others = sql::list_blockers(snapshot, reader, blocks_max);
    KeptAway away;
    std::ranges::set_union(by_reader, by_others, std::back_inserter(away.blocked));
    away.muted = sql::list_muted(snapshot, reader, mutes_max);
    return away;
}

std::vector<KeptAwayReader> find_blocked(db::Snapshot& snapshot, ReaderId reader,
                                         const KeptAwayReader& before, int limit)
{
    return sql::newest_blocked(snapshot, reader, before, limit);
}

std::vector<KeptAwayReader> find_muted(db::Snapshot& snapshot, ReaderId reader,
                                       const KeptAwayReader& before, int limit)
{
    return sql::newest_muted(snapshot, reader, before, limit);
}

std::int64_t erase_blocks_of(db::Tx& tx, ReaderId reader, int limit)
{
    return sql::erase_blocks(tx, reader, limit);
}

} // namespace masthead::readers
