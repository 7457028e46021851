#pragma once

#include "core/db/transaction.hpp"
#include "features/follows/follow.hpp"

#include <cstdint>
#include <optional>
#include <vector>

/// Statements on follows. Nobody outside this folder includes it.
namespace masthead::follows::sql {

std::optional<Follow> find(db::Snapshot& snapshot, FollowId id);
std::optional<Follow> find(db::Snapshot& snapshot, ReaderId reader, const FollowTarget& target);
std::vector<ReaderId> list_followers(db::Snapshot& snapshot, const FollowTarget& target,
                                     ReaderId after, int limit);
std::vector<Follow> newest_followers(db::Snapshot& snapshot, const FollowTarget& target,
                                     const Follow& before, int limit);
std::vector<Follow> newest_follows(db::Snapshot& snapshot, ReaderId reader, const Follow& before,
                                   int limit);
std::vector<std::int64_t> list_ids(db::Snapshot& snapshot, ReaderId reader, FollowKind kind,
                                   int limit);
std::vector<CommentId> list_threads(db::Snapshot& snapshot, ReaderId reader, StoryId story,
                                    int limit);
int count_followers(db::Snapshot& snapshot, const FollowTarget& target, int at_most);
int count_follows(db::Snapshot& snapshot, ReaderId reader, int at_most);

void insert(db::Tx& tx, const Follow& follow);
void remove(db::Tx& tx, FollowId id);

} // namespace masthead::follows::sql
