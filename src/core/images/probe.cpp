#include "core/images/probe.hpp"

#include "core/images/formats.hpp"

#include <cerrno>
#include <fstream>
#include <string>
#include <system_error>
#include <utility>

namespace masthead::images {

namespace {

struct Recognised {
    Format format;
    std::optional<Sides> sides;
};

std::optional<Recognised> recognise(Bytes bytes)
{
    if (bytes.matches(0, "\xff\xd8\xff"))
        return Recognised{Format::jpeg, read_jpeg(bytes)};
    if (bytes.matches(0, "\x89PNG\r\n\x1a\n"))
        return Recognised{Format::png, read_png(bytes)};
    if (bytes.matches(0, "GIF87a") || bytes.matches(0, "GIF89a"))
        return Recognised{Format::gif, read_gif(bytes)};
    if (bytes.matches(0, "RIFF") && bytes.matches(8, "WEBP"))
        return Recognised{Format::webp, read_webp(bytes)};
    if (is_avif(bytes))
        return Recognised{Format::avif, read_avif(bytes)};
    return std::nullopt;
}

} // namespace

std::optional<Picture> probe(std::string_view first_bytes)
{
    const auto found = recognise(Bytes{first_bytes.substr(0, probe_bytes_max)});
    if (!found || !found->sides)
        return std::nullopt;
    const auto [width, height] = *found->sides;
    constexpr auto most = static_cast<std::uint32_t>(side_max);
    if (width == 0 || height == 0 || width > most || height > most)
        return std::nullopt;
    return Picture{found->format, static_cast<int>(width), static_cast<int>(height)};
}

std::optional<Picture> probe_file(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    if (!in)
        throw std::system_error(errno, std::generic_category(), file.string());
    std::string head(probe_bytes_max, '\0');
    in.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(in.gcount()));
    return probe(head);
}

std::string_view mime_of(Format format)
{
    switch (format) {
    case Format::jpeg: return "image/jpeg";
    case Format::png: return "image/png";
    case Format::gif: return "image/gif";
    case Format::webp: return "image/webp";
    case Format::avif: break;
    }
    return "image/avif";
}

std::string_view extension_of(Format format)
{
    switch (format) {
    case Format::jpeg: return "jpg";
    case Format::png: return "png";
    case Format::gif: return "gif";
    case Format::webp: return "webp";
    case Format::avif: break;
    }
    return "avif";
}

} // namespace masthead::images
