#include "core/web/router.hpp"

#include <doctest/doctest.h>

using namespace masthead::web;

namespace {

Route route(Method method, std::string pattern)
{
    Route made;
    made.method = method;
    made.pattern = std::move(pattern);
    made.handler = [](const Request&) { return Response{}; };
    return made;
}

Router newspaper()
{
    return Router{{route(Method::get, "/"), route(Method::get, "/{slug}/"),
                   route(Method::get, "/section/{name}/"),
                   route(Method::get, "/{slug}/comments/{id}/"),
                   route(Method::post, "/{slug}/comments/"), route(Method::get, "/robots.txt"),
                   route(Method::get, "/assets/{path*}"), route(Method::post, "/section/{name}/"),
                   route(Method::get, "/archive/{path*}"), route(Method::get, "/archive/2026/")}};
}

std::string pattern_of(const Router& router, std::string_view path, Method method = Method::get)
{
    const auto match = router.match(method, path);
    return match.route == nullptr ? "" : match.route->pattern;
}

} // namespace

TEST_CASE("paths find their routes, literals before captures")
{
    const auto router = newspaper();
    const std::pair<const char*, const char*> cases[] = {
        {"/", "/"},
        {"/a-story/", "/{slug}/"},
        {"/a-story", ""},
        {"/section/world/", "/section/{name}/"},
        {"/section/", "/{slug}/"},
        {"/section/comments/5/", "/{slug}/comments/{id}/"},
        {"/robots.txt", "/robots.txt"},
        {"/assets/css/a.css", "/assets/{path*}"},
        {"/assets/", "/{slug}/"},
        {"/archive/2026/", "/archive/2026/"},
        {"/archive/2026/11/", "/archive/{path*}"},
        {"//", ""},
        {"//a-story/", ""},
        {"/a//", ""},
        {"", ""},
        {"a", ""},
        {"/a/b/c/d/", ""},
    };
    for (const auto& [path, pattern] : cases) {
        CAPTURE(path);
        CHECK(pattern_of(router, path) == pattern);
    }
}

TEST_CASE("captures carry their names, the rest its slashes")
{
    const auto router = newspaper();
    const auto comment = router.match(Method::get, "/a-story/comments/42/");
    CHECK(comment.captures == Fields{{"slug", "a-story"}, {"id", "42"}});
    const auto asset = router.match(Method::get, "/assets/css/a.css");
    CHECK(asset.captures == Fields{{"path", "css/a.css"}});
    CHECK(asset.by_rest);
    CHECK_FALSE(comment.by_rest);
}

TEST_CASE("methods are kept apart, and HEAD goes where GET goes")
{
    const auto router = newspaper();
    CHECK(pattern_of(router, "/section/world/", Method::post) == "/section/{name}/");
    CHECK(pattern_of(router, "/a-story/", Method::head) == "/{slug}/");
    const auto wrong = router.match(Method::del, "/section/world/");
    CHECK(wrong.method_mismatch);
    CHECK(wrong.allow == "GET, HEAD, POST, OPTIONS");
    CHECK_FALSE(router.match(Method::get, "/no/such/path").method_mismatch);
}

TEST_CASE("first literal segments are reserved")
{
    CHECK(newspaper().reserved_first_segments() ==
          std::vector<std::string>{"archive", "assets", "robots.txt", "section"});
}

TEST_CASE("a path of very many segments costs no more than it is long")
{
    const auto router = newspaper();
    std::string path;
    for (int i = 0; i < 4'000; ++i)
        path += "/a";
    CHECK(pattern_of(router, path).empty());
    CHECK(pattern_of(router, "/assets" + path) == "/assets/{path*}");
}
