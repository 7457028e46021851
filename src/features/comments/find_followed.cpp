#include "features/comments/find_followed.hpp"

#include "features/comments/comment_row.hpp"

#include <limits>

namespace masthead::comments {

namespace {

constexpr db::Query select_thread{"comments.seen_thread", R"sql(
    SELECT 1
    FROM comments c
    JOIN stories s ON s.id = c.story_id
    WHERE c.id = ?
      AND c.parent_id IS NULL
      AND c.listed = 1
      AND s.state = 2
)sql"};

// Each of these reads an index and not one row of the table: a page of what somebody follows asks
// a thousand times.
constexpr db::Query reader_older{"comments.reader_older", R"sql(
    SELECT posted_at_ms, id
    FROM comments
    WHERE reader_id = ?
      AND (posted_at_ms, id) < (?, ?)
    ORDER BY posted_at_ms DESC, id DESC
    LIMIT ?
)sql"};

constexpr db::Query reader_newer{"comments.reader_newer", R"sql(
    SELECT posted_at_ms, id
    FROM comments
    WHERE reader_id = ?
      AND (posted_at_ms, id) > (?, ?)
    ORDER BY posted_at_ms, id
    LIMIT ?
)sql"};

constexpr db::Query thread_older{"comments.thread_older", R"sql(
    SELECT posted_at_ms, id
    FROM comments
    WHERE thread_id = ?
      AND listed = 1
      AND (posted_at_ms, id) < (?, ?)
    ORDER BY posted_at_ms DESC, id DESC
    LIMIT ?
)sql"};

constexpr db::Query thread_newer{"comments.thread_newer", R"sql(
    SELECT posted_at_ms, id
    FROM comments
    WHERE thread_id = ?
      AND listed = 1
      AND (posted_at_ms, id) > (?, ?)
    ORDER BY posted_at_ms, id
    LIMIT ?
)sql"};

constexpr db::Query story_older{"comments.story_older", R"sql(
    SELECT posted_at_ms, id
    FROM comments
    WHERE story_id = ?
      AND listed = 1
      AND state = 0
      AND (posted_at_ms, id) < (?, ?)
    ORDER BY posted_at_ms DESC, id DESC
    LIMIT ?
)sql"};

constexpr db::Query story_newer{"comments.story_newer", R"sql(
    SELECT posted_at_ms, id
    FROM comments
    WHERE story_id = ?
      AND listed = 1
      AND state = 0
      AND (posted_at_ms, id) > (?, ?)
    ORDER BY posted_at_ms, id
    LIMIT ?
)sql"};

constexpr db::Query select_streams{"comments.streams", R"sql(
    SELECT reader_id, thread_id, story_id, posted_at_ms
    FROM comments
    WHERE id = ?
)sql"};

constexpr db::Query select_followed{"comments.followed", MH_COMMENT_FIELDS R"sql(
    , s.slug, s.headline, p.reader_id, p.state, p.listed, p.html, pr.display_name
)sql" MH_COMMENT_FROM R"sql(
    JOIN stories s ON s.id = c.story_id
    LEFT JOIN comments p ON p.id = c.parent_id
    LEFT JOIN readers pr ON pr.id = p.reader_id
    WHERE c.id = ?
      AND c.state = 0
      AND c.listed = 1
      AND s.state = 2
)sql"};

const db::Query& query_of(StreamKind kind, Direction direction)
{
    const bool older = direction == Direction::older;
    switch (kind) {
    case StreamKind::reader: return older ? reader_older : reader_newer;
    case StreamKind::thread: return older ? thread_older : thread_newer;
    case StreamKind::story: break;
    }
    return older ? story_older : story_newer;
}

FollowedComment read_followed(const db::Row& row)
{
    FollowedComment found;
    found.comment = read_comment(row);
    int column = comment_columns;
    found.story_slug = row.string(column++);
    found.story_headline = row.string(column++);
    found.answered = row.id<ReaderId>(column);
    const bool is_seen = !row.is_null(column) &&
                         row.as<CommentState>(column + 1) == CommentState::visible &&
                         row.flag(column + 2);
    if (is_seen) {
        found.answered_html = row.string(column + 3);
        found.answered_name = row.string(column + 4);
    }
    return found;
}

} // namespace

bool is_seen_thread(db::Snapshot& snapshot, CommentId id)
{
    return snapshot.integer(select_thread, {id}) != 0;
}

std::vector<Cursor> find_places(db::Snapshot& snapshot, const Stream& stream, Direction direction,
                                const Cursor& from, int limit)
{
    return snapshot.list(query_of(stream.kind, direction),
                         {stream.id, from.at, from.id.value(), limit}, [](const db::Row& row) {
                             return Cursor{row.time(0), row.id<CommentId>(1)};
                         });
}

Cursor first_place()
{
    return {from_ms(std::numeric_limits<std::int64_t>::min()), CommentId{}};
}

Cursor last_place()
{
    constexpr auto end = std::numeric_limits<std::int64_t>::max();
    return {from_ms(end), CommentId{end}};
}

std::optional<StreamsOf> find_streams_of(db::Snapshot& snapshot, CommentId id)
{
    return snapshot.find(select_streams, {id}, [](const db::Row& row) {
        return StreamsOf{row.id<ReaderId>(0), row.id<CommentId>(1), row.id<StoryId>(2),
                         row.time(3)};
    });
}

std::optional<FollowedComment> find_followed_comment(db::Snapshot& snapshot, CommentId id)
{
    return snapshot.find(select_followed, {id}, read_followed);
}

} // namespace masthead::comments
