#include "core/web/compress.hpp"
#include "core/web/finishing.hpp"
#include "core/web/page_cache.hpp"

#include <doctest/doctest.h>

using namespace masthead;
using namespace masthead::web;

namespace {

const Acceptance any_form = parse_accept_encoding("gzip, br");
const Acceptance gzip_only = parse_accept_encoding("gzip");

std::string story_text()
{
    std::string text;
    for (int i = 0; i < 400; ++i)
        text += "<p>Sentence " + std::to_string(i * i) + " of what the council said of ferry " +
                std::to_string(i % 7) + ".</p>";
    return text;
}

/// A page that is kept, and a clock moved by hand.
struct KeptPage {
    KeptPage()
    {
        cache.begin("/a/", {{any_form, "", ""}, {}});
        page = {finisher.version(html(200, story_text()), clock.now(), nullptr, false),
                {"story:1"},
                1,
                std::nullopt};
        cache.finish("/a/", page);
    }

    /// How many of so many readers were told that the page is worth more effort.
    int told(std::uint32_t readers)
    {
        int count = 0;
        for (std::uint32_t i = 0; i < readers; ++i)
            count += cache.find("/a/", gzip_only, "", "").wants_denser ? 1 : 0;
        return count;
    }

    ManualClock clock{from_ms(1'800'000'000'000)};
    Finisher finisher{"default-src 'self'", false};
    PageCache cache{clock};
    DrawnPage page;
};

std::string etag_of(const net::WirePage& page)
{
    const auto at = page.bytes.find("ETag: ") + 6;
    return page.bytes.substr(at, page.bytes.find("\r\n", at) - at);
}

} // namespace

TEST_CASE("a page that many ask for and that stays as it is is worth more effort, once")
{
    KeptPage kept;
    CHECK(kept.told(page_denser_hits) == 0); // it is new
    kept.clock.advance(limits::page_redraw_interval + page_denser_after - Milliseconds{1});
    CHECK(kept.told(page_denser_hits) == 0); // a moment too early
    kept.clock.advance(Milliseconds{1});
    CHECK(kept.told(page_denser_hits - 1) == 0); // one reader too few
    CHECK(kept.told(1) == 1);
    CHECK(kept.told(3 * page_denser_hits) == 0);
}

TEST_CASE("a page that an event has reached is not worth more effort")
{
    KeptPage kept;
    kept.clock.advance(limits::page_redraw_interval + page_denser_after);
    kept.cache.drop("story:1", 2);
    CHECK(kept.told(2 * page_denser_hits) == 0);
}

TEST_CASE("the denser forms are smaller, say the same and have ETags of their own")
{
    KeptPage kept;
    const auto& quick = kept.page.version;
    const auto with_brotli = kept.finisher.with_form(*quick, Encoding::brotli);
    const auto dense = kept.finisher.denser(*with_brotli);
    REQUIRE(dense);
    CHECK(dense->dense);
    for (const Encoding encoding : {Encoding::gzip, Encoding::brotli}) {
        const auto& before = *with_brotli->forms[index_of(encoding)];
        const auto& after = *dense->forms[index_of(encoding)];
        CHECK(after.bytes.size() < before.bytes.size());
        CHECK(etag_of(after) != etag_of(before));
        CHECK(etag_of(*dense->not_modified[index_of(encoding)]) == etag_of(after));
    }
    const auto& zipped = *dense->forms[index_of(Encoding::gzip)];
    CHECK(gunzip(std::string_view{zipped.bytes}.substr(zipped.head_bytes)) == story_text());
    CHECK_FALSE(kept.finisher.denser(*dense)); // it cannot be denser
}

TEST_CASE("who holds a page from before it was compressed once more still holds it")
{
    KeptPage kept;
    const auto& quick = kept.page.version;
    const auto dense = kept.finisher.denser(*quick);
    REQUIRE(dense);
    const auto status_for = [&](const PageVersion& version, const std::string& tag) {
        return choose_form(version, gzip_only, tag, "", kept.clock.now())->status;
    };
    const auto old_tag = etag_of(*quick->forms[index_of(Encoding::gzip)]);
    const auto new_tag = etag_of(*dense->forms[index_of(Encoding::gzip)]);
    CHECK(status_for(*dense, old_tag) == 304);
    CHECK(status_for(*dense, new_tag) == 304);
    CHECK(status_for(*quick, new_tag) == 200);
    CHECK(status_for(*dense, "\"another\"") == 200);
}

TEST_CASE("a small page and one of another kind have no denser form")
{
    const Finisher finisher{"default-src 'self'", false};
    const Time now = from_ms(1'800'000'000'000);
    CHECK_FALSE(finisher.denser(*finisher.version(html(200, "a"), now, nullptr, false)));
    Response picture;
    picture.content_type = "image/webp";
    picture.body = std::string(5'000, 'x');
    CHECK_FALSE(finisher.denser(*finisher.version(picture, now, nullptr, false)));
}
