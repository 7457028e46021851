#include "core/web/finishing.hpp"
#include "core/web/page_cache.hpp"

#include <doctest/doctest.h>

#include <thread>

using namespace masthead;
using namespace masthead::web;
using Begin = PageCache::Begin;

namespace {

const Acceptance any_form = parse_accept_encoding("gzip, br");
const Acceptance plain_only = parse_accept_encoding("");

/// A cache with a clock that is moved by hand.
struct Fixture {
    explicit Fixture(PageCache::Options options = {}) : cache(clock, options) {}

    DrawnPage page(std::string_view body, std::vector<std::string> tags, std::int64_t position,
                   int status = 200) const
    {
        return {finisher.version(html(status, std::string{body}), clock.now(), nullptr, false),
                std::move(tags), position, std::nullopt};
    }

    Begin begin(const std::string& key) { return cache.begin(key, {{any_form, "", ""}, {}}).what; }

    /// Draws and keeps.
    PageCache::Finished draw(const std::string& key, std::string_view body,
                             std::vector<std::string> tags, std::int64_t position)
    {
        begin(key);
        return cache.finish(key, page(body, std::move(tags), position));
    }

    /// The body that a reader would get now; "-" for none.
    std::string body(std::string_view key)
    {
        const auto found = cache.find(key, any_form, "", "").page;
        return found ? found->bytes.substr(found->head_bytes) : "-";
    }

