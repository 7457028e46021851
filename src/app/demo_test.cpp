#include "app/demo_comments.hpp"
#include "app/demo_newsroom.hpp"
#include "app/front_matter.hpp"

#include "core/db/sqlite/sqlite_database.hpp"
#include "features/comments/find_comments.hpp"
#include "features/media/media.hpp"
#include "features/stories/find_stories.hpp"

#include "shared_data.hpp"

#include <doctest/doctest.h>

namespace masthead::app {

namespace {

const EmbeddedFile small_demo[] = {
    {"demo/comments/flood.json",
     R"([{"author": "Annette S", "minutes_after": 9, "respect": 36, "text": "One <b>\n\n*two*",
          "replies": [{"author": "Tobias Quill", "minutes_after": 500, "respect": 4, "staff": true,
                       "featured": true, "text": "Yes.", "replies": []}]},
         {"author": "Annette S", "minutes_after": 400, "respect": 0, "text": "Again."}])"},
    {"demo/newsroom.json",
     R"({"title": "The Small Paper", "language": "en-GB", "timezone": "Europe/London",
         "accent_color": "#9d1b1e",
         "sections": [{"slug": "news", "name": "News", "description": "All of it."}],
         "topics": [{"slug": "floods", "name": "Floods"}],
         "authors": [{"slug": "tobias-quill", "name": "Tobias Quill", "bio": "Reporter."}]})"},
    {"demo/pages/about.md", "title: About us\n---\nWho *we* are.\n"},
    {"demo/stories/calm.md", "title: Calm\nsection: news\nhours_ago: 0.5\n---\nNothing.\n"},
    {"demo/stories/flood.md",
     "title: The flood\nstandfirst: It came.\nsection: news\ntopics: floods\n"
     "authors: tobias-quill\nhours_ago: 2\nupdated_hours_ago: 1\nfeatured: yes\ndeveloping: yes\n"
     "---\nWater **everywhere**.\n"},
};

struct Fixture {
    test::TempDir dir;
    ManualClock clock{*parse_rfc3339("2026-11-23T12:00:00Z")};
    std::unique_ptr<db::Database> database =
        db::sqlite::open_database(dir.path() / "test.db", clock, db::embedded_migrations());

    Result<DemoReport> store(const DemoContent& content)
    {
        return store_demo(*database, clock, dir.path() / "media", content);
    }
};

} // namespace

TEST_CASE("front matter is read to its end and refused where it is none")
{
    const auto front = parse_front_matter("title: A: b\r\nlist:  a , ,b\n---\nBody\n---\nmore");
    REQUIRE(front.has_value());
    CHECK(front->value("title") == "A: b");
    CHECK(front->list("list") == std::vector<std::string>{"a", "b"});
    CHECK(front->value("absent").empty());
    CHECK(front->body == "Body\n---\nmore");
    CHECK(parse_front_matter("title: x\nno colon\n---\n").error().detail.starts_with("line 2"));
    CHECK(parse_front_matter("a: 1\na: 2\n---\n").error().detail.find("twice") !=
          std::string::npos);
    CHECK(parse_front_matter("a: 1\n").has_error());
    CHECK(parse_front_matter("").has_error());
}

TEST_CASE("the demonstration is told at five past seven of its own town, last evening or this one")
{
    const auto told_at = [](std::string_view now) {
        return format_rfc3339(evening_of_the_storm(*parse_rfc3339(now), "Europe/London"));
    };
    CHECK(told_at("2026-11-23T19:04:59Z") == "2026-11-22T19:05:00.000Z");
    CHECK(told_at("2026-11-23T19:05:00Z") == "2026-11-23T19:05:00.000Z");
    CHECK(told_at("2026-07-01T18:30:00Z") == "2026-07-01T18:05:00.000Z");
}

