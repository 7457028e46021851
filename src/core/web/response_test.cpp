#include "core/web/finishing.hpp"
#include "core/web/compress.hpp"
#include "core/web/response.hpp"

#include <doctest/doctest.h>

using namespace masthead;
using namespace masthead::web;

namespace {

const Finisher& finisher()
{
    static const Finisher one{"default-src 'self'", true};
    return one;
}

std::string head_of(const net::WirePagePtr& page)
{
    return page->bytes.substr(0, page->head_bytes);
}

std::string location_of(const Response& response)
{
    return response.headers.at(0).second;
}

bool contains(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

} // namespace

TEST_CASE("a redirect to a path stays on the site")
{
    CHECK(location_of(moved("/a/")) == "/a/");
    CHECK(location_of(moved("//evil.example/x")) == "/evil.example/x");
    CHECK(location_of(see_other("/\\/evil.example")) == "/evil.example");
    CHECK(location_of(moved("\\\\evil.example")) == "/evil.example");
    CHECK(location_of(moved("https://www.example/")) == "https://www.example/");
    CHECK(moved("/").status == 301);
    CHECK(see_other("/").status == 303);
}

TEST_CASE("every answer carries the security fields")
{
    for (const auto& page : {finisher().answer(html(200, "x")).page,
                             finisher().plain(400, {}, true), finisher().answer(moved("/")).page}) {
        for (const char* field :
             {"Content-Security-Policy: default-src 'self'\r\n", "X-Content-Type-Options: nosniff",
              "Referrer-Policy: ", "Permissions-Policy: ", "Cross-Origin-Opener-Policy: ",
              "Strict-Transport-Security: ", "Cache-Control: no-store\r\n"})
            CHECK(contains(head_of(page), field));
    }
}

TEST_CASE("a field that could break out of its line is dropped, as are those of the server")
{
    Response response = text(200, "x");
    response.headers = {{"X-Good", "a"},
                        {"X-Bad", "a\r\nSet-Cookie: b"},
                        {"X-Nul", std::string{"a\0b", 3}},
                        {"Bad\r\nName", "a"},
                        {"Content-Length", "0"},
                        {"transfer-encoding", "chunked"},
                        {"Location", "/\nSet-Cookie: b"}};
    const auto head = head_of(finisher().answer(response).page);
    CHECK(contains(head, "X-Good: a\r\n"));
    CHECK(contains(head, "Content-Length: 1\r\n"));
    for (const char* gone : {"X-Bad", "X-Nul", "Name", "chunked", "Location", "Set-Cookie"})
        CHECK_FALSE(contains(head, gone));
}

TEST_CASE("a handler's own policy takes the place of the default")
{
    Response response = text(200, "x");
    response.headers = {{"content-security-policy", "sandbox"}, {"Cache-Control", "max-age=5"}};
    const auto head = head_of(finisher().answer(response).page);
    CHECK_FALSE(contains(head, "default-src"));
    CHECK_FALSE(contains(head, "no-store"));
    CHECK(contains(head, "sandbox"));
}

TEST_CASE("a form may end up at the origins that its page names, and at no other")
{
    const Finisher strict{"default-src 'self'; form-action 'self'; frame-src https:", false};
    const auto policy = [&](std::vector<std::string> origins) {
        Response response = html(200, "page");
        response.form_action_origins = std::move(origins);
        return head_of(strict.answer(response).page);
    };
    CHECK(policy({}).find("form-action 'self'; frame-src") != std::string::npos);
    CHECK(policy({"https://accounts.example", "http://127.0.0.1:9000"})
              .find("form-action 'self' https://accounts.example http://127.0.0.1:9000; frame") !=
          std::string::npos);
    for (const char* wrong :
         {"*", "https:", "https://", "https://a.example; script-src *", "https://a.example *",
          "javascript://a", "https://*.example", "'unsafe-inline'", "https://a.example/x", ""}) {
        CAPTURE(wrong);
        CHECK(policy({wrong}).find("form-action 'self'; frame-src") != std::string::npos);
    }
    // A policy that does not speak of forms allows them everywhere already.
    const Finisher loose{"default-src 'self'", false};
    Response response = html(200, "page");
    response.form_action_origins = {"https://accounts.example"};
    CHECK(head_of(loose.answer(response).page).find("default-src 'self'\r\n") != std::string::npos);
}

TEST_CASE("the forms of a page differ in coding and ETag only")
{
    std::string body;
    for (int i = 0; i < 500; ++i)
        body += "comment " + std::to_string(i) + "\n";
    const auto version =
        finisher().version(html(200, body), from_ms(1'000'000'000'500), nullptr, true);
    const auto more = finisher().with_form(*version, Encoding::brotli);
    REQUIRE(more);
    const auto form = [&](Encoding encoding) { return more->forms[index_of(encoding)]; };
    const auto body_of = [](const net::WirePagePtr& page) {
        return page->bytes.substr(page->head_bytes);
    };
    CHECK(body_of(form(Encoding::identity)) == body);
    CHECK(gunzip(body_of(form(Encoding::gzip))) == body);
    CHECK(body_of(form(Encoding::brotli)).size() < body_of(form(Encoding::gzip)).size());
    CHECK(contains(head_of(form(Encoding::gzip)), "Content-Encoding: gzip\r\n"));
    CHECK(contains(head_of(form(Encoding::gzip)), version->etag + "-gz\"\r\n"));
    CHECK(contains(head_of(form(Encoding::brotli)), "Content-Encoding: br\r\n"));
    CHECK_FALSE(contains(head_of(form(Encoding::identity)), "Content-Encoding"));
    for (const Encoding encoding : all_encodings) {
        CHECK(contains(head_of(form(encoding)), "Vary: Accept-Encoding\r\n"));
        CHECK(contains(head_of(form(encoding)), "no-cache, s-maxage=1, stale-while-revalidate=30"));
        CHECK(
            contains(head_of(form(encoding)), "Last-Modified: Sun, 09 Sep 2001 01:46:40 GMT\r\n"));
        CHECK(more->not_modified[index_of(encoding)]->status == 304);
    }
}

TEST_CASE("the same bytes are the same version, and two within a second carry no second date")
{
    const auto first = finisher().version(html(200, "a"), from_ms(5'100), nullptr, true);
    CHECK(finisher().version(html(200, "a"), from_ms(9'900), first, true) == first);
    const auto second = finisher().version(html(200, "b"), from_ms(5'900), first, true);
    CHECK(second->etag != first->etag);
    CHECK(first->last_modified == from_ms(5'000));
    CHECK_FALSE(second->last_modified);
}

TEST_CASE("small and incompressible bodies are kept as they are")
{
    const auto small = finisher().version(html(200, "small"), Time{}, nullptr, false);
    CHECK(small->forms[index_of(Encoding::identity)]);
    CHECK_FALSE(small->forms[index_of(Encoding::gzip)]);
    Response picture = html(200, std::string(10'000, 'p'));
    picture.content_type = "image/png";
    CHECK_FALSE(finisher().version(picture, Time{}, nullptr, false)->compressible);
}

TEST_CASE("gunzip takes only what gzip made")
{
    CHECK(gunzip(gzip("abc")) == "abc");
    CHECK(gunzip(gzip("")) == "");
    CHECK_THROWS(gunzip("short"));
    CHECK_THROWS(gunzip(std::string(100, 'x')));
}