    ManualClock clock{from_ms(1'800'000'000'000)};
    Finisher finisher{"default-src 'self'", false};
    PageCache cache;
};

std::string long_text(std::string_view word)
{
    std::string text;
    while (text.size() < 5'000)
        text += word;
    return text;
}

} // namespace

TEST_CASE("a page is drawn once and then found")
{
    Fixture f;
    CHECK(f.body("/a/") == "-");
    CHECK(f.begin("/a/") == Begin::draw);
    CHECK(f.begin("/a/") == Begin::wait);
    CHECK(f.begin("/b/") == Begin::draw);
    const auto finished = f.cache.finish("/a/", f.page("a", {"story:1"}, 5));
    CHECK_FALSE(finished.again);
    CHECK(finished.waiters.size() == 2);
    CHECK(f.body("/a/") == "a");
    CHECK(f.begin("/a/") == Begin::ready);
    CHECK(f.cache.counts().drawings == 2);
}

TEST_CASE("a drop reaches the pages that name the tag and are older")
{
    Fixture f;
    f.draw("/a/", "a", {"story:1", "stories"}, 10);
    f.draw("/b/", "b", {"story:2", "stories"}, 20);
    f.clock.advance(Milliseconds{300});
    f.cache.drop("story:1", 10); // the page has seen event 10 already
    CHECK(f.body("/a/") == "a");
    f.cache.drop("story:1", 11);
    CHECK(f.body("/a/") == "-");
    CHECK(f.body("/b/") == "b");
    f.cache.drop("stories", 15);
    CHECK(f.body("/b/") == "b");
    f.cache.drop("nobody", 100);
    CHECK(f.body("/b/") == "b");
}

TEST_CASE("a page is redrawn at most once in 250 ms, the old one being served meanwhile")
{
    Fixture f;
    f.draw("/a/", "old", {"story:1"}, 1);
    f.cache.drop("story:1", 2);
    CHECK(f.body("/a/") == "old");
    f.clock.advance(limits::page_redraw_interval - Milliseconds{1});
    f.cache.drop("story:1", 3);
    CHECK(f.body("/a/") == "old");
    f.clock.advance(Milliseconds{1});
    CHECK(f.body("/a/") == "-");
    f.draw("/a/", "new", {"story:1"}, 3);
    CHECK(f.body("/a/") == "new");
    CHECK(f.cache.counts().stale_hits == 2);
}

TEST_CASE("a clock that is set back keeps no stale page alive")
{
    Fixture f;
    f.draw("/a/", "old", {"story:1"}, 1);
    f.cache.drop("story:1", 2);
    f.clock.advance(-Milliseconds{3'600'000});
    CHECK(f.body("/a/") == "-");
}

TEST_CASE("a withdrawn story is not served again, not for a moment")
{
    Fixture f;
    f.draw("/a/", "withdrawn", {"story:1"}, 1);
    f.cache.drop("story:1", 2, Drop::urgently);
    CHECK(f.body("/a/") == "-");
    CHECK(f.begin("/a/") == Begin::draw);
}

TEST_CASE("a drawing that a drop overtook is not kept as fresh")
{
    Fixture f;
    f.begin("/a/");
    f.cache.drop("story:1", 8);
    const auto finished = f.cache.finish("/a/", f.page("old", {"story:1"}, 7));
    CHECK_FALSE(finished.again); // who waited may see it
    CHECK(finished.waiters.size() == 1);
    f.clock.advance(limits::page_redraw_interval);
    CHECK(f.body("/a/") == "-");
}

TEST_CASE("a drawing that read the event before its drop arrived is fresh")
{
    Fixture f;
    f.begin("/a/");
    f.cache.drop("story:1", 8);
    f.cache.finish("/a/", f.page("new", {"story:1"}, 8));
    f.clock.advance(Milliseconds{1'000});
    CHECK(f.body("/a/") == "new");
}

TEST_CASE("a drawing that an urgent drop overtook is shown to nobody and made again")
{
    Fixture f;
    f.begin("/a/");
    f.cache.drop("story:1", 8, Drop::urgently);
    const auto overtaken = f.cache.finish("/a/", f.page("withdrawn", {"story:1"}, 7));
    CHECK(overtaken.again);
    CHECK(overtaken.waiters.empty());
    CHECK(f.body("/a/") == "-");
    CHECK(f.begin("/a/") == Begin::wait);
    // The second drawing began after the drop: it is good whatever position it reports.
    const auto finished = f.cache.finish("/a/", f.page("gone", {"story:1"}, 7));
    CHECK_FALSE(finished.again);
    CHECK(finished.waiters.size() == 2);
}

TEST_CASE("only what is stored and fresh is kept for others")
{
    Fixture f;
    CHECK_FALSE(f.cache.kept("/a/"));
    f.draw("/a/", "a", {"story:1"}, 100);
    const auto kept = f.cache.kept("/a/");
    REQUIRE(kept);
    CHECK(kept->version == f.cache.version_of("/a/"));
    CHECK(kept->tags == std::vector<std::string>{"story:1"});
    CHECK(kept->position == 100);
    f.cache.drop("story:1", 101);
    CHECK(f.body("/a/") == "a"); // for this one's readers it may serve a moment longer
    CHECK_FALSE(f.cache.kept("/a/"));
}

TEST_CASE("a page too old for a reader is not given to him, and not redrawn for him")
{
    Fixture f;
    const auto ask = [&](std::int64_t since) {
        PageCache::Waiter waiter{{any_form, "", ""}, {}, {since, {}, {}}};
        return f.cache.begin("/a/", std::move(waiter));
    };
    f.draw("/a/", "old", {"story:1"}, 10);
    CHECK(ask(10).what == Begin::ready);
    CHECK(ask(11).what == Begin::later);
    CHECK_FALSE(ask(11).again_at); // its drops have not been made
    f.cache.note_position(11);
    CHECK(ask(11).what == Begin::ready); // they have, and none reached the page
    f.cache.drop("story:1", 12);
    f.cache.note_position(12);
    CHECK(ask(10).what == Begin::ready);
    const auto later = ask(12);
    CHECK(later.what == Begin::later);
    CHECK(later.again_at == f.clock.now() + limits::page_redraw_interval);
    CHECK(later.waiter.since.position == 12);
    CHECK(ask(0).what == Begin::ready);
    CHECK(f.cache.counts().drawings == 1);
    f.clock.advance(limits::page_redraw_interval);
    CHECK(ask(13).what == Begin::later); // 13 is still to come: nothing is drawn for it
    CHECK(ask(12).what == Begin::draw);
}

TEST_CASE("who wants a newer page than was drawn is told when it is due, the others get it")
{
    Fixture f;
    const auto began = f.clock.now();
    f.begin("/a/");
    f.cache.drop("story:1", 8);
    f.cache.note_position(8);
    f.cache.begin("/a/", {{any_form, "", ""}, {}, {8, {}, {}}});
    f.clock.advance(Milliseconds{100});
    const auto finished = f.cache.finish("/a/", f.page("old", {"story:1"}, 7));
    CHECK(finished.waiters.size() == 1);
    REQUIRE(finished.early.size() == 1);
    CHECK(finished.early[0].since.position == 8);
    CHECK(finished.redraw_at == began + limits::page_redraw_interval);
}

TEST_CASE("a form of an old page is not what somebody waits for who wants a newer one")
{
    Fixture f;
    f.begin("/a/");
    f.cache.finish("/a/", f.page(long_text("word "), {"story:1"}, 7));
    const auto begun = f.cache.begin("/a/", {{plain_only, "", ""}, {}});
    REQUIRE(begun.what == Begin::expand);
    f.cache.drop("story:1", 8);
    f.cache.note_position(8);
    f.clock.advance(limits::page_redraw_interval);
    CHECK(f.cache.begin("/a/", {{any_form, "", ""}, {}, {8, {}, {}}}).what == Begin::wait);
    const auto plain = f.finisher.with_form(*begun.version, Encoding::identity);
    const auto finished = f.cache.expanded("/a/", begun.version, plain);
    CHECK(finished.waiters.size() == 1);
    CHECK(finished.early.size() == 1);
}

TEST_CASE("a page ends at its hour")
{
    Fixture f;
    f.begin("/a/");
    auto page = f.page("embargoed", {}, 1);
    page.valid_until = f.clock.now() + Milliseconds{1'000};
    f.cache.finish("/a/", page);
    f.clock.advance(Milliseconds{999});
    CHECK(f.body("/a/") == "embargoed");
    f.clock.advance(Milliseconds{1});
    CHECK(f.body("/a/") == "-");
}

TEST_CASE("the page used longest ago makes room, and bytes stay below their limit")
{
    PageCache::Options options;
    options.bytes_max = 20'000;
    Fixture f{options};
    f.draw("/kept/", "kept", {}, 1);
    for (int i = 0; i < 100; ++i) {
        f.draw("/" + std::to_string(i) + "/", "page " + std::to_string(i), {}, 1);
        CHECK(f.body("/kept/") == "kept");
        CHECK(f.cache.counts().bytes <= options.bytes_max);
    }
    CHECK(f.body("/0/") == "-");
    CHECK(f.body("/99/") == "page 99");
    CHECK(f.cache.counts().evictions > 50);
}

TEST_CASE("a page of exactly the limit is kept, one past it is not")
{
    Fixture measuring;
    measuring.draw("/a/", std::string(3'000, 'a'), {}, 1);
    PageCache::Options options;
    options.bytes_max = measuring.cache.counts().bytes;
    Fixture fits{options};
    fits.draw("/a/", std::string(3'000, 'a'), {}, 1);
    CHECK(fits.body("/a/") != "-");
    --options.bytes_max;
    Fixture tight{options};
    tight.draw("/a/", std::string(3'000, 'a'), {}, 1);
    CHECK(tight.body("/a/") == "-");
    CHECK(tight.cache.counts().bytes == 0);
}

TEST_CASE("a page that others share is not evicted by them")
{
    PageCache::Options options;
    options.error_bytes_max = 10'000;
    Fixture f{options};
    const auto shared = f.page("no such page", {"stories"}, 1, 404);
    f.begin("shared");
    f.cache.finish("shared", shared);
    for (int i = 0; i < 200; ++i) {
        const auto key = "/made-up-" + std::to_string(i) + "/";
        f.begin(key);
        const auto kept = f.cache.kept("shared");
        REQUIRE(kept);
        f.cache.finish(key, *kept);
    }
    CHECK(f.cache.counts().evictions > 100);
}

TEST_CASE("made-up addresses evict no real page")
{
    PageCache::Options options;
    options.bytes_max = 100'000;
    options.error_bytes_max = 10'000;
    Fixture f{options};
    f.draw("/real/", "real", {}, 1);
    for (int i = 0; i < 200; ++i) {
        const auto key = "/made-up-" + std::to_string(i) + "/";
        f.begin(key);
        f.cache.finish(key, f.page("no such page", {"stories"}, 1, 404));
    }
    CHECK(f.body("/real/") == "real");
    CHECK(f.body("/made-up-199/") == "no such page");
    CHECK(f.cache.counts().error_bytes <= options.error_bytes_max);
    f.cache.drop("stories", 2, Drop::urgently);
    CHECK(f.cache.counts().error_bytes == 0);
}

TEST_CASE("tags are bounded, and forgetting one forgets no drop")
{
    PageCache::Options options;
    options.tags_max = 8;
    Fixture f{options};
    f.begin("/slow/");
    for (int i = 0; i < 100; ++i)
        f.cache.drop("tag:" + std::to_string(i), 5, Drop::urgently);
    CHECK(f.cache.counts().tags <= options.tags_max);
    CHECK(f.cache.finish("/slow/", f.page("old", {"tag:3"}, 4)).again);
    f.cache.abandon("/slow/");
    for (int i = 0; i < 100; ++i)
        f.draw("/" + std::to_string(i) + "/", "x", {"story:" + std::to_string(i)}, 5);
    CHECK(f.cache.counts().tags <= options.tags_max);
    CHECK(f.cache.counts().pages == options.tags_max);
}

TEST_CASE("forms are chosen by what the reader takes")
{
    Fixture f;
    f.begin("/a/");
    const auto page = f.page(long_text("word "), {}, 1);
    f.cache.finish("/a/", page);
    auto found = f.cache.find("/a/", any_form, "", "");
    CHECK(found.page->encoding == "gzip");
    CHECK(found.wants_brotli);
    CHECK_FALSE(f.cache.find("/a/", any_form, "", "").wants_brotli); // asked for once
    const auto more = f.finisher.with_form(*page.version, Encoding::brotli);
    f.cache.add_form("/a/", page.version, more);
    CHECK(f.cache.find("/a/", any_form, "", "").page->encoding == "br");
    CHECK(f.cache.find("/a/", parse_accept_encoding("gzip"), "", "").page->encoding == "gzip");

    CHECK_FALSE(f.cache.find("/a/", plain_only, "", "").page);
    auto begun = f.cache.begin("/a/", {{plain_only, "", ""}, {}});
    REQUIRE(begun.what == Begin::expand);
    const auto plain = f.finisher.with_form(*begun.version, Encoding::identity);
    CHECK(f.cache.expanded("/a/", begun.version, plain).waiters.size() == 1);
    const auto identity = f.cache.find("/a/", plain_only, "", "").page;
    REQUIRE(identity);
    CHECK(identity->bytes.ends_with("word word "));
    CHECK(f.cache.find("/a/", any_form, "", "").page->encoding == "br");
}

TEST_CASE("a page that is dropped while a form is made is drawn again")
{
    Fixture f;
    f.begin("/a/");
    f.cache.finish("/a/", f.page(long_text("word "), {"story:1"}, 1));
    const auto begun = f.cache.begin("/a/", {{plain_only, "", ""}, {}});
    REQUIRE(begun.what == Begin::expand);
    f.cache.drop("story:1", 2, Drop::urgently);
    const auto plain = f.finisher.with_form(*begun.version, Encoding::identity);
    CHECK(f.cache.expanded("/a/", begun.version, plain).again);
    CHECK(f.cache.finish("/a/", f.page("gone", {"story:1"}, 2)).waiters.size() == 1);
}

TEST_CASE("who holds the page is told that it is still good")
{
    Fixture f;
    f.begin("/a/");
    const auto page = f.page(long_text("word "), {}, 1);
    f.cache.finish("/a/", page);
    const auto status = [&](const Acceptance& acceptance, const std::string& if_none_match,
                            std::string_view since) {
        const auto found = f.cache.find("/a/", acceptance, if_none_match, since).page;
        return found ? int{found->status} : 0;
    };
    const std::string tag = "\"" + page.version->etag + "-gz\"";
    CHECK(status(any_form, tag, "") == 304);
    CHECK(status(any_form, "\"other\", W/" + tag, "") == 304);
    CHECK(status(any_form, "*", "") == 304);
    CHECK(status(any_form, "\"other\"", "") == 200);
    // A tag of a form that he does not take is not his page.
    CHECK(status(plain_only, tag, "") == 0);
    const std::string drawn = format_http_date(f.clock.now());
    CHECK(status(any_form, "", drawn) == 304);
    CHECK(status(any_form, "\"other\"", drawn) == 200); // If-None-Match goes first
    CHECK(status(any_form, "", format_http_date(f.clock.now() - Milliseconds{1'000})) == 200);
    CHECK(status(any_form, "", "Thu, 01 Jan 2099 00:00:00 GMT") == 200);
    CHECK(status(any_form, "", "not-a-date") == 200);
}

TEST_CASE("many threads may use it at once")
{
    PageCache::Options options;
    options.bytes_max = 60'000;
    Fixture f{options};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&f, t] {
            for (int i = 0; i < 2'000; ++i) {
                const auto number = std::to_string((i * 7 + t) % 50);
                const auto key = "/" + number + "/";
                if (!f.cache.find(key, any_form, "", "").page && f.begin(key) == Begin::draw)
                    f.cache.finish(key, f.page(number, {"story:" + number}, i));
                if (i % 11 == 0)
                    f.cache.drop("story:" + number, i, i % 2 == 0 ? Drop::lazily : Drop::urgently);
            }
        });
    }
    for (auto& thread : threads)
        thread.join();
    CHECK(f.cache.counts().bytes <= options.bytes_max);
}
