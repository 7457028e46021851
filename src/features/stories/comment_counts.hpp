#pragma once

#include "core/db/transaction.hpp"
#include "features/stories/story.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::stories {

/// What a story's row keeps of its conversation, so that lists need not count.
struct CommentCounts {
    int comments = 0; ///< visible ones
    int threads = 0;  ///< listed ones, tombstones included
    Time last_comment_at{};
};

/// Called by features/comments in the transaction that changes the conversation.
void set_comment_counts(db::Tx& tx, StoryId story, const CommentCounts& counts);

/// A change of what stands in the row: the numbers are added, the time only ever moves on.
void add_comment_counts(db::Tx& tx, StoryId story, const CommentCounts& change);

/// Sets the time of the newest comment, where the newest was taken away.
void set_last_comment_at(db::Tx& tx, StoryId story, Time at);

CommentCounts find_comment_counts(db::Snapshot& snapshot, StoryId story);

/// One public story's number of comments.
struct SlugCount {
    std::string slug;
    int comments = 0;
};

inline constexpr std::size_t slug_counts_max = 100;

/// Numbers of comments by slug, in the order asked for; stories that are not public are left out,
/// and what is asked for beyond slug_counts_max.
std::vector<SlugCount> count_by_slug(db::Snapshot& snapshot, std::span<const std::string> slugs);

} // namespace masthead::stories
