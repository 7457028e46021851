#pragma once

#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/comments/quote.hpp"
#include "features/ids.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::comments {

/// A comment being written. One for each owner, story and parent.
struct Draft {
    std::string owner; ///< reader_draft_owner or guest_draft_owner
    StoryId story;
    CommentId parent;           ///< none: a thread
    std::string text;           ///< as typed
    std::optional<Quote> quote; ///< kind, comment and exact words only
    Time saved_at{};
};

inline constexpr int drafts_per_owner_max = 50;
inline constexpr auto draft_kept = std::chrono::hours{24 * 30};
inline constexpr auto guest_draft_kept = std::chrono::hours{24 * 2};

std::string reader_draft_owner(ReaderId reader);
/// `key_hash`: the hash of a guest's draft key; the key itself is in their cookie alone.
std::string guest_draft_owner(std::string_view key_hash);

/// Keeps or replaces it; an empty text drops it. Refuses `not_found` for a story that is not
/// public, `too_large` over limits::comment_bytes_max, `too_many` past drafts_per_owner_max.
Result<void> save_draft(db::Tx& tx, const Draft& draft, Time now);

/// The newest draft of an owner under a story.
std::optional<Draft> find_draft(db::Snapshot& snapshot, std::string_view owner, StoryId story);
/// The one for a place.
std::optional<Draft> find_draft_for(db::Snapshot& snapshot, std::string_view owner, StoryId story,
                                    CommentId parent);

/// The one for a place goes, where there is one.
void drop_draft(db::Tx& tx, std::string_view owner, StoryId story, CommentId parent);
/// All of an owner's drafts go.
void drop_drafts_of(db::Tx& tx, std::string_view owner);

/// A guest has signed in: their drafts are the reader's, where the reader has none for that place.
void adopt_drafts(db::Tx& tx, std::string_view guest_owner, ReaderId reader);

/// Drops drafts past their time, at most `limit`; answers how many.
std::int64_t drop_old_drafts(db::Tx& tx, Time now, int limit);

/// All drafts of an owner, for a reader's own data.
std::vector<Draft> drafts_of(db::Snapshot& snapshot, std::string_view owner);

} // namespace masthead::comments
