#include "core/images/probe.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>

namespace masthead::images {

namespace {

std::string big16(unsigned value)
{
    return {static_cast<char>(value >> 8), static_cast<char>(value)};
}

std::string big32(unsigned value)
{
    return big16(value >> 16) + big16(value & 0xffff);
}

std::string little16(unsigned value)
{
    return {static_cast<char>(value), static_cast<char>(value >> 8)};
}

std::string little24(unsigned value)
{
    return little16(value & 0xffff) + static_cast<char>(value >> 16);
}

std::string box(const std::string& type, const std::string& body)
{
    return big32(static_cast<unsigned>(body.size() + 8)) + type + body;
}

std::string exif(unsigned orientation)
{
    const std::string tiff = std::string{"MM\0\x2a\0\0\0\x08", 8} + big16(1) + big16(0x0112) +
                             big16(3) + big32(1) + big16(orientation) + big16(0) + big32(0);
    const std::string body = std::string{"Exif\0\0", 6} + tiff;
    return "\xff\xe1" + big16(static_cast<unsigned>(body.size() + 2)) + body;
}

std::string frame(unsigned width, unsigned height, char marker = '\xc0')
{
    return std::string{"\xff"} + marker + big16(17) + '\x08' + big16(height) + big16(width) +
           std::string(10, '\x01');
}

std::string jpeg(const std::string& segments, unsigned width = 640, unsigned height = 480)
{
    return "\xff\xd8" + segments + frame(width, height) + "\xff\xda";
}

std::string png(unsigned width, unsigned height)
{
    return std::string{"\x89PNG\r\n\x1a\n", 8} + big32(13) + "IHDR" + big32(width) + big32(height) +
           std::string(9, '\x02');
}

std::string webp(const std::string& chunk)
{
    return "RIFF" + little16(100) + little16(0) + "WEBP" + chunk + std::string(20, '\0');
}

std::string avif(const std::string& rotation, unsigned width = 300, unsigned height = 200)
{
    const std::string none(4, '\0');
    const auto ispe = [&](unsigned w, unsigned h) {
        return box("ispe", none + big32(w) + big32(h));
    };
    // The first size is a thumbnail's: only the primary item's own properties count.
    const auto ipco = box("ipco", ispe(16, 16) + ispe(width, height) + rotation);
    const std::string links = big16(1) + '\x01' + '\x01' + big16(2) + '\x02' + '\x02' + '\x83';
    const auto ipma = box("ipma", none + big32(2) + links);
    const auto meta = box("meta", none + box("pitm", none + big16(2)) + box("iprp", ipco + ipma));
    return box("ftyp", "mif1" + none + "miafavif") + meta;
}

void check(const std::string& bytes, Format format, int width, int height)
{
    const auto picture = probe(bytes);
    REQUIRE(picture.has_value());
    CHECK(picture->format == format);
    CHECK(picture->width == width);
    CHECK(picture->height == height);
}

} // namespace

TEST_CASE("every kind of picture says its size")
{
    check(jpeg(""), Format::jpeg, 640, 480);
    check(png(31, 17), Format::png, 31, 17);
    check("GIF89a" + little16(12) + little16(34) + std::string(3, '\0'), Format::gif, 12, 34);
    check(webp("VP8X" + std::string(8, '\0') + little24(799) + little24(599)), Format::webp, 800,
          600);
    check(webp("VP8 " + std::string(7, '\0') + "\x9d\x01\x2a" + little16(64) + little16(48)),
          Format::webp, 64, 48);
    check(webp(std::string{"VP8L\0\0\0\0\x2f", 9} + little16((8 - 1) | ((4 - 1) << 14)) +
               little16((4 - 1) >> 2)),
          Format::webp, 8, 4);
    check(avif(box("irot", std::string{"\0", 1})), Format::avif, 300, 200);
}

TEST_CASE("a picture that lies on its side is measured as it will be shown")
{
    check(jpeg(exif(1)), Format::jpeg, 640, 480);
    check(jpeg(exif(3)), Format::jpeg, 640, 480);
    check(jpeg(exif(6)), Format::jpeg, 480, 640);
    check(jpeg(exif(8)), Format::jpeg, 480, 640);
    check(avif(box("irot", "\x01")), Format::avif, 200, 300);
}

TEST_CASE("a JPEG's size is found behind profiles, tables and fill bytes")
{
    const auto profile = "\xff\xe2" + big16(60'000) + std::string(59'998, 'x');
    const auto table = "\xff\xc4" + big16(20) + std::string(18, '\x05');
    check(jpeg(profile + profile + table + "\xff\xff"), Format::jpeg, 640, 480);
    std::string far;
    while (far.size() < probe_bytes_max)
        far += profile;
    CHECK_FALSE(probe(jpeg(far)).has_value());
}

TEST_CASE("what is not a picture, or not a whole header, is refused")
{
    for (const std::string bytes :
         {"", "\xff\xd8", "<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>",
          "<?xml version=\"1.0\"?><svg/>", "GIF89", "<html>", "RIFF0000WEBPVP8 ", "%PDF-1.7"}) {
        CAPTURE(bytes);
        CHECK_FALSE(probe(bytes).has_value());
    }
    const auto whole = jpeg(exif(6));
    const auto measured = whole.size() - 2 - 10; // behind the frame's sides nothing is needed
    for (std::size_t length = 0; length < measured - 1; ++length)
        CHECK_FALSE(probe(std::string_view{whole}.substr(0, length)).has_value());
}

TEST_CASE("sides are refused at zero and past the longest side")
{
    CHECK_FALSE(probe(jpeg("", 0, 5)).has_value());
    CHECK_FALSE(probe(png(5, 0)).has_value());
    CHECK(probe(png(side_max, 1)).has_value());
    CHECK_FALSE(probe(png(side_max + 1, 1)).has_value());
    CHECK_FALSE(probe(png(0x8000'0001U, 1)).has_value());
}

TEST_CASE("damaged headers are judged without reading outside")
{
    std::mt19937 random{7}; // NOLINT: the same damage in every run
    for (const auto& whole : {jpeg(exif(6)), png(9, 9), avif(box("irot", "\x01")),
                              webp("VP8X" + std::string(8, '\0') + little24(1) + little24(1))}) {
        for (int round = 0; round < 20'000; ++round) {
            auto bytes = whole;
            for (int n = 0; n < 3; ++n)
                bytes[random() % bytes.size()] = static_cast<char>(random());
            bytes.resize(1 + random() % bytes.size());
            const auto picture = probe(bytes);
            if (picture)
                CHECK(picture->width * std::int64_t{1} * picture->height > 0);
        }
    }
}

} // namespace masthead::images
