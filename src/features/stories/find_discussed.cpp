#include "features/stories/find_discussed.hpp"

namespace masthead::stories {

namespace {

constexpr db::Query select_section{"stories.discussed_in_section", R"sql(
    SELECT id, published_at_ms, last_comment_at_ms
    FROM stories
    WHERE section_id = ?
      AND kind = 0
      AND state = 2
    ORDER BY published_at_ms DESC, id DESC
    LIMIT ?
)sql"};

constexpr db::Query select_topic{"stories.discussed_in_topic", R"sql(
    SELECT s.id, s.published_at_ms, s.last_comment_at_ms
    FROM story_topics st
    JOIN stories s ON s.id = st.story_id
    WHERE st.topic_id = ?
      AND st.published_at_ms > 0
      AND s.kind = 0
      AND s.state = 2
    ORDER BY st.published_at_ms DESC, st.story_id DESC
    LIMIT ?
)sql"};

constexpr db::Query select_author{"stories.discussed_by_author", R"sql(
    SELECT s.id, s.published_at_ms, s.last_comment_at_ms
    FROM story_authors sa
    JOIN stories s ON s.id = sa.story_id
    WHERE sa.author_id = ?
      AND sa.published_at_ms > 0
      AND s.kind = 0
      AND s.state = 2
    ORDER BY sa.published_at_ms DESC, sa.story_id DESC
    LIMIT ?
)sql"};

std::vector<Discussed> list(db::Snapshot& snapshot, const db::Query& query, std::int64_t id)
{
    return snapshot.list(query, {id, discussed_max}, [](const db::Row& row) {
        return Discussed{row.id<StoryId>(0), row.time(1), row.time(2)};
    });
}

} // namespace

std::vector<Discussed> discussed_in(db::Snapshot& snapshot, SectionId section)
{
    return list(snapshot, select_section, section.value());
}

std::vector<Discussed> discussed_in(db::Snapshot& snapshot, TopicId topic)
{
    return list(snapshot, select_topic, topic.value());
}

std::vector<Discussed> discussed_in(db::Snapshot& snapshot, AuthorId author)
{
    return list(snapshot, select_author, author.value());
}

} // namespace masthead::stories
