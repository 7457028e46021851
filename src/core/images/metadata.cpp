#include "core/images/metadata.hpp"

#include "core/images/formats.hpp"

#include <array>

namespace masthead::images {

namespace {

using namespace std::string_view_literals;

constexpr std::uint32_t start_of_scan = 0xda;
constexpr std::uint32_t end_of_image = 0xd9;
constexpr std::uint32_t exif_segment = 0xe1;
constexpr std::uint32_t colour_profile_segment = 0xe2;
constexpr std::uint32_t adobe_segment = 0xee;

void append_big16(std::string& out, std::size_t number)
{
    out += static_cast<char>(number >> 8 & 0xff);
    out += static_cast<char>(number & 0xff);
}

// An Exif segment that holds the orientation and nothing else.
std::string orientation_segment(std::uint32_t orientation)
{
    std::string tiff{"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01"sv};
    append_big16(tiff, orientation);
    tiff.append("\0\0\0\0\0\0"sv);
    std::string out{"\xff\xe1"};
    append_big16(out, 2 + 6 + tiff.size());
    return out.append("Exif\0\0"sv).append(tiff);
}

bool is_needed(std::uint32_t marker, Bytes segment)
{
    const bool is_application = marker >= 0xe0 && marker <= 0xef;
    const bool is_comment = marker == 0xfe;
    if (marker == colour_profile_segment)
        return segment.matches(4, "ICC_PROFILE");
    return (!is_application && !is_comment) || marker == 0xe0 || marker == adobe_segment;
}

// What follows the end-of-image marker (a second, larger picture; a film) goes as well.
std::optional<std::string> clean_jpeg(std::string_view file)
{
    const Bytes bytes{file};
    std::string out{file.substr(0, 2)};
    for (std::size_t at = 2; bytes.has(at, 4) && bytes.byte(at) == 0xff;) {
        const auto marker = bytes.byte(at + 1);
        if (marker == 0xff) {
            ++at;
            continue;
        }
        if (marker == start_of_scan) {
            const auto end = file.rfind("\xff\xd9");
            if (end == std::string_view::npos || end < at)
                return std::nullopt;
            return out.append(file.substr(at, end + 2 - at));
        }
        const std::size_t length = bytes.big16(at + 2) + std::size_t{2};
        if (marker == end_of_image || length < 4 || !bytes.has(at, length))
            return std::nullopt;
        const auto segment = bytes.part(at, length);
        if (marker == exif_segment && segment.matches(4, "Exif\0\0"sv)) {
            const auto orientation = exif_orientation(segment.part(10));
            if (orientation > 1 && orientation <= 8)
                out += orientation_segment(orientation);
        } else if (is_needed(marker, segment)) {
            out.append(file.substr(at, length));
        }
        at += length;
    }
    return std::nullopt;
}

std::optional<std::string> clean_png(std::string_view file)
{
    constexpr std::array dropped{"tEXt"sv, "zTXt"sv, "iTXt"sv, "eXIf"sv, "tIME"sv};
    const Bytes bytes{file};
    std::string out{file.substr(0, 8)};
    for (std::size_t at = 8; bytes.has(at, 12);) {
        const std::size_t length = std::size_t{12} + bytes.big32(at);
        if (!bytes.has(at, length))
            return std::nullopt;
        const auto name = file.substr(at + 4, 4);
        if (std::ranges::find(dropped, name) == dropped.end())
            out.append(file.substr(at, length));
        if (name == "IEND")
            return out;
        at += length;
    }
    return std::nullopt;
}

void set_little32(std::string& out, std::size_t at, std::size_t number)
{
    for (std::size_t i = 0; i < 4; ++i)
        out[at + i] = static_cast<char>(number >> (8 * i) & 0xff);
}

std::optional<std::string> clean_webp(std::string_view file)
{
    constexpr std::size_t riff_head = 12;
    constexpr std::size_t extended_flags = riff_head + 8;
    constexpr auto exif_and_xmp = 0x0c;
    const Bytes bytes{file};
    const std::size_t end = std::size_t{8} + bytes.little32(4);
    if (end > file.size())
        return std::nullopt;
    std::string out{file.substr(0, riff_head)};
    for (std::size_t at = riff_head; at + 8 <= end;) {
        const std::size_t payload = bytes.little32(at + 4);
        const std::size_t length = 8 + payload + payload % 2;
        if (length > end - at)
            return std::nullopt;
        const auto name = file.substr(at, 4);
        if (name != "EXIF" && name != "XMP ")
            out.append(file.substr(at, length));
        at += length;
    }
    if (out.size() > extended_flags && out.substr(riff_head, 4) == "VP8X")
        out[extended_flags] = static_cast<char>(out[extended_flags] & ~exif_and_xmp);
    set_little32(out, 4, out.size() - 8);
    return out;
}

} // namespace

std::optional<std::string> without_metadata(std::string_view file)
{
    const Bytes bytes{file};
    if (bytes.matches(0, "\xff\xd8"))
        return clean_jpeg(file);
    if (bytes.matches(0, "\x89PNG\r\n\x1a\n"))
        return clean_png(file);
    if (bytes.matches(0, "RIFF") && bytes.matches(8, "WEBP"))
        return clean_webp(file);
    return std::nullopt;
}

} // namespace masthead::images
