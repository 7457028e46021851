#include "features/stories/find_stories.hpp"

#include "core/base/check.hpp"
#include "features/stories/story_row.hpp"

namespace masthead::stories {

namespace {

constexpr db::Query select_story{"stories.by_id", MH_STORY_COLUMNS R"sql(
    FROM stories s
    WHERE s.id = ?
)sql"};

constexpr db::Query select_story_by_slug{"stories.by_slug", MH_STORY_COLUMNS R"sql(
    FROM stories s
    WHERE s.slug = ?
)sql"};

constexpr db::Query select_body{"story_bodies.by_story", R"sql(
    SELECT source, source_format, html, html_version
    FROM story_bodies
    WHERE story_id = ?
)sql"};

constexpr db::Query select_author{"authors.by_slug", R"sql(
    SELECT id, slug, name, bio, picture_id
    FROM authors
    WHERE slug = ?
)sql"};

constexpr db::Query select_section{"sections.by_slug", R"sql(
    SELECT id, slug, name, description, place
    FROM sections
    WHERE slug = ?
)sql"};

constexpr db::Query select_topic{"topics.by_slug", R"sql(
    SELECT id, slug, name, description
    FROM topics
    WHERE slug = ?
)sql"};

constexpr db::Query select_author_by_id{"authors.by_id", R"sql(
    SELECT id, slug, name, bio, picture_id
    FROM authors
    WHERE id = ?
)sql"};

constexpr db::Query select_section_by_id{"sections.by_id", R"sql(
    SELECT id, slug, name, description, place
    FROM sections
    WHERE id = ?
)sql"};

constexpr db::Query select_topic_by_id{"topics.by_id", R"sql(
    SELECT id, slug, name, description
    FROM topics
    WHERE id = ?
)sql"};

constexpr db::Query select_sections{"sections.all", R"sql(
    SELECT id, slug, name, description, place
    FROM sections
    ORDER BY place, name, id
    LIMIT 500
)sql"};

constexpr db::Query select_story_topics{"topics.of_story", R"sql(
    SELECT t.id, t.slug, t.name, t.description
    FROM story_topics st
    JOIN topics t ON t.id = st.topic_id
    WHERE st.story_id = ?
    ORDER BY st.place
    LIMIT 200
)sql"};

constexpr db::Query select_pages{"stories.pages", MH_STORY_COLUMNS R"sql(
    FROM stories s
    WHERE s.kind = 1
      AND s.state = 2
    ORDER BY s.headline, s.id
    LIMIT ?
)sql"};

constexpr db::Query select_newest_before{"stories.newest_before", R"sql(
    SELECT published_at_ms
    FROM stories
    WHERE kind = 0
      AND state = 2
      AND published_at_ms < ?
    ORDER BY published_at_ms DESC
    LIMIT 1
)sql"};

Author read_author(const db::Row& row)
{
    return {row.id<AuthorId>(0), row.string(1),      row.string(2),
            row.string(3),       row.id<MediaId>(4), {}};
}

Section read_section(const db::Row& row)
{
    return {row.id<SectionId>(0), row.string(1), row.string(2), row.string(3),
            static_cast<int>(row.integer(4))};
}

Topic read_topic(const db::Row& row)
{
    return {row.id<TopicId>(0), row.string(1), row.string(2), row.string(3)};
}

} // namespace

std::optional<Story> find_story(db::Snapshot& snapshot, StoryId id)
{
    return snapshot.find(select_story, {id}, [](const db::Row& row) { return read_story(row); });
}

std::optional<Story> find_story_by_slug(db::Snapshot& snapshot, std::string_view slug)
{
    return snapshot.find(select_story_by_slug, {slug},
                         [](const db::Row& row) { return read_story(row); });
}

std::optional<StoryBody> find_body(db::Snapshot& snapshot, StoryId id)
{
    return snapshot.find(select_body, {id}, [](const db::Row& row) {
        return StoryBody{row.string(0), row.as<SourceFormat>(1), row.string(2),
                         static_cast<int>(row.integer(3))};
    });
}

std::optional<Author> find_author(db::Snapshot& snapshot, std::string_view slug)
{
    return snapshot.find(select_author, {slug}, read_author);
}

std::optional<Section> find_section(db::Snapshot& snapshot, std::string_view slug)
{
    return snapshot.find(select_section, {slug}, read_section);
}

std::optional<Topic> find_topic(db::Snapshot& snapshot, std::string_view slug)
{
    return snapshot.find(select_topic, {slug}, read_topic);
}

std::optional<Author> find_author(db::Snapshot& snapshot, AuthorId id)
{
    return snapshot.find(select_author_by_id, {id}, read_author);
}

std::optional<Section> find_section(db::Snapshot& snapshot, SectionId id)
{
    return snapshot.find(select_section_by_id, {id}, read_section);
}

std::optional<Topic> find_topic(db::Snapshot& snapshot, TopicId id)
{
    return snapshot.find(select_topic_by_id, {id}, read_topic);
}

std::vector<Section> all_sections(db::Snapshot& snapshot)
{
    return snapshot.list(select_sections, {}, read_section);
}

std::vector<Topic> topics_of(db::Snapshot& snapshot, StoryId story)
{
    return snapshot.list(select_story_topics, {story}, read_topic);
}

std::vector<Story> public_pages(db::Snapshot& snapshot, int limit)
{
    return snapshot.list(select_pages, {limit}, [](const db::Row& row) { return read_story(row); });
}

std::vector<Month> archive_months(db::Snapshot& snapshot, int limit)
{
    using namespace std::chrono;
    std::vector<Month> months;
    std::int64_t before = INT64_MAX;
    // One index seek a month that has stories: quicker than grouping all of them.
    while (static_cast<int>(months.size()) < limit) {
        const auto newest = snapshot.integer(select_newest_before, {before}, -1);
        if (newest < 0)
            break;
        const year_month_day date{floor<days>(from_ms(newest))};
        const auto year_number = static_cast<int>(date.year());
        const auto month_number = static_cast<unsigned>(date.month());
        months.push_back(
            {year_number, month_number, count_month(snapshot, year_number, month_number)});
        before = to_ms(month_start(year_number, month_number));
    }
    return months;
}

} // namespace masthead::stories
