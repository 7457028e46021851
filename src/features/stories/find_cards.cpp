#include "features/stories/find_stories.hpp"
#include "features/stories/story_row.hpp"

// What a list shows beside a story: its section and its lead picture.
#define MH_CARD_COLUMNS                                                                            \
    MH_STORY_COLUMNS                                                                               \
    ", c.slug, c.name, m.path, m.width, m.height"
#define MH_CARD_JOINS                                                                              \
    " LEFT JOIN sections c ON c.id = s.section_id LEFT JOIN media m ON m.id = s.lead_media_id "

namespace masthead::stories {

namespace {

constexpr db::Query select_card{"stories.card",
                                MH_CARD_COLUMNS " FROM stories s" MH_CARD_JOINS R"sql(
    WHERE s.id = ?
)sql"};

constexpr db::Query select_latest{"stories.latest",
                                  MH_CARD_COLUMNS " FROM stories s" MH_CARD_JOINS R"sql(
    WHERE s.kind = 0
      AND s.state = 2
    ORDER BY s.published_at_ms DESC, s.id DESC
    LIMIT ? OFFSET ?
)sql"};

constexpr db::Query select_featured{"stories.featured",
                                    MH_CARD_COLUMNS " FROM stories s" MH_CARD_JOINS R"sql(
    WHERE s.kind = 0
      AND s.state = 2
      AND s.featured = 1
    ORDER BY s.published_at_ms DESC, s.id DESC
    LIMIT ?
)sql"};

constexpr db::Query select_developing{"stories.developing",
                                      MH_CARD_COLUMNS " FROM stories s" MH_CARD_JOINS R"sql(
    WHERE s.kind = 0
      AND s.state = 2
      AND s.developing = 1
    ORDER BY s.published_at_ms DESC, s.id DESC
    LIMIT ?
)sql"};

constexpr db::Query select_section_stories{"stories.section",
                                           MH_CARD_COLUMNS " FROM stories s" MH_CARD_JOINS R"sql(
    WHERE s.section_id = ?
      AND s.kind = 0
      AND s.state = 2
    ORDER BY s.published_at_ms DESC, s.id DESC
    LIMIT ? OFFSET ?
)sql"};

constexpr db::Query select_topic_stories{
    "stories.topic", MH_CARD_COLUMNS
    " FROM story_topics st JOIN stories s ON s.id = st.story_id" MH_CARD_JOINS R"sql(
    WHERE st.topic_id = ?
      AND st.published_at_ms > 0
      AND s.kind = 0
    ORDER BY st.published_at_ms DESC, st.story_id DESC
    LIMIT ? OFFSET ?
)sql"};

constexpr db::Query select_author_stories{
    "stories.author", MH_CARD_COLUMNS
    " FROM story_authors sa JOIN stories s ON s.id = sa.story_id" MH_CARD_JOINS R"sql(
    WHERE sa.author_id = ?
      AND sa.published_at_ms > 0
      AND s.kind = 0
    ORDER BY sa.published_at_ms DESC, sa.story_id DESC
    LIMIT ? OFFSET ?
)sql"};

constexpr db::Query select_month{"stories.month",
                                 MH_CARD_COLUMNS " FROM stories s" MH_CARD_JOINS R"sql(
    WHERE s.kind = 0
      AND s.state = 2
      AND s.published_at_ms >= ?
      AND s.published_at_ms < ?
    ORDER BY s.published_at_ms DESC, s.id DESC
    LIMIT ? OFFSET ?
)sql"};

// Among the stories commented last, those with most comments: bounded, however old the archive is.
constexpr db::Query select_discussed{"stories.discussed", MH_CARD_COLUMNS R"sql(
    FROM (
        SELECT id AS story_id
        FROM stories
        WHERE kind = 0
          AND state = 2
          AND last_comment_at_ms > 0
        ORDER BY last_comment_at_ms DESC
        LIMIT 60
    ) recent
    JOIN stories s ON s.id = recent.story_id)sql" MH_CARD_JOINS R"sql(
    ORDER BY s.comment_count DESC, s.published_at_ms DESC, s.id DESC
    LIMIT ?
)sql"};

constexpr db::Query select_byline{"story_authors.byline", R"sql(
    SELECT a.id, a.slug, a.name, a.bio, a.picture_id
    FROM story_authors sa
    JOIN authors a ON a.id = sa.author_id
    WHERE sa.story_id = ?
    ORDER BY sa.place
    LIMIT 20
)sql"};

constexpr db::Query count_all{"stories.count_latest", R"sql(
    SELECT COUNT(*)
    FROM stories
    WHERE kind = 0
      AND state = 2
)sql"};

constexpr db::Query count_in_section{"stories.count_section", R"sql(
    SELECT COUNT(*)
    FROM stories
    WHERE section_id = ?
      AND kind = 0
      AND state = 2
)sql"};

constexpr db::Query count_in_topic{"stories.count_topic", R"sql(
    SELECT COUNT(*)
    FROM story_topics st
    JOIN stories s ON s.id = st.story_id
    WHERE st.topic_id = ?
      AND st.published_at_ms > 0
      AND s.kind = 0
)sql"};

constexpr db::Query count_by_author{"stories.count_author", R"sql(
    SELECT COUNT(*)
    FROM story_authors sa
    JOIN stories s ON s.id = sa.story_id
    WHERE sa.author_id = ?
      AND sa.published_at_ms > 0
      AND s.kind = 0
)sql"};

constexpr db::Query count_in_month{"stories.count_month", R"sql(
    SELECT COUNT(*)
    FROM stories
    WHERE kind = 0
      AND state = 2
      AND published_at_ms >= ?
      AND published_at_ms < ?
)sql"};

StoryCard read_card(const db::Row& row)
{
    StoryCard card;
    card.story = read_story(row);
    card.section.id = card.story.section;
    card.section.slug = row.string(story_columns);
    card.section.name = row.string(story_columns + 1);
    card.lead_path = row.string(story_columns + 2);
    card.lead_width = static_cast<int>(row.integer(story_columns + 3));
    card.lead_height = static_cast<int>(row.integer(story_columns + 4));
    return card;
}

std::vector<StoryCard> cards(db::Snapshot& snapshot, const db::Query& query, db::Args args)
{
    auto list = snapshot.list(query, args, read_card);
    for (auto& card : list) {
        card.authors = snapshot.list(select_byline, {card.story.id}, [](const db::Row& row) {
            return Author{row.id<AuthorId>(0), row.string(1),      row.string(2),
                          row.string(3),       row.id<MediaId>(4), {}};
        });
    }
    return list;
}

int count(db::Snapshot& snapshot, const db::Query& query, db::Args args)
{
    return static_cast<int>(snapshot.integer(query, args));
}

} // namespace

std::optional<StoryCard> find_card(db::Snapshot& snapshot, StoryId id)
{
    auto list = cards(snapshot, select_card, {id});
    if (list.empty())
        return std::nullopt;
    return std::move(list.front());
}

std::vector<StoryCard> latest_stories(db::Snapshot& snapshot, Range range)
{
    return cards(snapshot, select_latest, {range.limit, range.offset});
}

std::vector<StoryCard> featured_stories(db::Snapshot& snapshot, int limit)
{
    return cards(snapshot, select_featured, {limit});
}

std::vector<StoryCard> developing_stories(db::Snapshot& snapshot, int limit)
{
    return cards(snapshot, select_developing, {limit});
}

std::vector<StoryCard> section_stories(db::Snapshot& snapshot, SectionId section, Range range)
{
    return cards(snapshot, select_section_stories, {section, range.limit, range.offset});
}

std::vector<StoryCard> topic_stories(db::Snapshot& snapshot, TopicId topic, Range range)
{
    return cards(snapshot, select_topic_stories, {topic, range.limit, range.offset});
}

std::vector<StoryCard> author_stories(db::Snapshot& snapshot, AuthorId author, Range range)
{
    return cards(snapshot, select_author_stories, {author, range.limit, range.offset});
}

std::vector<StoryCard> month_stories(db::Snapshot& snapshot, int year, unsigned month, Range range)
{
    return cards(
        snapshot, select_month,
        {month_start(year, month), month_start(year, month + 1), range.limit, range.offset});
}

std::vector<StoryCard> most_discussed(db::Snapshot& snapshot, int limit)
{
    return cards(snapshot, select_discussed, {limit});
}

int count_latest(db::Snapshot& snapshot)
{
    return count(snapshot, count_all, {});
}

int count_section(db::Snapshot& snapshot, SectionId section)
{
    return count(snapshot, count_in_section, {section});
}

int count_topic(db::Snapshot& snapshot, TopicId topic)
{
    return count(snapshot, count_in_topic, {topic});
}

int count_author(db::Snapshot& snapshot, AuthorId author)
{
    return count(snapshot, count_by_author, {author});
}

int count_month(db::Snapshot& snapshot, int year, unsigned month)
{
    return count(snapshot, count_in_month,
                 {month_start(year, month), month_start(year, month + 1)});
}

} // namespace masthead::stories
