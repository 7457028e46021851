#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string_view>

/// What a picture file is, told from its first bytes without decoding it. Pure and bounded; hostile
/// files are expected. SVG is not a picture here: it is a document that can carry scripts.
namespace masthead::images {

enum class Format { jpeg, png, gif, webp, avif };

/// A picture as it will be shown: sides are those after its own orientation has been applied.
struct Picture {
    Format format = Format::jpeg;
    int width = 0;  ///< pixels
    int height = 0; ///< pixels
};

/// As many bytes from the start of a file as a probe ever needs. A photograph may carry a colour
/// profile, a preview and captions before it says how large it is.
inline constexpr std::size_t probe_bytes_max = 512 * 1024;

/// A longer side is refused: no browser draws it and some fall over.
inline constexpr int side_max = 65'535;

/// Recognises JPEG, PNG, GIF, WebP and AVIF. Absent on anything else, on a damaged header and on
/// sides of zero or over side_max. Reads at most the first probe_bytes_max bytes.
std::optional<Picture> probe(std::string_view first_bytes);

/// The same for a file. Throws std::system_error where it cannot be read.
std::optional<Picture> probe_file(const std::filesystem::path& file);

/// "image/jpeg"
std::string_view mime_of(Format format);

/// "jpg", without a dot
std::string_view extension_of(Format format);

} // namespace masthead::images
