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

constexpr db::Query add_counts{"stories.add_comment_counts", R"sql(
    UPDATE stories
    SET comment_count = comment_count + ?1,
        thread_count = thread_count + ?2,
        last_comment_at_ms = CASE WHEN last_comment_at_ms < ?3 THEN ?3
                                  ELSE last_comment_at_ms END
    WHERE id = ?4
)sql"};

constexpr db::Query update_last{"stories.last_comment_at", R"sql(
    UPDATE stories
    SET last_comment_at_ms = ?
    WHERE id = ?
)sql"};

constexpr db::Query select_counts{"stories.find_comment_counts", R"sql(
    SELECT comment_count, thread_count, last_comment_at_ms
    FROM stories
    WHERE id = ?
)sql"};

constexpr db::Query select_slug_count{"stories.count_by_slug", R"sql(
    SELECT comment_count
    FROM stories
    WHERE slug = ?
      AND state = 2
)sql"};

} // namespace

void set_comment_counts(db::Tx& tx, StoryId story, const CommentCounts& counts)
{
    tx.run(update_counts, {counts.comments, counts.threads, counts.last_comment_at, story});
}

void add_comment_counts(db::Tx& tx, StoryId story, const CommentCounts& change)
{
    tx.run(add_counts, {change.comments, change.threads, change.last_comment_at, story});
}

void set_last_comment_at(db::Tx& tx, StoryId story, Time at)
{
    tx.run(update_last, {at, story});
}

CommentCounts find_comment_counts(db::Snapshot& snapshot, StoryId story)
{
    const auto found = snapshot.find(select_counts, {story}, [](const db::Row& row) {
        return CommentCounts{static_cast<int>(row.integer(0)), static_cast<int>(row.integer(1)),
                             row.time(2)};
    });
    return found.value_or(CommentCounts{});
}

std::vector<SlugCount> count_by_slug(db::Snapshot& snapshot, std::span<const std::string> slugs)
{
    std::vector<SlugCount> counts;
    for (const auto& slug : slugs.first(std::min(slugs.size(), slug_counts_max))) {
        const auto comments = snapshot.integer(select_slug_count, {slug}, -1);
        if (comments >= 0)
            counts.push_back({slug, static_cast<int>(comments)});
    }
    return counts;
}

} // namespace masthead::stories
