#pragma once

#include "core/images/bytes.hpp"

#include <cstdint>
#include <optional>

namespace masthead::images {

/// Sides as a header states them, before anybody has judged them.
struct Sides {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
};

/// One reader for each format; absent where the header is damaged or cut.
std::optional<Sides> read_jpeg(Bytes bytes);
std::optional<Sides> read_png(Bytes bytes);
std::optional<Sides> read_gif(Bytes bytes);
std::optional<Sides> read_webp(Bytes bytes);
std::optional<Sides> read_avif(Bytes bytes);

/// Which way up a photograph is to be shown (1 to 8), from the TIFF inside an Exif segment; only
/// the first directory is read, where the orientation stands.
std::uint32_t exif_orientation(Bytes tiff);

/// Whether an ISO media file (ftyp box first) calls itself AVIF.
bool is_avif(Bytes bytes);

} // namespace masthead::images
