#include "surfaces/site/site.hpp"

#include "features/redirects/redirect.hpp"
#include "features/settings/newsroom.hpp"
#include "forum_cast.hpp"
#include "features/readers/erase_reader.hpp"
#include "surfaces/site/site_pages.hpp"

#include <doctest/doctest.h>

#include <fstream>

namespace masthead::site {

namespace {

struct Cast : test::Newsroom {
    Cast()
    {
        settings::Newsroom words;
        words.title = "The Tern";
        words.description = "News of the estuary";
        words.timezone = "Europe/London";
        words.accent_color = "#9d1b1e";
        (void)write([&](db::Tx& tx) { return settings::save_newsroom(tx, words, now()); });
    }

    SiteConfig config(std::string url = "https://tern.example") const { return {url, {}, false}; }
    std::optional<Pages> pages_;

    Pages& pages()
    {
        if (!pages_)
            pages_.emplace(*database, clock, config());
        return *pages_;
    }

    static web::Request request(std::string path, web::Fields route = {}, web::Fields query = {})
    {
        web::Request request;
        request.path = std::move(path);
        request.route = std::move(route);
        request.query = std::move(query);
        return request;
    }

    web::Response story_of(std::string slug, web::Fields query = {})
    {
        return story_page(pages(), request("/" + slug + "/", {{"slug", slug}}, std::move(query)));
    }
};

bool has_tag(const web::Response& response, const std::string& tag)
{
    return response.caching &&
           std::ranges::find(response.caching->tags, tag) != response.caching->tags.end();
}

bool contains(const web::Response& response, std::string_view text)
{
    return response.body.find(text) != std::string::npos;
}

std::size_t count(const web::Response& response, std::string_view text)
{
    std::size_t found = 0;
    for (auto at = response.body.find(text); at != std::string::npos;
         at = response.body.find(text, at + 1))
        ++found;
    return found;
}

} // namespace

TEST_CASE("a story page shows the story, its conversation and nothing unescaped")
{
    Cast cast;
    auto draft = cast.draft("strike");
    draft.headline = "Ferries <script>alert(1)</script> & \"quotes\"";
    draft.standfirst = "A <b>plain</b> standfirst";
    draft.authors = {cast.author("edda")};
    draft.section = cast.section("news");
    const auto id = cast.save(draft).id;
    const auto reader = cast.reader("Bo <img src=x onerror=alert(1)>");
    const auto thread = cast.post(cast.remark(id, reader, 1));
    cast.post(cast.remark(id, reader, 2, thread));
    cast.settle(id);
    const auto page = cast.story_of("strike");
    CHECK(page.status == 200);
    CHECK(contains(page, "Ferries &lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot;"));
    CHECK(contains(page, "Body of strike."));
    CHECK(contains(page, "id=\"comment-" + to_string(thread) + "\""));
    CHECK_FALSE(contains(page, "<script>alert"));
    CHECK_FALSE(contains(page, "<img src=x"));
    CHECK_FALSE(contains(page, "<b>plain"));
    CHECK(contains(page, "https://tern.example/strike/"));
    CHECK(contains(page, "\"isAccessibleForFree\":true"));
    CHECK(has_tag(page, story_tag(id)));
    CHECK(has_tag(page, conversation_tag(id)));
    CHECK(has_tag(page, "newsroom"));
    CHECK(page.caching->valid_until.has_value());
}

TEST_CASE("a headline cannot end the structured data's element")
{
    Cast cast;
    auto draft = cast.draft("strike");
    draft.headline = "</script><script>alert(1)</script>";
    cast.save(draft);
    CHECK_FALSE(contains(cast.story_of("strike"), "</script><script>alert"));
}

TEST_CASE("a withdrawn story answers 410 on all its addresses, an unknown or unpublished one 404")
{
    Cast cast;
    const auto id = cast.story("strike");
    const auto comment = cast.post(cast.remark(id, cast.reader("Bo"), 1));
    cast.settle(id);
    (void)cast.write([&](db::Tx& tx) { return stories::withdraw_story(tx, "strike", cast.now()); });
    const auto gone = cast.story_of("strike");
    CHECK(gone.status == 410);
    CHECK(has_tag(gone, story_tag(id)));
    CHECK_FALSE(contains(gone, "Body of strike"));
    const web::Fields route{{"slug", "strike"}, {"id", to_string(comment)}};
    CHECK(comment_page(cast.pages(), Cast::request("/strike/comments/1/", route)).status == 410);
    CHECK(thread_page(cast.pages(), Cast::request("/strike/comments/1/replies/", route)).status ==
          410);
    CHECK(cast.story_of("never").status == 404);
    auto draft = cast.draft("idea");
    draft.state = stories::StoryState::draft;
    cast.save(draft);
    const auto hidden = cast.story_of("idea");
    CHECK(hidden.status == 404);
    CHECK(hidden.body.empty());
}

TEST_CASE("every page that shows a story names it, so that a withdrawal reaches them all")
{
    Cast cast;
    auto draft = cast.draft("strike");
    draft.section = cast.section("news");
    draft.topics = {cast.topic("ferries")};
    draft.authors = {cast.author("edda")};
    const auto id = cast.save(draft).id;
    auto& pages = cast.pages();
    CHECK(has_tag(home_page(pages, Cast::request("/")), story_tag(id)));
    CHECK(has_tag(section_page(pages, Cast::request("/section/news/", {{"slug", "news"}})),
                  story_tag(id)));
    CHECK(has_tag(topic_page(pages, Cast::request("/topic/ferries/", {{"slug", "ferries"}})),
                  story_tag(id)));
    CHECK(has_tag(author_page(pages, Cast::request("/author/edda/", {{"slug", "edda"}})),
                  story_tag(id)));
    CHECK(has_tag(
        month_page(pages, Cast::request("/archive/2026/11/", {{"year", "2026"}, {"month", "11"}})),
        story_tag(id)));
    auto other = cast.draft("other");
    other.topics = draft.topics;
    cast.save(other);
    CHECK(has_tag(cast.story_of("other"), story_tag(id)));
}

TEST_CASE("old addresses lead to the new ones for good")
{
    Cast cast;
    cast.story("strike");
    (void)cast.write([&](db::Tx& tx) -> Result<int> {
        (void)redirects::save_redirect(tx, "/2019/05/old-strike/", "/strike/", cast.now());
        (void)redirects::save_redirect(tx, "/?p=77", "/strike/", cast.now());
        return 0;
    });
    const auto by_path = old_address_page(cast.pages(), Cast::request("/2019/05/old-strike"));
    CHECK(by_path.status == 301);
    CHECK(by_path.headers.at(0).second == "/strike/");
    const auto by_id = home_page(cast.pages(), Cast::request("/", {}, {{"p", "77"}}));
    CHECK(by_id.status == 301);
    CHECK(home_page(cast.pages(), Cast::request("/", {}, {{"p", "78"}})).status == 404);
    CHECK(old_address_page(cast.pages(), Cast::request("/strike/feed/")).status == 301);
    CHECK(old_address_page(cast.pages(), Cast::request("/never/feed/")).status == 404);
}

TEST_CASE("a permalink page marks its comment and keeps out of search")
{
    Cast cast;
    const auto id = cast.story("strike");
    const auto bo = cast.reader("Bo");
    const auto thread = cast.post(cast.remark(id, bo, 0));
    cast.post(cast.remark(id, bo, 1));
    cast.settle(id);
    const auto page =
        comment_page(cast.pages(), Cast::request("/strike/comments/1/",
                                                 {{"slug", "strike"}, {"id", to_string(thread)}}));
    CHECK(page.status == 200);
    CHECK(contains(page, "class=\"c linked\" id=\"comment-" + to_string(thread) + "\""));
    CHECK(count(page, "c linked") == 1);
    CHECK(contains(page, "content=\"noindex, follow\""));
    const auto unknown = comment_page(
        cast.pages(), Cast::request("/strike/comments/1/", {{"slug", "strike"}, {"id", "1"}}));
    CHECK(unknown.status == 404);
    // It may be held, and be approved: the conversation's next event ends this absence.
    REQUIRE(unknown.caching);
    for (const auto& tag : conversation_tags(id))
        CHECK(std::ranges::count(unknown.caching->tags, tag) == 1);
}

TEST_CASE("sort and page of a conversation are read strictly")
{
    Cast cast;
    cast.story("strike");
    CHECK(cast.story_of("strike", {{"sort", "respect"}}).status == 200);
    CHECK(cast.story_of("strike", {{"sort", "1; DROP TABLE"}}).status == 404);
    for (const auto* page : {"0", "-1", "01", "two", "2", "99999999999999999999"})
        CHECK_MESSAGE(cast.story_of("strike", {{"page", page}}).status == 404, page);
}

TEST_CASE("a removed comment's words are not on the page")
{
    Cast cast;
    const auto id = cast.story("strike");
    const auto bo = cast.reader("Bo");
    auto removed = cast.remark(id, bo, 0);
    removed.state = comments::CommentState::removed;
    removed.html = "<p>slander</p>";
    const auto thread = cast.post(removed);
    cast.post(cast.remark(id, bo, 1, thread));
    cast.settle(id);
    const auto page = cast.story_of("strike");
    CHECK_FALSE(contains(page, "slander"));
    CHECK(contains(page, "Removed by a moderator."));
}

TEST_CASE("the front page looks right without any story and leads with the newest featured one")
{
    Cast cast;
    const auto empty = home_page(cast.pages(), Cast::request("/"));
    CHECK(empty.status == 200);
    CHECK(contains(empty, "No story has been published yet."));
    cast.story("plain", 10);
    auto featured = cast.draft("important", 30);
    featured.featured = true;
    cast.save(featured);
    const auto front = home_page(cast.pages(), Cast::request("/"));
    const auto lead = front.body.find("class=\"card lead\"");
    REQUIRE(lead != std::string::npos);
    CHECK(front.body.find("Headline of important") < front.body.find("Headline of plain"));
}

TEST_CASE("lists are paged with addresses of their own and end at their last page")
{
    Cast cast;
    const auto news = cast.section("news");
    for (int i = 0; i < 16; ++i) {
        auto draft = cast.draft("story-" + std::to_string(i), i + 1);
        draft.section = news;
        cast.save(draft);
    }
    const auto page = [&](std::string number) {
        return section_page(cast.pages(), Cast::request("/section/news/page/" + number + "/",
                                                        {{"slug", "news"}, {"page", number}}));
    };
    CHECK(page("2").status == 200);
    CHECK(contains(page("2"), "Headline of story-15"));
    CHECK(page("3").status == 404);
    CHECK(page("1").status == 404);
}

TEST_CASE("the brand colour is a stylesheet of its own")
{
    Cast cast;
    const auto css = brand_style(cast.pages(), Cast::request("/theme/brand.css"));
    CHECK(css.body == ":root{--accent:#9d1b1e}\n");
    CHECK(css.content_type == "text/css; charset=utf-8");
}

TEST_CASE("events name the pages they make stale, and only what is taken back is urgent")
{
    const auto stale = [](std::string_view name) {
        db::Event event;
        event.name = name;
        event.story_id = 42;
        return staleness_of(event);
    };
    CHECK(stale(stories::event_withdrawn).urgent);
    CHECK_FALSE(stale(stories::event_published).urgent);
    CHECK(stale(stories::event_published).tags == std::vector<std::string>{"story:42", "stories"});
    CHECK(stale(comments::event_posted).tags ==
          std::vector<std::string>{"conversation:42", "counts"});
    CHECK_FALSE(stale(comments::event_posted).urgent);
    CHECK(stale(comments::event_removed).urgent);
    CHECK(stale(comments::event_deleted).urgent);
    CHECK(stale(comments::event_respected).tags == std::vector<std::string>{"conversation:42"});
    CHECK(stale(comments::event_reported).tags.empty());
    CHECK(stale(comments::event_rules).tags == std::vector<std::string>{"newsroom"});
    CHECK(stale(comments::event_imported).tags ==
          std::vector<std::string>{"conversation:42", "story:42", "stories"});
    CHECK(stale(redirects::event_changed).tags == std::vector<std::string>{"redirects"});
    CHECK(stale("unheard.of").tags.empty());
    db::Event erased;
    erased.name = readers::event_erased;
    erased.subject_id = 7;
    CHECK(staleness_of(erased).tags == std::vector<std::string>{"reader:7"});
    CHECK(staleness_of(erased).urgent);
}

TEST_CASE("a batch drops each tag once, and lists for their counts at most every few seconds")
{
    ManualClock clock{*parse_rfc3339("2026-11-23T12:00:00Z")};
    test::Newsroom newsroom;
    StaleTags stale{clock, *newsroom.database};
    std::vector<db::Event> batch(3);
    for (std::size_t i = 0; i < batch.size(); ++i) {
        batch[i].name = i == 1 ? comments::event_removed : comments::event_posted;
        batch[i].story_id = 42;
        batch[i].position = static_cast<std::int64_t>(i) + 10;
    }
    const auto first = stale.of(batch);
    REQUIRE(first.size() == 2);
    CHECK(first[0].tag == "conversation:42");
    CHECK(first[0].position == 12);
    CHECK(first[0].urgent);
    CHECK(first[1].tag == "counts");
    // Words taken back leave every list at once; mere numbers wait.
    CHECK(stale.of(batch).size() == 2);
    batch[1].name = comments::event_posted;
    REQUIRE(stale.of(batch).size() == 1);
    CHECK(stale.of(batch)[0].tag == "conversation:42");
    clock.advance(StaleTags::counts_pause);
    CHECK(stale.of(batch).size() == 2);
}

namespace {

/// Two stories with comments of Ada's; Bo has written under the first alone.
struct Named : test::ForumCast {
    ReaderId ada = member("Ada Plinth");
    ReaderId bo = member("Bo Quill");
    StoryId strike = story("strike");
    StoryId harbour = story("harbour");
    StaleTags stale{clock, *database};

