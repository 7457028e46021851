#include "core/images/formats.hpp"

#include <utility>

namespace masthead::images {

namespace {

constexpr std::uint32_t orientation_tag = 0x0112;
constexpr std::uint32_t short_type = 3;
constexpr std::uint32_t ifd_entries_max = 512;

bool is_frame_header(std::uint32_t marker)
{
    // C4, C8 and CC lie in the same range but are tables and a reserved code.
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

bool stands_alone(std::uint32_t marker)
{
    return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

} // namespace

std::uint32_t exif_orientation(Bytes tiff)
{
    const bool little = tiff.matches(0, "II");
    if (!little && !tiff.matches(0, "MM"))
        return 1;
    const auto u16 = [&](std::size_t at) { return little ? tiff.little16(at) : tiff.big16(at); };
    const auto u32 = [&](std::size_t at) { return little ? tiff.little32(at) : tiff.big32(at); };
    if (u16(2) != 42)
        return 1;
    const std::size_t directory = u32(4);
    const auto entries = std::min(u16(directory), ifd_entries_max);
    for (std::uint32_t i = 0; i < entries; ++i) {
        const auto entry = directory + 2 + std::size_t{12} * i;
        if (!tiff.has(entry, 12))
            return 1;
        if (u16(entry) == orientation_tag && u16(entry + 2) == short_type)
            return u16(entry + 8);
    }
    return 1;
}

std::optional<Sides> read_jpeg(Bytes bytes)
{
    std::uint32_t orientation = 1;
    bool oriented = false;
    std::size_t at = 2;
    while (bytes.has(at, 4)) {
        if (bytes.byte(at) != 0xff)
            return std::nullopt;
        const auto marker = bytes.byte(at + 1);
        if (marker == 0xff) { // fill
            ++at;
            continue;
        }
        at += 2;
        if (stands_alone(marker))
            continue;
        if (marker == 0xd9 || marker == 0xda) // the picture began without saying its size
            return std::nullopt;
        const std::size_t length = bytes.big16(at);
        if (length < 2)
            return std::nullopt;
        if (is_frame_header(marker)) {
            if (!bytes.has(at, 7))
                return std::nullopt;
            Sides sides{bytes.big16(at + 5), bytes.big16(at + 3)};
            if (orientation >= 5 && orientation <= 8)
                std::swap(sides.width, sides.height);
            return sides;
        }
        if (marker == 0xe1 && !oriented && bytes.matches(at + 2, {"Exif\0\0", 6})) {
            orientation =
                exif_orientation(bytes.part(at + 8, length - std::min<std::size_t>(length, 8)));
            oriented = true;
        }
        at += length;
    }
    return std::nullopt;
}

} // namespace masthead::images
