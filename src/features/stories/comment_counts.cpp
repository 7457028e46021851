#include "features/stories/comment_counts.hpp"

namespace masthead::stories {

namespace {

constexpr db::Query update_counts{"stories.comment_counts", R"sql(
    UPDATE stories
    SET comment_count = ?,
        thread_count = ?,
        last_comment_at_ms = ?
    WHERE id = ?
)sql"};

} // namespace

void set_comment_counts(db::Tx& tx, StoryId story, const CommentCounts& counts)
{
    tx.run(update_counts, {counts.comments, counts.threads, counts.last_comment_at, story});
}

} // namespace masthead::stories
