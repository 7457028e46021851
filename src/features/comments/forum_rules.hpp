#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/stories/conversation_mode.hpp"

#include <optional>
#include <span>
#include <string>

namespace masthead::comments {

/// At most `count` comments within `window`.
struct Pace {
    int count = 0;
    Milliseconds window{0};
};

/// How fast one reader may post: both hold.
struct Rates {
    Pace burst;
    Pace lasting;
};

/// The newsroom's rules of all its conversations; a value that callers keep in memory and renew on
/// event_rules, so that posting does not read it.
struct ForumRules {
    int close_after_days = 0; ///< conversations close by themselves; 0: never
    int reports_to_hold = 3;  ///< established readers whose reports hold a comment; 0: none do
    Rates established{{3, std::chrono::seconds{30}}, {60, std::chrono::hours{1}}};
    Rates fresh{{2, std::chrono::seconds{60}}, {10, std::chrono::hours{1}}};
};

/// From this many comments let stand and this age on a reader is no longer new, and their reports
/// count.
inline constexpr int established_comments_min = 3;
inline constexpr auto established_age_min = std::chrono::hours{24};
/// An author may edit for this long after posting.
inline constexpr auto edit_window = std::chrono::minutes{10};
inline constexpr int edits_max = 20;

/// The rules as stored; defaults where nothing is.
ForumRules load_forum_rules(db::Snapshot& snapshot);

/// Stores them and says so by event_rules. Refuses `invalid` for days outside 0 to 36,500 and
/// reports outside 0 to 100. Rates are the program's own and are not stored.
Result<void> save_forum_rules(db::Tx& tx, const ForumRules& rules, Time now);

/// The mode that holds now: the story's, or closed where its age has closed it.
stories::ConversationMode mode_now(const stories::ConversationRules& conversation,
                                   const ForumRules& rules, Time now);

/// How long a reader who posted at `posted` (newest first) must wait before the next comment; zero
/// where they need not. Pure.
Milliseconds wait_for(const Rates& rates, std::span<const Time> posted, Time now);

} // namespace masthead::comments
