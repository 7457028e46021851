#include "core/web/negotiation.hpp"

#include <doctest/doctest.h>

using namespace masthead;
using namespace masthead::web;

namespace {

/// The encodings that a reader takes, the one he likes best first: "bgi".
std::string order_of(std::string_view field)
{
    const auto acceptance = parse_accept_encoding(field);
    std::vector<Encoding> taken;
    for (const Encoding one : all_encodings) {
        if (acceptance.of(one) > 0)
            taken.push_back(one);
    }
    std::ranges::stable_sort(taken,
                             [&](Encoding a, Encoding b) { return acceptance.prefers(a, b); });
    std::string order;
    for (const Encoding one : taken)
        order += "bgi"[index_of(one)];
    return order;
}

} // namespace

TEST_CASE("Accept-Encoding is read with its qualities")
{
    const std::pair<const char*, const char*> cases[] = {
        {"", "i"},
        {"gzip", "gi"},
        {"gzip, deflate, br", "bgi"},
        {"gzip, deflate, br, zstd", "bgi"},
        {"br", "bi"},
        {"GZIP", "gi"},
        {"x-gzip", "gi"},
        {"gzip;q=0", "i"},
        {"gzip;q=0.000, br ; q=0.5", "bi"},
        {"br;q=0.5, gzip;q=0.8", "gbi"},
        {"*", "bgi"},
        {"*;q=0", ""},
        {"*;q=0, gzip", "g"},
        {"identity;q=0, gzip;q=0.1", "g"},
        {"identity, gzip;q=0.5", "ig"},
        {"gzip;q=1.001", "i"},
        {"gzip;q=", "i"},
        {"gzip;q=0.1234", "i"},
        {"gzip;level=9", "i"},
        {"deflate", "i"},
        {",,gzip,,", "gi"},
    };
    for (const auto& [field, order] : cases) {
        CAPTURE(field);
        CHECK(order_of(field) == order);
    }
}

TEST_CASE("an ETag is found in lists, weak or strong, and by the asterisk")
{
    CHECK(etag_listed("\"a\"", "\"a\""));
    CHECK(etag_listed("\"b\", W/\"a\" ,\"c\"", "\"a\""));
    CHECK(etag_listed("*", "\"a\""));
    CHECK_FALSE(etag_listed("\"a-gz\"", "\"a\""));
    CHECK_FALSE(etag_listed("a", "\"a\""));
    CHECK_FALSE(etag_listed("", "\"a\""));
    CHECK_FALSE(etag_listed("\"b\", *", "\"a\""));
}

TEST_CASE("dates are read as they are written")
{
    const Time time = from_ms(1'795'444'383'000);
    CHECK(parse_http_date(format_http_date(time)) == time);
    for (const char* text :
         {"", "not-a-date", "Mon, 23 Nov 2026 14:33:03", "Mon, 31 Feb 2026 14:33:03 GMT",
          "Mon, 23 Xxx 2026 14:33:03 GMT", "Mon, 23 Nov 2026 24:33:03 GMT",
          "Monday, 23-Nov-26 14:33:03 GMT", "Mon, 2a Nov 2026 14:33:03 GMT"})
        CHECK_FALSE(parse_http_date(text));
}
