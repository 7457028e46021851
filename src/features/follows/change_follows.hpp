#pragma once

#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/follows/follow.hpp"
#include "features/readers/blocks.hpp"

#include <cstdint>

namespace masthead::follows {

/// A reader begins or ends to follow something.
struct ChangeFollow {
    ReaderId reader;
    FollowTarget target;
};

/// Following what is followed already answers the follow that is there. Refuses `not_found`
/// ("reader.not_found", "follow.gone": nothing public of this kind and id), `invalid`
/// ("follow.self"), `not_allowed` ("follow.blocked": either has blocked the other), `too_many`
/// ("follow.too_many" over follows_max).  Events: reader.followed and reader.followers_changed, or
/// follow.added.
Result<FollowId> follow(db::Tx& tx, const ChangeFollow& command, Time now);

/// Works whatever became of the target; what is not followed changes nothing.  Events:
/// follow.removed; of a reader also reader.followers_changed.
Result<void> unfollow(db::Tx& tx, const ChangeFollow& command, Time now);

/// A reader takes a follower away; the follower may come back, but for a block.
struct RemoveFollower {
    ReaderId reader;
    ReaderId follower;
};
/// Events as of unfollow.
Result<void> remove_follower(db::Tx& tx, const RemoveFollower& command, Time now);

/// readers::block_reader, and neither follows the other any more: one transaction.
Result<void> block_reader(db::Tx& tx, const readers::KeepAway& command, Time now);

} // namespace masthead::follows
