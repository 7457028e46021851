#include "features/comments/find_authors.hpp"

#include <algorithm>
#include <map>

namespace masthead::comments {

namespace {

constexpr int own_comments_looked_at = 50;
constexpr int stories_looked_at = 5;
constexpr int comments_looked_at = 50;

constexpr db::Query select_muted{"comments.muted_authors", R"sql(
    SELECT m.muted_id
    FROM reader_mutes m
    WHERE m.reader_id = ?
      AND EXISTS (SELECT 1 FROM comments c WHERE c.reader_id = m.muted_id AND c.story_id = ?)
    LIMIT ?
)sql"};

constexpr db::Query select_blocked{"comments.blocked_authors", R"sql(
    SELECT b.blocked_id
    FROM reader_blocks b
    WHERE b.reader_id = ?
      AND EXISTS (SELECT 1 FROM comments c WHERE c.reader_id = b.blocked_id AND c.story_id = ?)
    LIMIT ?
)sql"};

constexpr db::Query select_blockers{"comments.blocking_authors", R"sql(
    SELECT b.reader_id
    FROM reader_blocks b
    WHERE b.blocked_id = ?
      AND EXISTS (SELECT 1 FROM comments c WHERE c.reader_id = b.reader_id AND c.story_id = ?)
    LIMIT ?
)sql"};

constexpr db::Query select_own_stories{"comments.own_stories", R"sql(
    SELECT story_id
    FROM comments
    WHERE reader_id = ?
    ORDER BY posted_at_ms DESC, id DESC
    LIMIT ?
)sql"};

constexpr db::Query select_latest_authors{"comments.latest_authors", R"sql(
    SELECT c.reader_id
    FROM comments c
    JOIN readers r ON r.id = c.reader_id
    WHERE c.story_id = ?
      AND c.listed = 1
      AND c.state = 0
      AND r.state = 1
    ORDER BY c.posted_at_ms DESC, c.id DESC
    LIMIT ?
)sql"};

ReaderId read_id(const db::Row& row)
{
    return row.id<ReaderId>(0);
}

std::vector<StoryId> own_stories(db::Snapshot& snapshot, ReaderId reader)
{
    std::vector<StoryId> stories;
    snapshot.each(select_own_stories, {reader, own_comments_looked_at}, [&](const db::Row& row) {
        const auto story = row.id<StoryId>(0);
        if (stories.size() < stories_looked_at &&
            std::ranges::find(stories, story) == stories.end())
            stories.push_back(story);
    });
    return stories;
}

} // namespace

AuthorsApart find_authors_apart(db::Snapshot& snapshot, StoryId story, ReaderId reader)
{
    AuthorsApart apart;
    apart.muted = snapshot.list(select_muted, {reader, story, authors_apart_max}, read_id);
    apart.blocked = snapshot.list(select_blocked, {reader, story, authors_apart_max}, read_id);
    for (const auto other :
         snapshot.list(select_blockers, {reader, story, authors_apart_max}, read_id)) {
        if (std::ranges::find(apart.blocked, other) == apart.blocked.end())
            apart.blocked.push_back(other);
    }
    return apart;
}

std::vector<ReaderId> find_company(db::Snapshot& snapshot, ReaderId reader, int limit)
{
    std::map<ReaderId, int> written;
    for (const auto story : own_stories(snapshot, reader)) {
        for (const auto other :
             snapshot.list(select_latest_authors, {story, comments_looked_at}, read_id)) {
            if (other != reader)
                ++written[other];
        }
    }
    std::vector<std::pair<int, ReaderId>> ranked;
    for (const auto& [other, count] : written)
        ranked.emplace_back(-count, other);
    std::ranges::sort(ranked);
    std::vector<ReaderId> company;
    for (const auto& [count, other] : ranked) {
        if (static_cast<int>(company.size()) < limit)
            company.push_back(other);
    }
    return company;
}

std::vector<ReaderId> find_latest_authors(db::Snapshot& snapshot, StoryId story, int limit)
{
    std::vector<ReaderId> authors;
    for (const auto author :
         snapshot.list(select_latest_authors, {story, comments_looked_at}, read_id)) {
        if (static_cast<int>(authors.size()) < limit &&
            std::ranges::find(authors, author) == authors.end())
            authors.push_back(author);
    }
    return authors;
}

} // namespace masthead::comments
