#include "core/web/forwarded.hpp"

#include <doctest/doctest.h>

#include <map>

using namespace masthead;
using namespace masthead::web;

namespace {

using Sent = std::map<std::string, std::string, std::less<>>;

/// "address secure host" as our server, behind 10.0.0.0/8, sees them.
std::string seen(const char* peer, const Sent& fields)
{
    const auto find = [&](std::string_view name) {
        const auto found = fields.find(name);
        return found == fields.end() ? std::string{} : found->second;
    };
    const auto client = resolve_client(*net::parse_address(peer), "direct.example", find,
                                       {*net::parse_cidr("10.0.0.0/8"), *net::parse_cidr("::1")});
    return net::to_string(client.address) + (client.secure ? " https " : " http ") + client.host;
}

} // namespace

TEST_CASE("a stranger's word about himself counts for nothing")
{
    CHECK(seen("203.0.113.1", {{"x-forwarded-for", "192.0.2.9"},
                               {"x-forwarded-proto", "https"},
                               {"x-forwarded-host", "evil.example"},
                               {"forwarded", "for=192.0.2.9;proto=https;host=evil.example"}}) ==
          "203.0.113.1 http direct.example");
}

TEST_CASE("a listed proxy's word counts")
{
    CHECK(seen("10.0.0.1", {{"x-forwarded-for", "192.0.2.9"},
                            {"x-forwarded-proto", "https"},
                            {"x-forwarded-host", "news.example"}}) ==
          "192.0.2.9 https news.example");
    CHECK(seen("::1", {{"forwarded", "for=\"[2001:db8::7]:443\";proto=HTTPS;host=news.example"}}) ==
          "2001:db8::7 https news.example");
    CHECK(seen("10.0.0.1", {{"x-forwarded-proto", "https"}}) == "10.0.0.1 https direct.example");
    CHECK(seen("10.0.0.1", {}) == "10.0.0.1 http direct.example");
}

TEST_CASE("what a reader put before the proxies' entries is not reached")
{
    CHECK(seen("10.0.0.1", {{"x-forwarded-for", "10.9.9.9, 1.1.1.1, 192.0.2.9, 10.0.0.2"}}) ==
          "192.0.2.9 http direct.example");
    CHECK(seen("10.0.0.1", {{"forwarded", "for=1.1.1.1, for=192.0.2.9, for=10.0.0.2"}}) ==
          "192.0.2.9 http direct.example");
}

TEST_CASE("a malformed element ends the walk at the proxy that wrote it")
{
    CHECK(seen("10.0.0.1", {{"x-forwarded-for", "192.0.2.9, unknown"}}) ==
          "10.0.0.1 http direct.example");
    CHECK(seen("10.0.0.1", {{"x-forwarded-for", "192.0.2.9, , 10.0.0.2"}}) ==
          "10.0.0.2 http direct.example");
    CHECK(seen("10.0.0.1", {{"forwarded", "for=_hidden;proto=https"}}) ==
          "10.0.0.1 https direct.example");
}

TEST_CASE("two kinds of fields that disagree are both left aside")
{
    CHECK(seen("10.0.0.1", {{"x-forwarded-for", "192.0.2.9"}, {"forwarded", "for=1.1.1.1"}}) ==
          "10.0.0.1 http direct.example");
    CHECK(seen("10.0.0.1", {{"x-forwarded-for", "192.0.2.9"}, {"forwarded", "for=192.0.2.9"}}) ==
          "192.0.2.9 http direct.example");
}

TEST_CASE("a forwarded host must be one")
{
    CHECK(seen("10.0.0.1", {{"x-forwarded-for", "192.0.2.9"},
                            {"x-forwarded-host", "evil.example/\"><script>"}}) ==
          "192.0.2.9 http direct.example");
}

TEST_CASE("a very long chain is not followed to its end")
{
    std::string chain = "192.0.2.9";
    for (int i = 0; i < 20'000; ++i)
        chain += ", 10.0.0.2";
    CHECK(seen("10.0.0.1", {{"x-forwarded-for", chain}}) == "10.0.0.2 http direct.example");
}
