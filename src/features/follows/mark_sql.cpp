#include "features/follows/mark_sql.hpp"

namespace masthead::follows::sql {

namespace {

constexpr db::Query select_mark{"following_marks.find", R"sql(
    SELECT posted_at_ms, comment_id
    FROM following_marks
    WHERE reader_id = ?
)sql"};

constexpr db::Query upsert_mark{"following_marks.put", R"sql(
    INSERT INTO following_marks (reader_id, posted_at_ms, comment_id)
    VALUES (?, ?, ?)
    ON CONFLICT (reader_id) DO UPDATE
    SET posted_at_ms = excluded.posted_at_ms,
        comment_id = excluded.comment_id
)sql"};

constexpr db::Query delete_one_mark{"following_marks.delete", R"sql(
    DELETE FROM following_marks
    WHERE reader_id = ?
)sql"};

constexpr db::Query upsert_feed{"following_feeds.put", R"sql(
    INSERT INTO following_feeds (reader_id, token_hash, created_at_ms)
    VALUES (?, ?, ?)
    ON CONFLICT (reader_id) DO UPDATE
    SET token_hash = excluded.token_hash,
        created_at_ms = excluded.created_at_ms
)sql"};

constexpr db::Query delete_one_feed{"following_feeds.delete", R"sql(
    DELETE FROM following_feeds
    WHERE reader_id = ?
)sql"};

constexpr db::Query select_feed_since{"following_feeds.since", R"sql(
    SELECT created_at_ms
    FROM following_feeds
    WHERE reader_id = ?
)sql"};

constexpr db::Query select_feed_reader{"following_feeds.reader", R"sql(
    SELECT reader_id
    FROM following_feeds
    WHERE token_hash = ?
)sql"};

} // namespace

std::optional<comments::Cursor> find_mark(db::Snapshot& snapshot, ReaderId reader)
{
    return snapshot.find(select_mark, {reader}, [](const db::Row& row) {
        return comments::Cursor{row.time(0), row.id<CommentId>(1)};
    });
}

void put_mark(db::Tx& tx, ReaderId reader, const comments::Cursor& seen)
{
    tx.run(upsert_mark, {reader, seen.at, seen.id});
}

void delete_mark(db::Tx& tx, ReaderId reader)
{
    tx.run(delete_one_mark, {reader});
}

void put_feed(db::Tx& tx, ReaderId reader, std::string_view token_hash, Time now)
{
    tx.run(upsert_feed, {reader, token_hash, now});
}

void delete_feed(db::Tx& tx, ReaderId reader)
{
    tx.run(delete_one_feed, {reader});
}

std::optional<Time> find_feed_since(db::Snapshot& snapshot, ReaderId reader)
{
    return snapshot.find(select_feed_since, {reader},
                         [](const db::Row& row) { return row.time(0); });
}

std::optional<ReaderId> find_feed_reader(db::Snapshot& snapshot, std::string_view token_hash)
{
    return snapshot.find(select_feed_reader, {token_hash},
                         [](const db::Row& row) { return row.id<ReaderId>(0); });
}

} // namespace masthead::follows::sql
