#include "features/stories/find_stories.hpp"
#include "features/stories/save_story.hpp"

#include "core/base/limits.hpp"
#include "core/db/event_log.hpp"
#include "stories_cast.hpp"

#include <doctest/doctest.h>

namespace masthead::stories {

using Cast = test::StoriesCast;

TEST_CASE("a taken or reserved slug gets a number")
{
    Cast cast;
    CHECK(cast.save(cast.draft("strike")).slug == "strike");
    CHECK(cast.save(cast.draft("strike")).slug == "strike-2");
    CHECK(cast.save(cast.draft("section")).slug == "section-2");
    CHECK(cast.save(cast.draft("")).slug == "story");
}

TEST_CASE("only published stories stand in lists, newest first")
{
    Cast cast;
    cast.save(cast.draft("old", 120));
    cast.save(cast.draft("new", 10));
    auto hidden = cast.draft("hidden", 5);
    hidden.state = StoryState::draft;
    cast.save(hidden);
    auto page = cast.draft("about", 1);
    page.kind = StoryKind::page;
    cast.save(page);
    cast.database->read([&](db::Snapshot& s) {
        const auto latest = latest_stories(s, {10, 0});
        REQUIRE(latest.size() == 2);
        CHECK(latest[0].story.slug == "new");
        CHECK(count_latest(s) == 2);
        CHECK(public_pages(s, 10).size() == 1);
    });
}

TEST_CASE("a withdrawn story leaves every list and comes back where it stood")
{
    Cast cast;
    auto draft = cast.draft("strike");
    draft.authors = {cast.author("ada")};
    draft.topics = {cast.topic("ferries")};
    draft.section = cast.section("news");
    const auto id = cast.save(draft).id;
    const auto counts = [&] {
        return cast.database->read([&](db::Snapshot& s) {
            return std::array{count_latest(s), count_author(s, draft.authors[0]),
                              count_topic(s, draft.topics[0]), count_section(s, draft.section)};
        });
    };
    CHECK(counts() == std::array{1, 1, 1, 1});
    CHECK(
        cast.write([&](db::Tx& tx) { return withdraw_story(tx, "strike", cast.now()); }).value() ==
        id);
    CHECK(counts() == std::array{0, 0, 0, 0});
    CHECK(cast.write([&](db::Tx& tx) { return publish_story(tx, "strike", cast.now()); })
              .has_value());
    CHECK(counts() == std::array{1, 1, 1, 1});
    const auto story = cast.database->read([&](db::Snapshot& s) { return find_story(s, id); });
    CHECK(story->published_at == draft.published_at);
}

TEST_CASE("withdrawing what is unknown or was never public is refused without an event")
{
    Cast cast;
    auto draft = cast.draft("idea");
    draft.state = StoryState::draft;
    cast.save(draft);
    const auto before = cast.events().size();
    const auto unknown =
        cast.write([&](db::Tx& tx) { return withdraw_story(tx, "none", cast.now()); });
    CHECK(unknown.error().reason == Refusal::not_found);
    const auto never =
        cast.write([&](db::Tx& tx) { return withdraw_story(tx, "idea", cast.now()); });
    CHECK(never.error().reason == Refusal::conflict);
    CHECK(cast.events().size() == before);
}

TEST_CASE("each change of a story says its event")
{
    Cast cast;
    auto draft = cast.draft("strike");
    draft.id = cast.save(draft).id;
    cast.save(draft);
    (void)cast.write([&](db::Tx& tx) { return withdraw_story(tx, "strike", cast.now()); });
    CHECK(cast.events() ==
          std::vector<std::string>{"story.published", "story.updated", "story.withdrawn"});
}

TEST_CASE("scheduled stories go public when their time has come, not before")
{
    Cast cast;
    auto draft = cast.draft("tomorrow", -60);
    draft.state = StoryState::scheduled;
    draft.topics = {cast.topic("ferries")};
    cast.save(draft);
    const auto publish = [&] {
        return *cast.write(
            [&](db::Tx& tx) -> Result<int> { return publish_due_stories(tx, cast.now(), 10); });
    };
    CHECK(publish() == 0);
    CHECK(cast.database->read([](db::Snapshot& s) { return next_scheduled_at(s); }) ==
          draft.published_at);
    cast.clock.advance(std::chrono::minutes{61});
    CHECK(publish() == 1);
    CHECK(publish() == 0);
    CHECK(cast.database->read([&](db::Snapshot& s) { return count_topic(s, draft.topics[0]); }) ==
          1);
}

TEST_CASE("a headline at the limit is kept, one past it and a missing one are refused")
{
    Cast cast;
    auto draft = cast.draft("long");
    draft.headline = std::string(limits::title_bytes_max, 'x');
    CHECK(cast.write([&](db::Tx& tx) { return save_story(tx, draft, cast.now()); }).has_value());
    draft.headline += 'x';
    CHECK(cast.write([&](db::Tx& tx) { return save_story(tx, draft, cast.now()); }).has_error());
    draft.headline = "  ";
    CHECK(cast.write([&](db::Tx& tx) { return save_story(tx, draft, cast.now()); }).has_error());
}

TEST_CASE("related stories share topics before they share the section, and never the story itself")
{
    Cast cast;
    const auto ferries = cast.topic("ferries");
    const auto news = cast.section("news");
    const auto add = [&](std::string_view slug, bool in_topic, bool in_section) {
        auto draft = cast.draft(slug);
        if (in_topic)
            draft.topics = {ferries};
        if (in_section)
            draft.section = news;
        return cast.save(draft).id;
    };
    const auto strike = add("strike", true, true);
    const auto by_topic = add("by-topic", true, false);
    const auto by_section = add("by-section", false, true);
    add("neither", false, false);
    cast.database->read([&](db::Snapshot& s) {
        const auto related = related_stories(s, *find_story(s, strike), 4);
        REQUIRE(related.size() == 2);
        CHECK(related[0].story.id == by_topic);
        CHECK(related[1].story.id == by_section);
    });
}

TEST_CASE("the archive lists months that have stories, with their counts")
{
    Cast cast;
    cast.save(cast.draft("today", 10));
    cast.save(cast.draft("also-today", 20));
    cast.save(cast.draft("last-year", 60 * 24 * 365));
    cast.database->read([](db::Snapshot& s) {
        const auto months = archive_months(s, 100);
        REQUIRE(months.size() == 2);
        CHECK(months[0].year == 2026);
        CHECK(months[0].month == 11);
        CHECK(months[0].count == 2);
        CHECK(months[1].year == 2025);
        CHECK(month_stories(s, 2025, 11, {10, 0}).size() == 1);
    });
}

} // namespace masthead::stories
