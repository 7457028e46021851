#pragma once

#include "core/db/transaction.hpp"
#include "features/follows/follow.hpp"

#include <optional>
#include <vector>

namespace masthead::follows {

std::optional<Follow> find_follow(db::Snapshot& snapshot, FollowId id);

/// The follow of this reader and target, where there is one.
std::optional<Follow> find_follow(db::Snapshot& snapshot, ReaderId reader,
                                  const FollowTarget& target);

/// Who follows a thing, in order of id after `after_reader` (none: from the first), at most
/// `limit`: for telling all of them in stretches.
std::vector<ReaderId> find_followers(db::Snapshot& snapshot, const FollowTarget& target,
                                     ReaderId after_reader, int limit);

/// The newest first, before a follow (none: from the newest).
std::vector<Follow> newest_followers(db::Snapshot& snapshot, const FollowTarget& target,
                                     const Follow& before, int limit);

/// All a reader follows, the newest first, before a follow (none: from the newest).
std::vector<Follow> newest_follows(db::Snapshot& snapshot, ReaderId reader, const Follow& before,
                                   int limit);

/// What of one kind a reader follows, in order of id, at most follows_max.
std::vector<std::int64_t> followed_ids(db::Snapshot& snapshot, ReaderId reader, FollowKind kind);

/// Which threads under a story a reader follows, the latest first, at most threads_of_story_max.
inline constexpr int threads_of_story_max = 500;
std::vector<CommentId> followed_threads(db::Snapshot& snapshot, ReaderId reader, StoryId story);

/// Number of followers, counted no further than `at_most`.
int count_followers(db::Snapshot& snapshot, const FollowTarget& target, int at_most);
int count_follows(db::Snapshot& snapshot, ReaderId reader, int at_most);

} // namespace masthead::follows
