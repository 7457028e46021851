#include "core/images/formats.hpp"

namespace masthead::images {

std::optional<Sides> read_png(Bytes bytes)
{
    if (!bytes.has(0, 33) || bytes.big32(8) != 13 || !bytes.matches(12, "IHDR"))
        return std::nullopt;
    return Sides{bytes.big32(16), bytes.big32(20)};
}

std::optional<Sides> read_gif(Bytes bytes)
{
    if (!bytes.has(0, 13))
        return std::nullopt;
    return Sides{bytes.little16(6), bytes.little16(8)};
}

// Three layouts share the container: lossy, lossless, and extended (animation, alpha, metadata).
std::optional<Sides> read_webp(Bytes bytes)
{
    if (!bytes.has(0, 30))
        return std::nullopt;
    if (bytes.matches(12, "VP8X"))
        return Sides{bytes.little24(24) + 1, bytes.little24(27) + 1};
    if (bytes.matches(12, "VP8L") && bytes.byte(20) == 0x2f) {
        const auto bits = bytes.little32(21);
        return Sides{(bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1};
    }
    if (bytes.matches(12, "VP8 ") && bytes.matches(23, "\x9d\x01\x2a"))
        return Sides{bytes.little16(26) & 0x3fff, bytes.little16(28) & 0x3fff};
    return std::nullopt;
}

} // namespace masthead::images
