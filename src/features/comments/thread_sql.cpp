#include "features/comments/thread_sql.hpp"

#include "features/comments/comment_row.hpp"

namespace masthead::comments::sql {

namespace {

// Every time is later than the one named, but with it the planner walks the listed threads' index
// and not all comments of the story.
constexpr db::Query count_listed{"comments.count_threads", R"sql(
    SELECT COUNT(*)
    FROM comments
    WHERE story_id = ?
      AND parent_id IS NULL
      AND listed = 1
      AND posted_at_ms > -9223372036854775807
)sql"};

constexpr db::Query count_newer{"comments.count_newer", R"sql(
    SELECT COUNT(*)
    FROM comments
    WHERE story_id = ?
      AND parent_id IS NULL
      AND listed = 1
      AND (posted_at_ms, id) > (?, ?)
)sql"};

constexpr db::Query threads_newest{"comments.threads_newest", MH_COMMENT_COLUMNS R"sql(
    WHERE c.story_id = ?
      AND c.parent_id IS NULL
      AND c.listed = 1
    ORDER BY c.posted_at_ms DESC, c.id DESC
    LIMIT ? OFFSET ?
)sql"};

constexpr db::Query threads_oldest{"comments.threads_oldest", MH_COMMENT_COLUMNS R"sql(
    WHERE c.story_id = ?
      AND c.parent_id IS NULL
      AND c.listed = 1
    ORDER BY c.posted_at_ms, c.id
    LIMIT ? OFFSET ?
)sql"};

constexpr db::Query threads_respect{"comments.threads_respect", MH_COMMENT_COLUMNS R"sql(
    WHERE c.story_id = ?
      AND c.parent_id IS NULL
      AND c.listed = 1
    ORDER BY c.respect_count DESC, c.posted_at_ms DESC, c.id DESC
    LIMIT ? OFFSET ?
)sql"};

constexpr db::Query threads_replies{"comments.threads_replies", MH_COMMENT_COLUMNS R"sql(
    WHERE c.story_id = ?
      AND c.parent_id IS NULL
      AND c.listed = 1
    ORDER BY c.reply_count DESC, c.posted_at_ms DESC, c.id DESC
    LIMIT ? OFFSET ?
)sql"};

constexpr db::Query select_first_replies{"comments.first_replies", MH_COMMENT_COLUMNS R"sql(
    WHERE c.thread_id = ?
      AND c.listed = 1
      AND c.parent_id IS NOT NULL
    ORDER BY c.posted_at_ms, c.id
    LIMIT ?
)sql"};

constexpr db::Query select_seats{"comments.seats", R"sql(
    SELECT id, parent_id, posted_at_ms
    FROM comments
    WHERE thread_id = ?
      AND listed = 1
      AND parent_id IS NOT NULL
    ORDER BY posted_at_ms, id
    LIMIT ?
)sql"};

constexpr db::Query select_listed{"comments.listed", MH_COMMENT_COLUMNS R"sql(
    WHERE c.id = ?
      AND c.story_id = ?
      AND c.listed = 1
)sql"};

constexpr db::Query select_best{"comments.best", MH_COMMENT_COLUMNS R"sql(
    WHERE c.story_id = ?
      AND c.parent_id IS NULL
      AND c.listed = 1
      AND c.state = 0
    ORDER BY c.respect_count DESC, c.posted_at_ms DESC, c.id DESC
    LIMIT 1
)sql"};

constexpr db::Query select_quoting{"comments.quoting_shown", R"sql(
    SELECT id
    FROM comments
    WHERE quote_comment_id = ?
      AND story_id = ?
      AND listed = 1
      AND state = 0
    ORDER BY id
    LIMIT ?
)sql"};

const db::Query& query_for(Sort sort)
{
    switch (sort) {
    case Sort::newest: return threads_newest;
    case Sort::oldest: return threads_oldest;
    case Sort::respect: return threads_respect;
    case Sort::replies: return threads_replies;
    }
    return threads_newest;
}

} // namespace

int count_threads(db::Snapshot& snapshot, StoryId story)
{
    return static_cast<int>(snapshot.integer(count_listed, {story}));
}

int count_newer_threads(db::Snapshot& snapshot, const Comment& thread)
{
    return static_cast<int>(
        snapshot.integer(count_newer, {thread.story, thread.posted_at, thread.id}));
}

std::vector<Comment> threads(db::Snapshot& snapshot, StoryId story, Sort sort, Stretch stretch)
{
    return snapshot.list(query_for(sort), {story, stretch.limit, stretch.offset}, read_comment);
}

std::vector<Comment> first_replies(db::Snapshot& snapshot, CommentId thread, int limit)
{
    return snapshot.list(select_first_replies, {thread, limit}, read_comment);
}

std::vector<TreeSeat> thread_seats(db::Snapshot& snapshot, CommentId thread)
{
    return snapshot.list(select_seats, {thread, thread_seats_max}, [](const db::Row& row) {
        return TreeSeat{row.id<CommentId>(0), row.id<CommentId>(1), row.time(2)};
    });
}

std::optional<Comment> find_listed(db::Snapshot& snapshot, StoryId story, CommentId id)
{
    return snapshot.find(select_listed, {id, story}, read_comment);
}

std::vector<CommentId> quoting_comments(db::Snapshot& snapshot, StoryId story, CommentId quoted,
                                        int limit)
{
    return snapshot.list(select_quoting, {quoted, story, limit},
                         [](const db::Row& row) { return row.id<CommentId>(0); });
}

std::optional<Comment> most_respected(db::Snapshot& snapshot, StoryId story)
{
    return snapshot.find(select_best, {story}, read_comment);
}

} // namespace masthead::comments::sql
