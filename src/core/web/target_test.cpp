#include "core/web/target.hpp"

#include <doctest/doctest.h>

using namespace masthead::web;

TEST_CASE("a path is decoded once")
{
    CHECK(parse_target("/caf%C3%A9/")->path == "/caf\xc3\xa9/");
    CHECK(parse_target("/a%252fb")->path == "/a%2fb");
    CHECK(parse_target("/a%2Fb")->path == "/a/b");
    CHECK(parse_target("/a+b?c+d=%2B")->path == "/a+b");
    CHECK(parse_target("/a?b?c")->query == "b?c");
    CHECK(parse_target("/a..b/...")->path == "/a..b/...");
}

TEST_CASE("a path that no browser sends is no path")
{
    for (const char* target : {"",           "a",          "/%",       "/%4",
                               "/%zz",       "/%00",       "/a%00b",   "/%0d%0aSet-Cookie:x",
                               "/%7f",       "/%5c",       "/..",      "/../",
                               "/a/../b",    "/a/.",       "/%2e%2e/", "/.%2e/",
                               "/a/%2e",     "/..%2f..",   "/%c0%af",  "/%ff",
                               "/%ed%a0%80", "/a%5c..%5cb"}) {
        CAPTURE(target);
        CHECK_FALSE(parse_target(target));
    }
}

TEST_CASE("a query is pairs in their order, made valid UTF-8")
{
    const auto pairs = parse_query("b=1&a=2&&b=3&c&=d&e=%ff&f=a+b%26");
    REQUIRE(pairs.size() == 7);
    CHECK(pairs[0] == std::pair<std::string, std::string>{"b", "1"});
    CHECK(pairs[2].second == "3");
    CHECK(pairs[3].second.empty());
    CHECK(pairs[5].second == "\xef\xbf\xbd");
    CHECK(pairs[6].second == "a b&");
}

TEST_CASE("pairs past the limit are ignored")
{
    std::string query;
    for (std::size_t i = 0; i <= query_pairs_max; ++i)
        query += "a=b&";
    CHECK(parse_query(query).size() == query_pairs_max);
    CHECK(parse_query(query.substr(4)).size() == query_pairs_max);
}

TEST_CASE("only a target that is its own decoded path is plain")
{
    CHECK(is_plain_path("/a-story/comments/42/"));
    for (const char* target : {"/a?b", "/%41", "/a.b", "/a\\b", "/a\"b", "/a|b"})
        CHECK_FALSE(is_plain_path(target));
}
