#include "features/stories/story_sql.hpp"

namespace masthead::stories::sql {

namespace {

constexpr db::Query select_slug_owner{"stories.slug_owner", R"sql(
    SELECT id
    FROM stories
    WHERE slug = ?
)sql"};

constexpr db::Query insert{"stories.insert", R"sql(
    INSERT INTO stories (id, slug, kind, state, headline, standfirst, excerpt, language, direction,
                         section_id, lead_media_id, lead_picture_url, lead_picture_alt,
                         lead_picture_caption_html, lead_picture_credit, reading_minutes,
                         word_count, featured, developing, comments_open, comment_count,
                         thread_count, last_comment_at_ms, published_at_ms, updated_at_ms,
                         created_at_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?, ?, ?)
)sql"};

constexpr db::Query update{"stories.update", R"sql(
    UPDATE stories
    SET slug = ?, kind = ?, state = ?, headline = ?, standfirst = ?, excerpt = ?, language = ?,
        direction = ?, section_id = ?, lead_media_id = ?, lead_picture_url = ?,
        lead_picture_alt = ?, lead_picture_caption_html = ?, lead_picture_credit = ?,
        reading_minutes = ?, word_count = ?, featured = ?, developing = ?, comments_open = ?,
        published_at_ms = ?, updated_at_ms = ?
    WHERE id = ?
)sql"};

constexpr db::Query upsert_body{"story_bodies.upsert", R"sql(
    INSERT INTO story_bodies (story_id, source, source_format, html, html_version)
    VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (story_id) DO UPDATE SET source = excluded.source,
                                         source_format = excluded.source_format,
                                         html = excluded.html,
                                         html_version = excluded.html_version
)sql"};

constexpr db::Query delete_byline{"story_authors.delete", R"sql(
    DELETE FROM story_authors
    WHERE story_id = ?
)sql"};

constexpr db::Query insert_byline{"story_authors.insert", R"sql(
    INSERT INTO story_authors (story_id, author_id, place, published_at_ms)
    VALUES (?, ?, ?, ?)
    ON CONFLICT (story_id, author_id) DO NOTHING
)sql"};

constexpr db::Query delete_topics{"story_topics.delete", R"sql(
    DELETE FROM story_topics
    WHERE story_id = ?
)sql"};

constexpr db::Query insert_topic{"story_topics.insert", R"sql(
    INSERT INTO story_topics (story_id, topic_id, place, published_at_ms)
    VALUES (?, ?, ?, ?)
    ON CONFLICT (story_id, topic_id) DO NOTHING
)sql"};

constexpr db::Query update_state{"stories.state", R"sql(
    UPDATE stories
    SET state = ?,
        published_at_ms = ?
    WHERE id = ?
)sql"};

constexpr db::Query move_byline{"story_authors.move", R"sql(
    UPDATE story_authors
    SET published_at_ms = ?
    WHERE story_id = ?
)sql"};

constexpr db::Query move_topics{"story_topics.move", R"sql(
    UPDATE story_topics
    SET published_at_ms = ?
    WHERE story_id = ?
)sql"};

constexpr db::Query select_due{"stories.due", R"sql(
    SELECT id
    FROM stories
    WHERE kind IN (0, 1)
      AND state = 1
      AND published_at_ms <= ?
    ORDER BY published_at_ms, id
    LIMIT ?
)sql"};

} // namespace

Time river_time(StoryState state, Time published_at)
{
    return state == StoryState::published ? published_at : Time{};
}

bool slug_is_free(db::Snapshot& snapshot, std::string_view slug, StoryId except)
{
    const auto owner = snapshot.integer(select_slug_owner, {slug});
    return owner == 0 || owner == except.value();
}

void insert_story(db::Tx& tx, StoryId id, std::string_view slug, const SaveStory& c)
{
    tx.run(insert, {id,
                    slug,
                    c.kind,
                    c.state,
                    c.headline,
                    c.standfirst,
                    c.body.excerpt,
                    c.language,
                    c.body.direction,
                    c.section,
                    c.lead.media,
                    c.lead.url,
                    c.lead.alt,
                    c.lead.caption_html,
                    c.lead.credit,
                    c.body.reading_minutes,
                    c.body.word_count,
                    c.featured,
                    c.developing,
                    c.comments_open,
                    c.published_at,
                    c.updated_at,
                    c.created_at});
}

void update_story(db::Tx& tx, StoryId id, std::string_view slug, const SaveStory& c)
{
    tx.run(update, {slug,
                    c.kind,
                    c.state,
                    c.headline,
                    c.standfirst,
                    c.body.excerpt,
                    c.language,
                    c.body.direction,
                    c.section,
                    c.lead.media,
                    c.lead.url,
                    c.lead.alt,
                    c.lead.caption_html,
                    c.lead.credit,
                    c.body.reading_minutes,
                    c.body.word_count,
                    c.featured,
                    c.developing,
                    c.comments_open,
                    c.published_at,
                    c.updated_at,
                    id});
}

void save_body(db::Tx& tx, StoryId id, const StoryBody& body)
{
    tx.run(upsert_body, {id, body.source, body.source_format, body.html, body.html_version});
}

void replace_byline(db::Tx& tx, StoryId id, const std::vector<AuthorId>& authors, Time river)
{
    tx.run(delete_byline, {id});
    int place = 0;
    for (const auto author : authors)
        tx.run(insert_byline, {id, author, place++, river});
}

void replace_topics(db::Tx& tx, StoryId id, const std::vector<TopicId>& topics, Time river)
{
    tx.run(delete_topics, {id});
    int place = 0;
    for (const auto topic : topics)
        tx.run(insert_topic, {id, topic, place++, river});
}

void set_state(db::Tx& tx, StoryId id, StoryState state, Time published_at)
{
    const auto river = river_time(state, published_at);
    tx.run(update_state, {state, published_at, id});
    tx.run(move_byline, {river, id});
    tx.run(move_topics, {river, id});
}

std::vector<StoryId> due_stories(db::Snapshot& snapshot, Time now, int limit)
{
    return snapshot.list(select_due, {now, limit},
                         [](const db::Row& row) { return row.id<StoryId>(0); });
}

} // namespace masthead::stories::sql
