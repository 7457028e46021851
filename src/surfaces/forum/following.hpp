#pragma once

#include "features/follows/find_feed.hpp"
#include "features/follows/find_follows.hpp"
#include "surfaces/forum/place.hpp"

#include <optional>
#include <string>
#include <string_view>

/// What the pages about following share. For this folder only.
namespace masthead::forum {

/// "1764000000000-42": a place in a list ordered by time and id. Opaque to whoever follows a link.
std::string place_text(Time at, std::int64_t id);
/// Absent where it is no such place.
std::optional<comments::Cursor> read_place(std::string_view text);

/// Something that is or was followed, as a line says it.
struct NamedTarget {
    follows::FollowTarget target;
    std::string name; ///< empty where it is gone
    std::string url;
    std::string under; ///< of a thread: the story's headline
};
/// Of a thread by somebody who and `viewer` are kept apart by a block, only the story is named.
NamedTarget name_target(db::Snapshot& snapshot, const follows::FollowTarget& target,
                        ReaderId viewer);

/// "/following/story/42/": where it is followed and unfollowed.
std::string follow_url(const follows::FollowTarget& target);
/// "Reader", "Thread" …, in the page's language.
std::string kind_label(const Speech& speech, follows::FollowKind kind);

/// The entries of one's own lists: `current` says which of them is drawn.
handlebars::Array following_tabs(const Speech& speech, std::string_view current);

/// One comment of what is new, in its context.
handlebars::Object feed_item_context(const Speech& speech, const follows::FeedItem& item);

} // namespace masthead::forum
