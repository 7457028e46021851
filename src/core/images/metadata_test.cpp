#include "core/images/metadata.hpp"

#include "core/images/probe.hpp"

#include <doctest/doctest.h>

namespace masthead::images {

namespace {

using namespace std::string_literals;

std::string segment(char marker, const std::string& payload)
{
    const auto length = payload.size() + 2;
    return "\xff"s + marker + static_cast<char>(length >> 8) + static_cast<char>(length & 0xff) +
           payload;
}

// An Exif segment with an orientation and a place.
std::string exif(char orientation)
{
    return segment('\xe1', "Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"s +
                               orientation + "\0\0\0\0\0\0 53.5N 10.0E"s);
}

std::string jpeg(const std::string& before_frame)
{
    return "\xff\xd8"s + before_frame + segment('\xc0', "\x08\0\x10\0\x20\x01\x01\x11\0"s) +
           segment('\xda', "\x01\x01\0\0\x3f\0"s) + "pixels\xff\xd9";
}

std::string chunk(const std::string& name, const std::string& payload)
{
    std::string out{"\0\0\0"s};
    out += static_cast<char>(payload.size());
    return out + name + payload + "crc!";
}

std::string riff_chunk(const std::string& name, std::string payload)
{
    const auto size = static_cast<char>(payload.size());
    if (payload.size() % 2 == 1)
        payload += '\0';
    return name + size + "\0\0\0"s + payload;
}

std::string webp(const std::string& chunks)
{
    return "RIFF"s + static_cast<char>(chunks.size() + 4) + "\0\0\0"s + "WEBP" + chunks;
}

} // namespace

TEST_CASE("a photograph loses place, camera and comments and keeps its pixels and its way up")
{
    const auto file = jpeg(segment('\xe0', "JFIF\0\x01\x01\0\0\x01\0\x01\0\0"s) + exif(6) +
                           segment('\xed', "Photoshop 3.0\0 name of a town"s) +
                           segment('\xfe', "taken at home"s));
    const auto cleaned = without_metadata(file);
    REQUIRE(cleaned.has_value());
    for (const auto* secret : {"53.5N", "town", "home"})
        CHECK(cleaned->find(secret) == std::string::npos);
    CHECK(cleaned->find("pixels") != std::string::npos);
    const auto before = probe(file);
    const auto after = probe(*cleaned);
    REQUIRE(before.has_value());
    REQUIRE(after.has_value());
    CHECK(after->width == 16);
    CHECK(after->height == before->height);
    CHECK(without_metadata(*cleaned) == cleaned);
}

TEST_CASE("what follows the end of a photograph goes too")
{
    const auto cleaned = without_metadata(jpeg("") + "a film with a voice");
    REQUIRE(cleaned.has_value());
    CHECK(*cleaned == jpeg(""));
}

TEST_CASE("a PNG loses its texts and keeps the rest")
{
    const auto signature = "\x89PNG\r\n\x1a\n"s;
    const auto head = chunk("IHDR", "\0\0\0\x10\0\0\0\x20\x08\x02\0\0\0"s);
    const auto rest = chunk("IDAT", "pixels") + chunk("IEND", "");
    const auto cleaned = without_metadata(signature + head + chunk("tEXt", "Author\0Ada"s) +
                                          chunk("eXIf", "place") + rest + "more");
    CHECK(cleaned == signature + head + rest);
}

TEST_CASE("a WebP loses Exif and XMP, and its size and flags say so")
{
    const auto extended = "\x0c\0\0\0\x0f\0\0\x0f\0\0"s;
    const auto cleaned =
        without_metadata(webp(riff_chunk("VP8X", extended) + riff_chunk("VP8 ", "pixels") +
                              riff_chunk("EXIF", "place") + riff_chunk("XMP ", "name")));
    CHECK(cleaned ==
          webp(riff_chunk("VP8X", "\0"s + extended.substr(1)) + riff_chunk("VP8 ", "pixels")));
}

TEST_CASE("a file that is cut anywhere, or is something else, is refused")
{
    const auto whole = jpeg(exif(3) + segment('\xfe', "words"));
    for (std::size_t bytes = 0; bytes < whole.size(); ++bytes) {
        CAPTURE(bytes);
        CHECK_FALSE(without_metadata(whole.substr(0, bytes)).has_value());
    }
    const auto picture = webp(riff_chunk("VP8 ", "pixels"));
    for (std::size_t bytes = 0; bytes < picture.size(); ++bytes)
        CHECK_FALSE(without_metadata(picture.substr(0, bytes)).has_value());
    CHECK_FALSE(without_metadata("GIF89a").has_value());
    CHECK_FALSE(without_metadata("<svg/>").has_value());
}

} // namespace masthead::images
