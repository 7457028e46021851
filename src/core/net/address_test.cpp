#include "core/net/address.hpp"

#include <doctest/doctest.h>

using namespace masthead::net;

TEST_CASE("an IPv4 address is the same value in plain and in mapped form")
{
    const auto plain = parse_address("203.0.113.9");
    const auto mapped = parse_address("::ffff:203.0.113.9");
    REQUIRE(plain);
    CHECK(plain == mapped);
    CHECK(plain->is_v4());
    CHECK(to_string(*mapped) == "203.0.113.9");
}

TEST_CASE("what is not exactly an address is none")
{
    for (const char* text : {"", " 1.2.3.4", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.4:80",
                             "[::1]", "fe80::1%eth0", "::1::", "localhost", "01.2.3.4"})
        CHECK_FALSE(parse_address(text));
    CHECK_FALSE(parse_address(std::string_view{"1.2.3.4\0", 8}));
    CHECK_FALSE(parse_address(std::string(5'000, '1')));
}

TEST_CASE("logs and limits see networks, not readers")
{
    CHECK(truncated(*parse_address("203.0.113.9")) == "203.0.113.0/24");
    CHECK(truncated(*parse_address("2001:db8:1:2:3::4")) == "2001:db8:1::/48");
    CHECK(network_of(*parse_address("2001:db8::1")) ==
          network_of(*parse_address("2001:db8::ffff")));
    CHECK(network_of(*parse_address("2001:db8::1")) !=
          network_of(*parse_address("2001:db8:0:1::1")));
    CHECK(network_of(*parse_address("192.0.2.1")) != network_of(*parse_address("192.0.2.2")));
}

TEST_CASE("a block contains its addresses and no others")
{
    const auto block = parse_cidr("10.0.0.0/8");
    REQUIRE(block);
    CHECK(block->contains(*parse_address("10.255.255.255")));
    CHECK(block->contains(*parse_address("::ffff:10.1.2.3")));
    CHECK_FALSE(block->contains(*parse_address("11.0.0.0")));
    CHECK_FALSE(block->contains(*parse_address("::1")));
    CHECK(parse_cidr("0.0.0.0/0")->contains(*parse_address("8.8.8.8")));
    CHECK_FALSE(parse_cidr("0.0.0.0/0")->contains(*parse_address("::1")));
    CHECK(parse_cidr("::/0")->contains(*parse_address("8.8.8.8")));
    CHECK(parse_cidr("2001:db8::1")->contains(*parse_address("2001:db8::1")));
}

TEST_CASE("a mistyped block is refused")
{
    for (const char* text : {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.1/8", "10.0.0.0/-1",
                             "10.0.0.0/8x", "::/129", "10.0.0/8"})
        CHECK_FALSE(parse_cidr(text));
}