TEST_CASE("a small demonstration is stored with everything it says")
{
    Fixture f;
    const auto content = read_demo(small_demo);
    REQUIRE(content.has_value());
    const auto report = f.store(*content);
    REQUIRE(report.has_value());
    CHECK(report->stories == 2);
    CHECK(report->pages == 1);
    CHECK(report->comments == 3);
    f.database->read([&](db::Snapshot& snapshot) {
        const auto newsroom = settings::load_newsroom(snapshot);
        CHECK(newsroom.title == "The Small Paper");
        CHECK(newsroom.menu.at(0).url == "/section/news/");
        CHECK(newsroom.footer_menu.at(0).label == "About us");
        const auto story = stories::find_story_by_slug(snapshot, "flood");
        REQUIRE(story);
        CHECK(story->featured);
        CHECK(story->developing);
        CHECK(story->comment_count == 3);
        const auto told_at = *parse_rfc3339("2026-11-22T19:05:00Z");
        CHECK(story->published_at == told_at - std::chrono::hours{2});
        CHECK(story->updated_at == told_at - std::chrono::hours{1});
        CHECK(stories::find_body(snapshot, story->id)->html.find("<strong>everywhere</strong>") !=
              std::string::npos);
        const auto threads =
            comments::find_conversation(snapshot, story->id, comments::Sort::oldest, 1)->threads;
        REQUIRE(threads.size() == 2);
        CHECK(threads[0].comment.html.find("&lt;b&gt;") != std::string::npos);
        CHECK(threads[0].comment.reader == threads[1].comment.reader);
        REQUIRE(threads[0].replies.size() == 1);
        CHECK(threads[0].replies[0].comment.staff_author ==
              stories::find_author(snapshot, "tobias-quill")->id);
        CHECK(threads[0].replies[0].comment.posted_at < f.clock.now());
    });
}

TEST_CASE("the demonstration never goes into a newsroom that has stories")
{
    Fixture f;
    const auto content = *read_demo(small_demo);
    REQUIRE(f.store(content).has_value());
    const auto refused = f.store(content);
    REQUIRE(refused.has_error());
    CHECK(refused.error().reason == Refusal::conflict);
    f.database->read([](db::Snapshot& s) { CHECK(stories::count_latest(s) == 2); });
}

TEST_CASE("no comment of the demonstration stands in the future, and their order is kept")
{
    const auto now = *parse_rfc3339("2026-11-23T12:00:00Z");
    const auto published = now - std::chrono::hours{1};
    std::vector<DemoComment> comments(4);
    comments[0].after = std::chrono::minutes{5};
    comments[1].after = std::chrono::minutes{300};
    comments[2].after = std::chrono::minutes{200};
    comments[3].after = std::chrono::minutes{59};
    const auto times = posting_times(comments, published, now);
    CHECK(times[0] == published + std::chrono::minutes{5});
    CHECK(times[3] == published + std::chrono::minutes{59});
    CHECK(times[3] < times[2]);
    CHECK(times[2] < times[1]);
    CHECK(times[1] < now);

    const auto at_once = posting_times(comments, now, now);
    for (const auto time : at_once)
        CHECK(time == now);
}

TEST_CASE("a demonstration that contradicts itself is refused with the place")
{
    const auto with = [](EmbeddedFile changed) {
        std::vector<EmbeddedFile> files{std::begin(small_demo), std::end(small_demo)};
        for (auto& file : files) {
            if (file.path == changed.path)
                file = changed;
        }
        const auto content = read_demo(files);
        REQUIRE(content.has_error());
        return content.error().detail;
    };
    CHECK(with({"demo/stories/calm.md", "title: C\nsection: nws\n---\n"}).find("nws") !=
          std::string::npos);
    CHECK(with({"demo/stories/calm.md", "title: C\nhours_ago: soon\n---\n"}).find("hours_ago") !=
          std::string::npos);
    CHECK(with({"demo/stories/calm.md", "section: news\n---\n"}).find("no title") !=
          std::string::npos);
    CHECK(with({"demo/comments/flood.json", "[{}]"}).find("flood.json") != std::string::npos);
    CHECK(with({"demo/comments/flood.json", "[["}).find("flood.json") != std::string::npos);
    CHECK(with({"demo/newsroom.json", "nothing"}).find("newsroom.json") != std::string::npos);
}

TEST_CASE("the demonstration inside the program is whole and stored")
{
    Fixture f;
    const auto content = read_demo(embedded_files());
    if (!content)
        FAIL(content.error().detail);
    const auto report = f.store(*content);
    REQUIRE(report.has_value());
    CHECK(report->stories >= 60);
    CHECK(report->pages >= 2);
    CHECK(report->comments >= 300);
    f.database->read([&](db::Snapshot& snapshot) {
        CHECK(stories::developing_stories(snapshot, 5).size() == 1);
        for (const auto& card : stories::latest_stories(snapshot, {100, 0})) {
            INFO(card.story.slug);
            CHECK(card.story.published_at < f.clock.now());
            CHECK(card.story.word_count > 50);
            CHECK_FALSE(card.authors.empty());
        }
    });
}

} // namespace masthead::app
