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
    std::string network_key;    ///< of a guest: moderation::network_key, for the bounds below
    Time saved_at{};
};

inline constexpr int drafts_per_owner_max = 50;
/// What guests may keep, each draft at most limits::comment_bytes_max: 3 MB of one network, 160 MB
/// in all. Beyond it the oldest go. A guest's draft serves the minutes until they have signed in,
/// so the newest is the one whose writer is still there; to refuse it instead would lose the words
/// that somebody is typing just now, and let whoever fills the room keep it closed.
inline constexpr int guest_drafts_per_network_max = 200;
inline constexpr int guest_drafts_max = 10'000;
struct GuestBounds {
    int per_network = guest_drafts_per_network_max;
    int all = guest_drafts_max;
};
inline constexpr auto draft_kept = std::chrono::hours{24 * 30};
inline constexpr auto guest_draft_kept = std::chrono::hours{24 * 2};

std::string reader_draft_owner(ReaderId reader);
bool is_guest_draft_owner(std::string_view owner);
/// `key_hash`: the hash of a guest's draft key; the key itself is in their cookie alone.
std::string guest_draft_owner(std::string_view key_hash);

/// Keeps or replaces it; an empty text drops it. Refuses `not_found` for a story that is not
/// public, `too_large` over limits::comment_bytes_max, `too_many` past drafts_per_owner_max. One
/// more of guests than may be kept makes room by dropping the oldest of theirs.
Result<void> save_draft(db::Tx& tx, const Draft& draft, Time now, const GuestBounds& bounds = {});

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
