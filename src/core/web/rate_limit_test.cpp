#include "core/web/rate_limit.hpp"

#include <doctest/doctest.h>

using namespace masthead;
using namespace masthead::web;

namespace {

net::Address address(const std::string& text)
{
    return *net::parse_address(text);
}

} // namespace

TEST_CASE("a bucket empties at its burst and fills with time")
{
    RateLimit limit{{.burst = 3, .refill_every = Milliseconds{1'000}, .networks_max = 10}};
    const Time start = from_ms(1'000'000);
    for (int i = 0; i < 3; ++i)
        CHECK(limit.take(address("192.0.2.1"), start) == Milliseconds{0});
    CHECK(limit.take(address("192.0.2.1"), start) == Milliseconds{1'000});
    CHECK(limit.take(address("192.0.2.1"), start + Milliseconds{400}) == Milliseconds{600});
    CHECK(limit.take(address("192.0.2.1"), start + Milliseconds{1'000}) == Milliseconds{0});
    CHECK(limit.take(address("192.0.2.1"), start + Milliseconds{1'000}) > Milliseconds{0});
    CHECK(limit.take(address("192.0.2.2"), start) == Milliseconds{0});
    // A clock set back gives nothing away and takes nothing for ever.
    CHECK(limit.take(address("192.0.2.1"), start - std::chrono::hours{1}) <= Milliseconds{1'000});
}

TEST_CASE("a /64 is one network")
{
    RateLimit limit{{.burst = 1, .refill_every = Milliseconds{1'000}, .networks_max = 10}};
    CHECK(limit.take(address("2001:db8::1"), Time{}) == Milliseconds{0});
    CHECK(limit.take(address("2001:db8::2"), Time{}) > Milliseconds{0});
    CHECK(limit.take(address("2001:db8:0:1::2"), Time{}) == Milliseconds{0});
}

TEST_CASE("the table holds as many networks as it may and not one more")
{
    RateLimit limit{{.burst = 1, .refill_every = Milliseconds{1'000}, .networks_max = 100}};
    for (int i = 0; i < 101; ++i)
        limit.take(address("192.0.2." + std::to_string(i)), Time{});
    CHECK(limit.networks() == 100);
    CHECK(limit.take(address("192.0.2.1"), Time{}) > Milliseconds{0});
    CHECK(limit.take(address("192.0.2.0"), Time{}) == Milliseconds{0});
}
