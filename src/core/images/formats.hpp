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

/// Whether an ISO media file (ftyp box first) calls itself AVIF.
bool is_avif(Bytes bytes);

} // namespace masthead::images
