#pragma once

#include "core/db/event_log.hpp"
#include "core/db/migrator.hpp"
#include "core/db/sqlite/sqlite_database.hpp"
#include "features/stories/save_story.hpp"
#include "shared_data.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace masthead::test {

/// A newsroom of stories on a real SQLite file with a clock that stands still.
struct StoriesCast {
    TempDir dir;
    ManualClock clock{*parse_rfc3339("2026-11-23T12:00:00Z")};
    std::unique_ptr<db::Database> database =
        db::sqlite::open_database(dir.path() / "masthead.db", clock, db::embedded_migrations());

    Time now() const { return clock.now(); }

    template <class Body>
    auto write(Body&& body)
    {
        return database->write(std::forward<Body>(body));
    }

    SectionId section(std::string_view slug)
    {
        return *write([&](db::Tx& tx) {
            stories::Section section;
            section.slug = slug;
            section.name = slug;
            return stories::save_section(tx, section, now());
        });
    }

    TopicId topic(std::string_view slug)
    {
        return *write([&](db::Tx& tx) {
            stories::Topic topic;
            topic.slug = slug;
            topic.name = slug;
            return stories::save_topic(tx, topic, now());
        });
    }

    AuthorId author(std::string_view slug)
    {
        return *write([&](db::Tx& tx) {
            stories::Author author;
            author.slug = slug;
            author.name = slug;
            return stories::save_author(tx, author, now());
        });
    }

    /// A published story, `minutes_ago` old, to be changed by the caller before it is saved.
    stories::SaveStory draft(std::string_view slug, int minutes_ago = 60) const
    {
        stories::SaveStory story;
        story.slug = slug;
        story.headline = "Headline of " + std::string{slug};
        story.state = stories::StoryState::published;
        story.published_at = now() - std::chrono::minutes{minutes_ago};
        story.updated_at = story.published_at;
        stories::StoryBody body;
        body.html = "<p>Body of " + std::string{slug} + ".</p>";
        story.body = stories::prepare_body(std::move(body), "en");
        return story;
    }

    stories::SavedStory save(const stories::SaveStory& story)
    {
        return *write([&](db::Tx& tx) { return stories::save_story(tx, story, now()); });
    }

    /// Names of the events about stories so far, sections and topics left out.
    std::vector<std::string> events()
    {
        std::vector<std::string> names;
        database->read([&](db::Snapshot& snapshot) {
            for (const auto& event : db::events_after(snapshot, 0, 1'000)) {
                if (event.name != stories::event_taxonomy)
                    names.push_back(event.name);
            }
        });
        return names;
    }
};

} // namespace masthead::test
