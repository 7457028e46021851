#include "core/webauthn/cbor.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace masthead::webauthn {

namespace {

std::string bytes(std::initializer_list<int> values)
{
    std::string out;
    for (const int value : values)
        out += static_cast<char>(value);
    return out;
}

bool skips_whole(const std::string& text)
{
    CborReader reader{text};
    return reader.skip() && reader.at_end();
}

} // namespace

TEST_CASE("integers of RFC 8949's examples are read")
{
    const std::vector<std::pair<std::string, std::int64_t>> rows{
        {bytes({0x00}), 0},
        {bytes({0x17}), 23},
        {bytes({0x18, 0x18}), 24},
        {bytes({0x19, 0x03, 0xe8}), 1000},
        {bytes({0x1a, 0x00, 0x0f, 0x42, 0x40}), 1'000'000},
        {bytes({0x1b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}), 9223372036854775807LL},
        {bytes({0x20}), -1},
        {bytes({0x39, 0x01, 0x00}), -257}};
    for (const auto& [text, value] : rows)
        CHECK(CborReader{text}.integer() == value);
    CHECK_FALSE(CborReader{bytes({0x1b, 0x80, 0, 0, 0, 0, 0, 0, 0})}.integer()); // past 63 bits
    CHECK_FALSE(CborReader{bytes({0x61, 0x61})}.integer());
    CHECK_FALSE(CborReader{bytes({0x19, 0x03})}.integer());
    CHECK_FALSE(CborReader{""}.integer());
}

TEST_CASE("lengths that claim more than there is cost nothing")
{
    for (const int major : {0x40, 0x60, 0x80, 0xa0}) {
        const auto claim = bytes({major | 0x1b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1});
        CAPTURE(major);
        CHECK_FALSE(skips_whole(claim));
        CHECK_FALSE(CborReader{claim}.map());
        CHECK_FALSE(CborReader{claim}.text());
        CHECK_FALSE(CborReader{claim}.byte_string());
    }
}

TEST_CASE("any item of definite length can be stepped over")
{
    CHECK(skips_whole(bytes({0xf5})));
    CHECK(skips_whole(bytes({0xfb, 0x3f, 0xf1, 0x99, 0x99, 0x99, 0x99, 0x99, 0x9a})));
    CHECK(skips_whole(bytes({0xc1, 0x1a, 0x51, 0x4b, 0x67, 0xb0})));
    CHECK(skips_whole(bytes({0x83, 0x01, 0x82, 0x02, 0x03, 0x41, 0xff})));
    CHECK(skips_whole(bytes({0xa2, 0x01, 0x02, 0x61, 0x61, 0xa0})));
    CHECK_FALSE(skips_whole(bytes({0x9f, 0x01, 0xff}))); // indefinite
    CHECK_FALSE(skips_whole(bytes({0x1c})));             // reserved
    CHECK_FALSE(skips_whole(bytes({0xff})));
    CHECK_FALSE(skips_whole(bytes({0xa1, 0x01})));
}

TEST_CASE("nesting ends at its limit")
{
    const auto nested = [](int depth) {
        return std::string(static_cast<std::size_t>(depth), '\x81') + '\x01';
    };
    CHECK(skips_whole(nested(cbor_depth_max)));
    CHECK_FALSE(skips_whole(nested(cbor_depth_max + 1)));
    CHECK_FALSE(skips_whole(std::string(100'000, '\xc1')));
}

} // namespace masthead::webauthn
