#pragma once

#include "features/comments/find_followed.hpp"
#include "features/follows/activity.hpp"

#include <vector>

namespace masthead::follows {

inline constexpr int feed_page_items = 30;
/// So many comments are looked at for one page. Where most of them are not for this reader (muted,
/// removed), a page is shorter and the next goes on from there.
inline constexpr int feed_places_max = 500;

/// A stretch of what is new in all that a reader follows.
struct FeedQuery {
    ReaderId reader;
    comments::Direction direction = comments::Direction::older;
    comments::Cursor from = comments::last_place(); ///< not itself
    int limit = feed_page_items;
};

struct FeedItem {
    comments::FollowedComment shown;
    FollowTarget why; ///< of all follows it belongs to, the nearest to its author
};

struct FeedPage {
    std::vector<FeedItem> items; ///< the newest first, whatever the direction
    bool goes_on = false;        ///< in the direction that was asked for
    comments::Cursor next;       ///< where it goes on
};

/// Comments by readers whom the reader follows, and in the threads, stories and stories of authors,
/// sections and topics they follow; there a story's conversation counts from its publication on.
/// Each once, in order of (posted_at, id). Never the reader's own, never those of readers they have
/// muted or between whom and them stands a block, never what not everybody may see. What such a
/// comment answers or quotes is left out where it is by somebody not for this reader.
FeedPage find_feed(db::Snapshot& snapshot, Activity& activity, const FeedQuery& query);

} // namespace masthead::follows
