#include "features/follows/follow_sql.hpp"

#include <limits>

namespace masthead::follows::sql {

namespace {

#define MH_FOLLOW_COLUMNS "SELECT id, reader_id, kind, target_id, followed_at_ms FROM follows"

constexpr db::Query select_one{"follows.find", MH_FOLLOW_COLUMNS R"sql(
    WHERE id = ?
)sql"};

constexpr db::Query select_of_reader{"follows.of_reader", MH_FOLLOW_COLUMNS R"sql(
    WHERE reader_id = ?
      AND kind = ?
      AND target_id = ?
)sql"};

constexpr db::Query select_followers{"follows.followers", R"sql(
    SELECT reader_id
    FROM follows
    WHERE kind = ?
      AND target_id = ?
      AND reader_id > ?
    ORDER BY reader_id
    LIMIT ?
)sql"};

constexpr db::Query select_newest_followers{"follows.newest_followers", MH_FOLLOW_COLUMNS R"sql(
    WHERE kind = ?
      AND target_id = ?
      AND (followed_at_ms, id) < (?, ?)
    ORDER BY followed_at_ms DESC, id DESC
    LIMIT ?
)sql"};

constexpr db::Query select_newest_follows{"follows.newest", MH_FOLLOW_COLUMNS R"sql(
    WHERE reader_id = ?
      AND (followed_at_ms, id) < (?, ?)
    ORDER BY followed_at_ms DESC, id DESC
    LIMIT ?
)sql"};

constexpr db::Query select_ids{"follows.ids", R"sql(
    SELECT target_id
    FROM follows
    WHERE reader_id = ?
      AND kind = ?
    ORDER BY target_id
    LIMIT ?
)sql"};

constexpr db::Query select_threads{"follows.threads_of_story", R"sql(
    SELECT f.target_id
    FROM follows f
    JOIN comments c ON c.id = f.target_id
    WHERE f.reader_id = ?
      AND f.kind = 1
      AND c.story_id = ?
    ORDER BY f.target_id DESC
    LIMIT ?
)sql"};

constexpr db::Query count_of_target{"follows.count_followers", R"sql(
    SELECT COUNT(*)
    FROM (SELECT 1 FROM follows WHERE kind = ? AND target_id = ? LIMIT ?) AS counted
)sql"};

constexpr db::Query count_of_reader{"follows.count", R"sql(
    SELECT COUNT(*)
    FROM (SELECT 1 FROM follows WHERE reader_id = ? LIMIT ?) AS counted
)sql"};

constexpr db::Query insert_one{"follows.insert", R"sql(
    INSERT INTO follows (id, reader_id, kind, target_id, followed_at_ms)
    VALUES (?, ?, ?, ?, ?)
)sql"};

constexpr db::Query delete_one{"follows.delete", R"sql(
    DELETE FROM follows
    WHERE id = ?
)sql"};

Follow read_follow(const db::Row& row)
{
    return {row.id<FollowId>(0),
            row.id<ReaderId>(1),
            {row.as<FollowKind>(2), row.integer(3)},
            row.time(4)};
}

// The row before which a stretch begins: everything, where none is named.
struct Before {
    explicit Before(const Follow& follow)
    {
        constexpr auto end = std::numeric_limits<std::int64_t>::max();
        at = follow.id ? to_ms(follow.followed_at) : end;
        id = follow.id ? follow.id.value() : end;
    }
    std::int64_t at = 0;
    std::int64_t id = 0;
};

} // namespace

std::optional<Follow> find(db::Snapshot& snapshot, FollowId id)
{
    return snapshot.find(select_one, {id}, read_follow);
}

std::optional<Follow> find(db::Snapshot& snapshot, ReaderId reader, const FollowTarget& target)
{
    return snapshot.find(select_of_reader, {reader, target.kind, target.id}, read_follow);
}

std::vector<ReaderId> list_followers(db::Snapshot& snapshot, const FollowTarget& target,
                                     ReaderId after, int limit)
{
    return snapshot.list(select_followers, {target.kind, target.id, after.value(), limit},
                         [](const db::Row& row) { return row.id<ReaderId>(0); });
}

std::vector<Follow> newest_followers(db::Snapshot& snapshot, const FollowTarget& target,
                                     const Follow& before, int limit)
{
    const Before from{before};
    return snapshot.list(select_newest_followers, {target.kind, target.id, from.at, from.id, limit},
                         read_follow);
}

std::vector<Follow> newest_follows(db::Snapshot& snapshot, ReaderId reader, const Follow& before,
                                   int limit)
{
    const Before from{before};
    return snapshot.list(select_newest_follows, {reader, from.at, from.id, limit}, read_follow);
}

std::vector<std::int64_t> list_ids(db::Snapshot& snapshot, ReaderId reader, FollowKind kind,
                                   int limit)
{
    return snapshot.list(select_ids, {reader, kind, limit},
                         [](const db::Row& row) { return row.integer(0); });
}

std::vector<CommentId> list_threads(db::Snapshot& snapshot, ReaderId reader, StoryId story,
                                    int limit)
{
    return snapshot.list(select_threads, {reader, story, limit},
                         [](const db::Row& row) { return row.id<CommentId>(0); });
}

int count_followers(db::Snapshot& snapshot, const FollowTarget& target, int at_most)
{
    return static_cast<int>(snapshot.integer(count_of_target, {target.kind, target.id, at_most}));
}

int count_follows(db::Snapshot& snapshot, ReaderId reader, int at_most)
{
    return static_cast<int>(snapshot.integer(count_of_reader, {reader, at_most}));
}

void insert(db::Tx& tx, const Follow& follow)
{
    tx.run(insert_one,
           {follow.id, follow.reader, follow.target.kind, follow.target.id, follow.followed_at});
}

void remove(db::Tx& tx, FollowId id)
{
    tx.run(delete_one, {id});
}

} // namespace masthead::follows::sql
