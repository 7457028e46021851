#include "features/follows/feed_mark.hpp"

#include "core/crypto/token.hpp"
#include "features/follows/mark_sql.hpp"
#include "features/readers/reader.hpp"

namespace masthead::follows {

namespace {

constexpr std::size_t token_bytes = 43; // as crypto::random_token makes them

bool is_active(db::Snapshot& snapshot, ReaderId id)
{
    const auto reader = readers::find_reader(snapshot, id);
    return reader && reader->is_active();
}

bool lies_behind(const comments::Cursor& place, const comments::Cursor& other)
{
    return place.at == other.at ? place.id <= other.id : place.at < other.at;
}

} // namespace

std::optional<comments::Cursor> find_mark(db::Snapshot& snapshot, ReaderId reader)
{
    return sql::find_mark(snapshot, reader);
}

Result<void> move_mark(db::Tx& tx, ReaderId reader, const comments::Cursor& seen, Time now)
{
    if (!seen.id || to_ms(seen.at) <= 0 || seen.at > now)
        return refuse(Refusal::invalid, "following.place");
    if (!is_active(tx, reader))
        return refuse(Refusal::not_found, "reader.not_found");
    const auto present = sql::find_mark(tx, reader);
    if (!present || !lies_behind(seen, *present))
        sql::put_mark(tx, reader, seen);
    return {};
}

Result<std::string> renew_feed_token(db::Tx& tx, ReaderId reader, Time now)
{
    if (!is_active(tx, reader))
        return refuse(Refusal::not_found, "reader.not_found");
    auto token = crypto::random_token();
    sql::put_feed(tx, reader, crypto::token_hash(token), now);
    return token;
}

Result<void> revoke_feed_token(db::Tx& tx, ReaderId reader)
{
    sql::delete_feed(tx, reader);
    return {};
}

std::optional<Time> find_feed_since(db::Snapshot& snapshot, ReaderId reader)
{
    return sql::find_feed_since(snapshot, reader);
}

std::optional<ReaderId> find_feed_reader(db::Snapshot& snapshot, std::string_view token)
{
    if (token.size() != token_bytes)
        return std::nullopt;
    const auto reader = sql::find_feed_reader(snapshot, crypto::token_hash(token));
    return reader && is_active(snapshot, *reader) ? reader : std::nullopt;
}

} // namespace masthead::follows
