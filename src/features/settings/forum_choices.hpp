#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "core/db/transaction.hpp"

namespace masthead::settings {

/// What an editor chooses about who may take part; the words stand in wording.hpp, the pace and
/// closing of conversations with features/comments.
struct ForumChoices {
    /// A new reader's comments that wait for a person before anything of theirs appears by itself;
    /// 0: none do. One is what an editor wants who is asleep at night: whoever comes only to
    /// advertise or insult never gets a line onto the page, everybody else waits once in their
    /// life.
    int held_first_comments = 1;
    int minimum_age = 16; ///< asked for at sign-up, GDPR art. 8; states allow 13 and up
};

inline constexpr int held_first_comments_max = 100;
inline constexpr int minimum_age_least = 13;
inline constexpr int minimum_age_most = 21;

/// The choices as stored; defaults where nothing is.
ForumChoices load_forum_choices(db::Snapshot& snapshot);

/// Stores what differs and says so by one `newsroom.changed`. Refuses `invalid`
/// ("newsroom.held_first_comments", "newsroom.minimum_age") outside the limits above.
Result<void> save_forum_choices(db::Tx& tx, const ForumChoices& choices, Time now);

} // namespace masthead::settings
