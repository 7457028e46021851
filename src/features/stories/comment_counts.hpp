#pragma once

#include "core/db/transaction.hpp"
#include "features/stories/story.hpp"

namespace masthead::stories {

/// What a story's row keeps of its conversation, so that lists need not count.
struct CommentCounts {
    int comments = 0; ///< visible ones
    int threads = 0;  ///< listed ones, tombstones included
    Time last_comment_at{};
};

/// Called by features/comments in the transaction that changes the conversation.
void set_comment_counts(db::Tx& tx, StoryId story, const CommentCounts& counts);

} // namespace masthead::stories
