#include "features/comments/find_own.hpp"

#include "features/comments/edit_comment.hpp"
#include "features/comments/find_comments.hpp"
#include "features/comments/own_row.hpp"
#include "features/comments/thread_sql.hpp"

namespace masthead::comments {

namespace {

constexpr db::Query select_own{"comments.own", MH_OWN_COLUMNS R"sql(
    WHERE c.reader_id = ?
      AND c.story_id = ?
      AND c.state IN (0, 1, 2)
    ORDER BY c.posted_at_ms DESC, c.id DESC
    LIMIT ?
)sql"};

constexpr db::Query select_own_one{"comments.own_one", MH_OWN_COLUMNS R"sql(
    WHERE c.id = ?
      AND c.story_id = ?
      AND c.reader_id = ?
      AND c.state IN (0, 1, 2)
)sql"};

constexpr db::Query select_versions{"comment_edits.of_comment", R"sql(
    SELECT html, written_at_ms
    FROM comment_edits
    WHERE comment_id = ?
    ORDER BY version
    LIMIT 100
)sql"};

constexpr db::Query select_public_versions{"comment_edits.public_of_comment", R"sql(
    SELECT html, written_at_ms
    FROM comment_edits
    WHERE comment_id = ?
      AND was_public = 1
    ORDER BY version
    LIMIT 100
)sql"};

constexpr db::Query select_profile{"comments.profile", MH_COMMENT_FIELDS R"sql(
    , s.slug, s.headline)sql" MH_COMMENT_FROM R"sql(
    JOIN stories s ON s.id = c.story_id
    WHERE c.reader_id = ?
      AND c.listed = 1
      AND c.state = 0
      AND s.state = 2
      AND (c.posted_at_ms, c.id) < (?, ?)
    ORDER BY c.posted_at_ms DESC, c.id DESC
    LIMIT ?
)sql"};

// No more of the index is read than the bound says, however much somebody has written.
constexpr db::Query select_stories_of_reader{"comments.stories_of_reader", R"sql(
    SELECT story_id, COUNT(*)
    FROM (
        SELECT story_id
        FROM comments
        WHERE reader_id = ?
        ORDER BY posted_at_ms DESC
        LIMIT ?
    ) AS newest
    GROUP BY story_id
    LIMIT ?
)sql"};

OwnComment with_time(OwnComment own, Time now)
{
    const bool alive =
        own.comment.state == CommentState::visible || own.comment.state == CommentState::held;
    const auto until = own.comment.posted_at + edit_window;
    own.editable_until = alive && now < until ? until : Time{};
    return own;
}

} // namespace

std::vector<OwnComment> find_own(db::Snapshot& snapshot, StoryId story, ReaderId reader, Time now,
                                 int limit)
{
    return snapshot.list(select_own, {reader, story, limit},
                         [&](const db::Row& row) { return with_time(read_own(row), now); });
}

std::optional<OwnComment> find_own_comment(db::Snapshot& snapshot, StoryId story, CommentId id,
                                           ReaderId reader, Time now)
{
    return snapshot.find(select_own_one, {id, story, reader},
                         [&](const db::Row& row) { return with_time(read_own(row), now); });
}

std::vector<Version> versions_before(db::Snapshot& snapshot, CommentId id)
{
    return snapshot.list(select_versions, {id}, [](const db::Row& row) {
        return Version{row.string(0), row.time(1)};
    });
}

std::optional<History> find_history(db::Snapshot& snapshot, StoryId story, CommentId id)
{
    auto comment = find_comment(snapshot, story, id);
    if (!comment || comment->state != CommentState::visible)
        return std::nullopt;
    History history;
    history.versions = snapshot.list(select_public_versions, {id}, [](const db::Row& row) {
        return Version{row.string(0), row.time(1)};
    });
    const bool edited = to_ms(comment->edited_at) > 0;
    history.versions.push_back({comment->html, edited ? comment->edited_at : comment->posted_at});
    history.comment = std::move(*comment);
    return history;
}

std::vector<ProfileComment> find_reader_comments(db::Snapshot& snapshot, ReaderId reader,
                                                 const Cursor& after, int limit)
{
    constexpr std::int64_t end = std::numeric_limits<std::int64_t>::max();
    const auto from = after.id ? after : Cursor{from_ms(end), CommentId{end}};
    return snapshot.list(select_profile, {reader, from.at, from.id, limit}, [](const db::Row& row) {
        return ProfileComment{read_comment(row), row.string(comment_columns),
                              row.string(comment_columns + 1)};
    });
}

std::optional<std::vector<StoryId>> stories_of_reader(db::Snapshot& snapshot, ReaderId reader,
                                                      const StoriesBound& bound)
{
    struct Counted {
        StoryId story;
        int comments;
    };
    const auto found =
        snapshot.list(select_stories_of_reader, {reader, bound.comments + 1, bound.stories + 1},
                      [](const db::Row& row) {
                          return Counted{row.id<StoryId>(0), static_cast<int>(row.integer(1))};
                      });
    std::vector<StoryId> stories;
    int comments = 0;
    for (const auto& [story, count] : found) {
        stories.push_back(story);
        comments += count;
    }
    if (comments > bound.comments || std::ssize(stories) > bound.stories)
        return std::nullopt;
    return stories;
}

} // namespace masthead::comments
