#include "features/follows/find_follows.hpp"

#include "features/follows/follow_sql.hpp"

namespace masthead::follows {

std::optional<Follow> find_follow(db::Snapshot& snapshot, FollowId id)
{
    return sql::find(snapshot, id);
}

std::optional<Follow> find_follow(db::Snapshot& snapshot, ReaderId reader,
                                  const FollowTarget& target)
{
    return sql::find(snapshot, reader, target);
}

std::vector<ReaderId> find_followers(db::Snapshot& snapshot, const FollowTarget& target,
                                     ReaderId after_reader, int limit)
{
    return sql::list_followers(snapshot, target, after_reader, limit);
}

std::vector<Follow> newest_followers(db::Snapshot& snapshot, const FollowTarget& target,
                                     const Follow& before, int limit)
{
    return sql::newest_followers(snapshot, target, before, limit);
}

std::vector<Follow> newest_follows(db::Snapshot& snapshot, ReaderId reader, const Follow& before,
                                   int limit)
{
    return sql::newest_follows(snapshot, reader, before, limit);
}

std::vector<std::int64_t> followed_ids(db::Snapshot& snapshot, ReaderId reader, FollowKind kind)
{
    return sql::list_ids(snapshot, reader, kind, follows_max);
}

std::vector<CommentId> followed_threads(db::Snapshot& snapshot, ReaderId reader, StoryId story)
{
    return sql::list_threads(snapshot, reader, story, threads_of_story_max);
}

int count_followers(db::Snapshot& snapshot, const FollowTarget& target, int at_most)
{
    return sql::count_followers(snapshot, target, at_most);
}

int count_follows(db::Snapshot& snapshot, ReaderId reader, int at_most)
{
    return sql::count_follows(snapshot, reader, at_most);
}

} // namespace masthead::follows
