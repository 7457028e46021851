#include "features/follows/reader_data.hpp"

#include "core/db/event_log.hpp"
#include "features/follows/feed_mark.hpp"
#include "features/follows/find_follows.hpp"
#include "features/follows/follow_sql.hpp"
#include "features/follows/mark_sql.hpp"
#include "features/readers/blocks.hpp"

#include <algorithm>

namespace masthead::follows {

namespace {

namespace json = boost::json;

// Those who follow somebody with very many followers know it themselves: the export names so many.
constexpr int followers_exported_max = 10'000;

json::array follows_json(db::Snapshot& snapshot, ReaderId reader)
{
    json::array list;
    for (const auto& follow : newest_follows(snapshot, reader, {}, follows_max))
        list.push_back({{"kind", kind_name(follow.target.kind)},
                        {"id", std::to_string(follow.target.id)},
                        {"since", format_rfc3339(follow.followed_at)}});
    return list;
}

json::array followers_json(db::Snapshot& snapshot, ReaderId reader)
{
    json::array list;
    for (const auto& follow :
         newest_followers(snapshot, FollowTarget::reader(reader), {}, followers_exported_max))
        list.push_back(
            {{"id", to_string(follow.reader)}, {"since", format_rfc3339(follow.followed_at)}});
    return list;
}

json::array kept_away_json(const std::vector<readers::KeptAwayReader>& readers)
{
    json::array list;
    for (const auto& other : readers)
        list.push_back({{"id", to_string(other.reader)},
                        {"name", other.display_name},
                        {"since", format_rfc3339(other.since)}});
    return list;
}

json::value time_json(const std::optional<Time>& time)
{
    return time ? json::value(format_rfc3339(*time)) : json::value(nullptr);
}

} // namespace

Progress erase_reader_part(db::Tx& tx, ReaderId reader, int limit, Time now)
{
    const auto own = sql::newest_follows(tx, reader, {}, limit);
    for (const auto& follow : own) {
        sql::remove(tx, follow.id);
        if (follow.target.kind == FollowKind::reader)
            db::append_event(tx, {event_followers, follow.target.id}, now);
    }
    const auto left = limit - static_cast<int>(own.size());
    const auto others =
        sql::newest_followers(tx, FollowTarget::reader(reader), {}, std::max(left, 0));
    for (const auto& follow : others)
        sql::remove(tx, follow.id);
    if (static_cast<int>(own.size() + others.size()) >= limit)
        return Progress::more;
    sql::delete_mark(tx, reader);
    sql::delete_feed(tx, reader);
    return readers::erase_blocks_of(tx, reader, limit) >= limit ? Progress::more : Progress::done;
}

json::object reader_data_json(db::Snapshot& snapshot, ReaderId reader)
{
    const auto mark = find_mark(snapshot, reader);
    json::object data{
        {"follows", follows_json(snapshot, reader)},
        {"followers", followers_json(snapshot, reader)},
        {"blocked",
         kept_away_json(readers::find_blocked(snapshot, reader, {}, readers::blocks_max))},
        {"muted", kept_away_json(readers::find_muted(snapshot, reader, {}, readers::mutes_max))}};
    data["seen_up_to"] = time_json(mark ? std::optional{mark->at} : std::nullopt);
    data["feed_since"] = time_json(find_feed_since(snapshot, reader));
    return data;
}

} // namespace masthead::follows