    Named()
    {
        say(strike, ada, say(strike, bo).id);
        say(harbour, ada);
    }

    std::vector<StaleTag> tags_after(StaleTags& tags, std::int64_t position)
    {
        return tags.of(
            database->read([&](db::Snapshot& s) { return db::events_after(s, position, 100); }));
    }

    static bool drops(const std::vector<StaleTag>& tags, const std::string& tag)
    {
        return std::ranges::find(tags, tag, &StaleTag::tag) != tags.end();
    }

    std::int64_t rename(const std::string& name)
    {
        const auto before = position();
        (void)done([&](db::Tx& tx) -> Result<int> {
            const auto edited = readers::edit_profile(tx, {ada, name, "", ""}, now());
            return edited ? Result<int>{0} : Result<int>{edited.error()};
        });
        return before;
    }
};

} // namespace

TEST_CASE("a reader's new name, mark or erasure drops the pages of every story they wrote under")
{
    Named cast;
    const auto page = [&](const char* slug) {
        Pages pages{*cast.database, cast.clock, {"https://tern.example", {}, false}};
        return story_page(pages, Cast::request("/", {{"slug", slug}}));
    };
    CHECK(contains(page("strike"), "Ada Plinth"));
    CHECK(has_tag(page("strike"), conversation_tag(cast.strike)));
    CHECK(has_tag(page("strike"), std::string{tag_conversations}));
    const auto renamed = cast.tags_after(cast.stale, cast.rename("Ada Sill"));
    CHECK(Named::drops(renamed, conversation_tag(cast.strike)));
    CHECK(Named::drops(renamed, conversation_tag(cast.harbour)));
    CHECK(Named::drops(renamed, reader_tag(cast.ada)));
    CHECK_FALSE(Named::drops(renamed, std::string{tag_conversations}));
    CHECK(contains(page("strike"), "Ada Sill"));
    const auto before_mark = cast.position();
    (void)cast.write([&](db::Tx& tx) -> Result<int> {
        (void)readers::mark_staff(tx, cast.bo, StaffId{7}, cast.now());
        return 0;
    });
    const auto marked = cast.tags_after(cast.stale, before_mark);
    CHECK(Named::drops(marked, conversation_tag(cast.strike)));
    CHECK_FALSE(Named::drops(marked, conversation_tag(cast.harbour)));
    const auto before_erasure = cast.position();
    (void)cast.write([&](db::Tx& tx) -> Result<int> {
        readers::erase_reader_part(tx, cast.ada, cast.now());
        return 0;
    });
    for (const auto& drop : cast.tags_after(cast.stale, before_erasure)) {
        if (drop.tag.starts_with("conversation"))
            CHECK(drop.urgent);
    }
    CHECK_FALSE(contains(page("strike"), "Ada Sill"));
}

TEST_CASE("what only a profile shows drops no conversation")
{
    Named cast;
    const auto before = cast.position();
    (void)cast.write([&](db::Tx& tx) -> Result<int> {
        (void)readers::edit_profile(tx, {cast.ada, "Ada Plinth", "Tides, mostly.", ""}, cast.now());
        (void)readers::show_supporter(tx, cast.ada, readers::SupporterMark::shown, cast.now());
        return 0;
    });
    const auto tags = cast.tags_after(cast.stale, before);
    REQUIRE(tags.size() == 1);
    CHECK(tags[0].tag == reader_tag(cast.ada));
}

TEST_CASE("one story or one comment past the bound, a new name drops every conversation")
{
    Named cast;
    const auto before = cast.rename("Ada Sill");
    const auto drops_all = [&](const comments::StoriesBound& bound) {
        StaleTags stale{cast.clock, *cast.database, bound};
        const auto tags = cast.tags_after(stale, before);
        CHECK(Named::drops(tags, conversation_tag(cast.strike)) !=
              Named::drops(tags, std::string{tag_conversations}));
        return Named::drops(tags, std::string{tag_conversations});
    };
    CHECK_FALSE(drops_all({2, 2}));
    CHECK(drops_all({1, 2}));
    CHECK(drops_all({2, 1}));
}

TEST_CASE("every route's first word is reserved, so that no story can hide a page or be hidden")
{
    Cast cast;
    Site site{*cast.database, cast.clock, cast.config()};
    const web::Router router{site.routes()};
    for (const auto& segment : router.reserved_first_segments())
        CHECK_MESSAGE(stories::is_reserved_slug(segment), segment);
}

TEST_CASE("a theme that cannot be compiled is refused with file, line and column")
{
    test::TempDir dir;
    std::ofstream{dir.path() / "index.hbs"} << "one\n{{#if x}}two";
    std::ofstream{dir.path() / "post.hbs"} << "{{title}}";
    CHECK_THROWS_WITH_AS(load_theme(dir.path()), doctest::Contains("index.hbs:"),
                         std::runtime_error);
}

TEST_CASE("a theme in a folder finds its assets for as long as it is used")
{
    const test::TempDir dir;
    std::filesystem::create_directories(dir.path() / "assets/a-folder-with-a-long-name");
    std::ofstream{dir.path() / "index.hbs"} << "index";
    std::ofstream{dir.path() / "post.hbs"} << "post";
    std::ofstream{dir.path() / "assets/a-folder-with-a-long-name/screen.css"} << "p{}";
    const auto theme = load_theme(dir.path());
    const auto* file = theme->assets->find("a-folder-with-a-long-name/screen.css");
    REQUIRE(file != nullptr);
    CHECK(file->bytes == "p{}");
}

TEST_CASE("a theme of another hand is lent the pages it does not know, and keeps its own parts")
{
    const test::TempDir dir;
    std::filesystem::create_directories(dir.path() / "partials");
    std::filesystem::create_directories(dir.path() / "locales");
    std::ofstream{dir.path() / "index.hbs"} << "index";
    std::ofstream{dir.path() / "post.hbs"} << "{{!< default}}{{comments}}";
    std::ofstream{dir.path() / "default.hbs"} << "own layout {{{body}}}";
    std::ofstream{dir.path() / "partials/composer.hbs"} << "own composer";
    std::ofstream{dir.path() / "locales/de.json"} << R"({"Reply": "Erwidern"})";
    const auto theme = load_theme(dir.path());
    CHECK(theme->engine.find_template("forum-compose") != nullptr);
    CHECK(theme->engine.find_template("home") == nullptr);
    CHECK(theme->engine.find_template("thread") == nullptr);
    CHECK(theme->engine.find_partial("conversation") != nullptr);
    CHECK(theme->engine.find_partial("comment") != nullptr);
    CHECK(theme->engine.find_partial("composer")->file() == "partials/composer.hbs");
    CHECK(theme->engine.missing_parts().empty());
    CHECK(theme->translate("de", "Reply") == "Erwidern");
    CHECK(theme->translate("de-AT", "Report") == "Melden");
    CHECK(theme->translate("de", "No such sentence") == "No such sentence");

    const test::TempDir bare;
    std::ofstream{bare.path() / "index.hbs"} << "index";
    std::ofstream{bare.path() / "post.hbs"} << "post";
    CHECK(load_theme(bare.path())->engine.find_template("default") != nullptr);
}

TEST_CASE("a private page is never kept and alone knows who is signed in")
{
    Cast cast;
    auto request = Cast::request("/somewhere/");
    request.visitor.reader = cast.reader("Bo <b>").value();
    const auto build = [](RenderEnvironment&) {
        return std::optional{PageView{{"forum-done"}, handlebars::Object{{"title", "Done"}}, {}}};
    };
    auto& pages = cast.pages();
    const auto page = pages.draw_private(request, PageKind::forum, build);
    CHECK(page.status == 200);
    CHECK_FALSE(page.caching.has_value());
    CHECK(contains(page, "forum-template"));
    CHECK(contains(page, "noindex"));
    bool saw_visitor = false;
    (void)pages.draw_private(request, PageKind::forum, [&](RenderEnvironment& environment) {
        saw_visitor = environment.visitor.object() != nullptr;
        return build(environment);
    });
    CHECK(saw_visitor);
    (void)pages.draw(request, PageKind::forum, [&](RenderEnvironment& environment) {
        saw_visitor = environment.visitor.object() != nullptr;
        return build(environment);
    });
    CHECK_FALSE(saw_visitor);
    const auto absent = pages.draw_private(
        request, PageKind::forum,
        [](RenderEnvironment&) -> std::optional<PageView> { return std::nullopt; });
    CHECK(absent.status == 404);
    CHECK_FALSE(absent.caching.has_value());
}

TEST_CASE("dates follow moment's tokens in the newsroom's zone and language")
{
    const auto time = *parse_rfc3339("2026-07-03T22:05:09Z");
    const DateFormat london{"Europe/London", "en-GB"};
    CHECK(london.format(time, "dddd, D MMMM YYYY [at] HH:mm Z") ==
          "Friday, 3 July 2026 at 23:05 +01:00");
    CHECK(london.format(time, "Do MMM YY, h:mm") == "3rd Jul 26, 11:05");
    const DateFormat berlin{"Europe/Berlin", "de"};
    CHECK(berlin.format(time, "dddd, D. MMMM YYYY") == "Samstag, 4. Juli 2026");
    const DateFormat unknown{"Nowhere/Land", "xx-invalid-tag-of-nothing"};
    CHECK(unknown.format(time, "HH:mm") == "22:05");
    CHECK(format_rfc3339(london.next_midnight(time)) == "2026-07-03T23:00:00.000Z");
    CHECK(london.relative(time, time + std::chrono::hours{3}) == "3 hours ago");
}

} // namespace masthead::site
