#include "core/base/clock.hpp"
#include "core/base/id.hpp"
#include "core/base/log.hpp"
#include "core/base/random.hpp"
#include "core/base/text.hpp"

#include <doctest/doctest.h>

#include <set>

namespace masthead {

TEST_CASE("ids are unique, growing, and never below the floor when the clock is set back")
{
    ManualClock clock{*parse_rfc3339("2026-11-23T12:00:00Z")};
    IdSource source{clock, 7};
    std::int64_t last = 0;
    for (int i = 0; i < 10'000; ++i) {
        const auto id = source.next();
        REQUIRE(id > last);
        last = id;
    }
    clock.advance(-std::chrono::hours{48});
    CHECK(source.next() > last);
    IdSource restarted{clock, 7, source.high_water()};
    CHECK(restarted.next() > source.high_water());
}

TEST_CASE("two nodes never make the same id in the same millisecond")
{
    ManualClock clock{*parse_rfc3339("2026-11-23T12:00:00Z")};
    IdSource one{clock, 1};
    IdSource two{clock, 2};
    std::set<std::int64_t> seen;
    for (int i = 0; i < 5'000; ++i) {
        CHECK(seen.insert(one.next()).second);
        CHECK(seen.insert(two.next()).second);
    }
}

TEST_CASE("an id is read only from its one decimal form")
{
    using TestId = Id<struct TestTag>;
    CHECK(parse_id<TestId>("42")->value() == 42);
    CHECK(parse_id<TestId>("9223372036854775807").has_value());
    for (const auto* bad : {"", "0", "-1", "+1", "01", " 1", "1 ", "9223372036854775808", "1e3"})
        CHECK_MESSAGE(!parse_id<TestId>(bad).has_value(), bad);
}

TEST_CASE("times are written and read in RFC 3339, SQL and HTTP forms")
{
    const auto time = parse_rfc3339("2026-11-23T15:33:03.250+01:00");
    REQUIRE(time.has_value());
    CHECK(format_rfc3339(*time) == "2026-11-23T14:33:03.250Z");
    CHECK(format_http_date(*time) == "Mon, 23 Nov 2026 14:33:03 GMT");
    CHECK(format_rfc3339(*parse_sql_datetime("2026-11-23 14:33:03")) == "2026-11-23T14:33:03.000Z");
    CHECK_FALSE(parse_sql_datetime("0000-00-00 00:00:00").has_value());
    CHECK_FALSE(parse_sql_datetime("2026-02-30 00:00:00").has_value());
    CHECK_FALSE(parse_rfc3339("2026-11-23T15:33:03").has_value());
}

TEST_CASE("a log value with spaces, quotes or control bytes stays on its line")
{
    CHECK(log::quoted("plain") == "plain");
    CHECK(log::quoted("two words") == "\"two words\"");
    CHECK(log::quoted("a\"b\nc") == "\"a\\\"b\\x0ac\"");
    CHECK(log::quoted("") == "\"\"");
}

TEST_CASE("bytes that are not UTF-8 become replacement characters and NUL goes")
{
    CHECK(to_valid_utf8("a\xc3\xa9z") == "a\xc3\xa9z");
    CHECK(to_valid_utf8("a\xffz") == "a\xef\xbf\xbdz");
    CHECK(to_valid_utf8(std::string_view{"a\0z", 3}) == "az");
    CHECK_FALSE(is_valid_utf8("\xed\xa0\x80")); // a surrogate
    CHECK_FALSE(is_valid_utf8("\xc0\x80"));     // an overlong NUL
    CHECK(cut_utf8("a\xc3\xa9z", 2) == "a");
}

TEST_CASE("a misspelt key is answered with the nearest name, a strange one with none")
{
    const std::vector<std::string> keys{"site_url", "trusted_proxies", "access_log"};
    CHECK(nearest_name("site_ulr", keys) == "site_url");
    CHECK(nearest_name("trusted_proxy", keys) == "trusted_proxies");
    CHECK(nearest_name("zzz", keys).empty());
}

TEST_CASE("percent coding goes both ways and keeps what is not coded")
{
    CHECK(percent_encode("a b/\xc3\xa9", Slash::keep) == "a%20b/%C3%A9");
    CHECK(percent_decode("a%20b%2F%zz%4") == "a b/%zz%4");
    CHECK(percent_decode("a+b", Plus::is_space) == "a b");
}

TEST_CASE("HTML is escaped in text and attributes")
{
    CHECK(escape_html("<a href=\"x\">'&") == "&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
}

TEST_CASE("random names differ")
{
    CHECK(random_hex(8).size() == 16);
    CHECK(random_hex(8) != random_hex(8));
}

} // namespace masthead
