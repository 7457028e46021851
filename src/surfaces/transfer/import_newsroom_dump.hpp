#pragma once

#include "surfaces/transfer/import_newsroom.hpp"

namespace masthead::transfer {

namespace dump_queries {

inline constexpr db::Query stories{"test.stories", R"sql(
    SELECT s.slug, s.kind, s.state, s.headline, s.standfirst, s.excerpt, COALESCE(c.slug, ''),
           COALESCE(m.path, ''), s.lead_picture_url, s.lead_picture_alt,
           s.lead_picture_caption_html, s.lead_picture_credit, s.featured, s.comments_open,
           s.comment_count, s.thread_count, s.last_comment_at_ms, s.published_at_ms,
           s.updated_at_ms, s.created_at_ms, b.html, b.source
    FROM stories s
    JOIN story_bodies b ON b.story_id = s.id
    LEFT JOIN sections c ON c.id = s.section_id
    LEFT JOIN media m ON m.id = s.lead_media_id
    ORDER BY s.slug
)sql"};

inline constexpr db::Query bylines{"test.bylines", R"sql(
    SELECT s.slug, a.slug, x.place, x.published_at_ms
    FROM story_authors x
    JOIN stories s ON s.id = x.story_id
    JOIN authors a ON a.id = x.author_id
    ORDER BY s.slug, x.place
)sql"};

inline constexpr db::Query story_topics{"test.story_topics", R"sql(
    SELECT s.slug, t.slug, x.place, x.published_at_ms
    FROM story_topics x
    JOIN stories s ON s.id = x.story_id
    JOIN topics t ON t.id = x.topic_id
    ORDER BY s.slug, x.place
)sql"};

inline constexpr db::Query names{"test.names", R"sql(
    SELECT 'author', slug, name, mail FROM authors
    UNION ALL
    SELECT 'section', slug, name, description || ' ' || place FROM sections
    UNION ALL
    SELECT 'topic', slug, name, description FROM topics
    ORDER BY 1, 2
)sql"};

inline constexpr db::Query comments{"test.comments", R"sql(
    SELECT s.slug, f.foreign_id, COALESCE(p.foreign_id, ''), COALESCE(t.foreign_id, ''), c.depth,
           c.state, c.listed, c.reply_count, c.posted_at_ms, c.html, c.source, r.display_name,
           COALESCE(m.mail, ''), COALESCE(a.slug, '')
    FROM comments c
    JOIN stories s ON s.id = c.story_id
    JOIN readers r ON r.id = c.reader_id
    LEFT JOIN reader_mails m ON m.reader_id = r.id
    LEFT JOIN authors a ON a.id = r.author_id
    LEFT JOIN foreign_ids f ON f.id = c.id AND f.kind = 'comment'
    LEFT JOIN foreign_ids p ON p.id = c.parent_id AND p.kind = 'comment'
    LEFT JOIN foreign_ids t ON t.id = c.thread_id AND t.kind = 'comment'
    ORDER BY s.slug, f.foreign_id
)sql"};

inline constexpr db::Query readers{"test.readers", R"sql(
    SELECT r.display_name, r.state, COALESCE(m.mail, '')
    FROM readers r
    LEFT JOIN reader_mails m ON m.reader_id = r.id
    ORDER BY 1, 3
)sql"};

inline constexpr db::Query redirects{"test.redirects", R"sql(
    SELECT path, target
    FROM redirects
    ORDER BY path
)sql"};

inline constexpr db::Query media{"test.media", R"sql(
    SELECT path, mime, width, height, size_bytes, alt, caption_html, credit, source_url
    FROM media
    ORDER BY path
)sql"};

inline constexpr db::Query settings{"test.settings", R"sql(
    SELECT name, value
    FROM newsroom_settings
    ORDER BY name
)sql"};

inline constexpr db::Query foreign{"test.foreign", R"sql(
    SELECT site, kind, foreign_id
    FROM foreign_ids
    WHERE kind <> 'conversation'
    ORDER BY site, kind, foreign_id
)sql"};

inline constexpr db::Query open_conversations{"test.open", R"sql(
    SELECT foreign_id
    FROM foreign_ids
    WHERE kind = 'conversation'
      AND fingerprint <> 'settled'
)sql"};

} // namespace dump_queries

inline std::vector<std::string> ImportNewsroom::dump()
{
    std::vector<std::string> all;
    const auto add = [&](const db::Query& query, int columns) {
        for (auto& one : lines(query, columns))
            all.push_back(std::string{query.name} + ": " + one);
    };
    add(dump_queries::stories, 22);
    add(dump_queries::bylines, 4);
    add(dump_queries::story_topics, 4);
    add(dump_queries::names, 4);
    add(dump_queries::comments, 14);
    add(dump_queries::readers, 3);
    add(dump_queries::redirects, 2);
    add(dump_queries::media, 9);
    add(dump_queries::settings, 2);
    add(dump_queries::foreign, 3);
    add(dump_queries::open_conversations, 1);
    return all;
}

} // namespace masthead::transfer
