#include "core/web/static_files.hpp"

#include "core/base/text.hpp"
#include "core/web/compress.hpp"
#include "core/web/negotiation.hpp"

#include <algorithm>
#include <array>

namespace masthead::web {

namespace {

constexpr std::size_t hash_characters = 10;

struct MediaType {
    std::string_view extension;
    std::string_view type;
};

// HTML is missing on purpose: an uploaded page would run as the newspaper.
constexpr std::array<MediaType, 36> media_types{{
    {"aac", "audio/aac"},
    {"avif", "image/avif"},
    {"bmp", "image/bmp"},
    {"css", "text/css; charset=utf-8"},
    {"csv", "text/csv; charset=utf-8"},
    {"flac", "audio/flac"},
    {"gif", "image/gif"},
    {"ico", "image/x-icon"},
    {"jpeg", "image/jpeg"},
    {"jpg", "image/jpeg"},
    {"js", "text/javascript; charset=utf-8"},
    {"json", "application/json"},
    {"jxl", "image/jxl"},
    {"m4a", "audio/mp4"},
    {"m4v", "video/mp4"},
    {"map", "application/json"},
    {"md", "text/plain; charset=utf-8"},
    {"mjs", "text/javascript; charset=utf-8"},
    {"mov", "video/quicktime"},
    {"mp3", "audio/mpeg"},
    {"mp4", "video/mp4"},
    {"oga", "audio/ogg"},
    {"ogg", "audio/ogg"},
    {"ogv", "video/ogg"},
    {"opus", "audio/ogg"},
    {"otf", "font/otf"},
    {"pdf", "application/pdf"},
    {"png", "image/png"},
    {"svg", "image/svg+xml"},
    {"ttf", "font/ttf"},
    {"txt", "text/plain; charset=utf-8"},
    {"vtt", "text/vtt; charset=utf-8"},
    {"wav", "audio/wav"},
    {"webm", "video/webm"},
    {"webp", "image/webp"},
    {"woff2", "font/woff2"},
}};

constexpr std::string_view immutable = "public, max-age=31536000, immutable";

Response embedded_answer(const EmbeddedFiles& files, const Request& request)
{
    const auto path = request.route_value("path");
    const EmbeddedFile* file = files.find(path);
    if (file == nullptr)
        return html(404, {});
    Response response;
    response.content_type = media_type_for(path);
    response.body = file->bytes;
    const auto version = request.query_value("v");
    if (version == files.hash(path))
        response.headers.emplace_back("Cache-Control", immutable);
    // Any other `v` would be one more page in the cache for each that someone makes up.
    if (version.empty() || version == files.hash(path))
        response.caching = PageCaching{{"assets"}, 0, std::nullopt};
    return response;
}

} // namespace

std::string_view media_type_for(std::string_view file_name)
{
    const auto dot = file_name.rfind('.');
    if (dot == std::string_view::npos)
        return "application/octet-stream";
    const std::string extension = to_lower_ascii(file_name.substr(dot + 1));
    const auto found = std::ranges::find(media_types, extension, &MediaType::extension);
    return found == media_types.end() ? "application/octet-stream" : found->type;
}

EmbeddedFiles::EmbeddedFiles(std::vector<EmbeddedFile> files)
{
    for (const EmbeddedFile& file : files)
        entries_.push_back({file, fingerprint(file.bytes).substr(0, hash_characters)});
    std::ranges::sort(entries_, {}, [](const Entry& entry) { return entry.file.path; });
}

const EmbeddedFile* EmbeddedFiles::find(std::string_view path) const
{
    const auto path_of = [](const Entry& entry) { return entry.file.path; };
    const auto found = std::ranges::lower_bound(entries_, path, {}, path_of);
    return found != entries_.end() && found->file.path == path ? &found->file : nullptr;
}

std::string_view EmbeddedFiles::hash(std::string_view path) const
{
    const auto path_of = [](const Entry& entry) { return entry.file.path; };
    const auto found = std::ranges::lower_bound(entries_, path, {}, path_of);
    return found != entries_.end() && found->file.path == path ? std::string_view{found->hash}
                                                               : std::string_view{};
}

Route embedded_files_route(std::string prefix, std::shared_ptr<const EmbeddedFiles> files)
{
    Route route;
    route.pattern = std::move(prefix) + "{path*}";
    route.cache = Cache::yes;
    route.parameters = {"v"};
    route.handler = [files = std::move(files)](const Request& request) {
        return embedded_answer(*files, request);
    };
    return route;
}

} // namespace masthead::web
