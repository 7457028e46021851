#include "core/net/application.hpp"
#include "core/web/beneath.hpp"
#include "core/web/negotiation.hpp"
#include "core/web/static_files.hpp"

#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace masthead::web {

namespace {

/// A range of a file, read piece by piece.
class FileSource final : public net::BodySource {
public:
    FileSource(File file, std::uint64_t offset, std::uint64_t length)
        : file_(std::move(file)), offset_(offset), remaining_(length)
    {
    }

    std::size_t read(std::span<char> space) override
    {
        const auto wanted = std::min<std::uint64_t>(space.size(), remaining_);
        if (wanted == 0)
            return 0;
        const auto count = ::pread(file_.get(), space.data(), wanted, static_cast<off_t>(offset_));
        if (count < 0)
            throw std::system_error(errno, std::generic_category(), "reading a served file");
        if (count == 0)
            throw std::runtime_error("a served file became shorter");
        offset_ += static_cast<std::uint64_t>(count);
        remaining_ -= static_cast<std::uint64_t>(count);
        return static_cast<std::size_t>(count);
    }

private:
    File file_;
    std::uint64_t offset_;
    std::uint64_t remaining_;
};

struct Range {
    std::uint64_t first = 0;
    std::uint64_t length = 0;
};
enum class RangeVerdict { whole, part, unsatisfiable };

std::optional<std::uint64_t> parse_number(std::string_view digits)
{
    std::uint64_t number = 0;
    const auto* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, number);
    if (digits.empty() || error != std::errc{} || stop != end)
        return std::nullopt;
    return number;
}

/// A single range; several at once are answered with the whole file, as the RFC allows: joining
/// hundreds of overlapping ones is an old way to exhaust a server.
RangeVerdict parse_range(std::string_view field, std::uint64_t size, Range& range)
{
    range = {0, size};
    constexpr std::string_view unit = "bytes=";
    if (!field.starts_with(unit) || field.find(',') != std::string_view::npos)
        return RangeVerdict::whole;
    field.remove_prefix(unit.size());
    const auto dash = field.find('-');
    if (dash == std::string_view::npos)
        return RangeVerdict::whole;
    const auto first = parse_number(field.substr(0, dash));
    const auto last = parse_number(field.substr(dash + 1));
    if (dash == 0) {
        if (!last)
            return RangeVerdict::whole;
        range.length = std::min(*last, size);
        range.first = size - range.length;
        return range.length == 0 ? RangeVerdict::unsatisfiable : RangeVerdict::part;
    }
    const bool open_ended = dash + 1 == field.size();
    if (!first || (!last && !open_ended) || (last && *last < *first))
        return RangeVerdict::whole;
    if (*first >= size)
        return RangeVerdict::unsatisfiable;
    range.first = *first;
    range.length = (last ? std::min(*last, size - 1) : size - 1) - *first + 1;
    return RangeVerdict::part;
}

std::string etag_of(const struct stat& info)
{
    const auto text = std::to_string(info.st_mtim.tv_sec) + "." +
                      std::to_string(info.st_mtim.tv_nsec) + "." + std::to_string(info.st_size);
    return "\"" + text + "\"";
}

Time modified_at(const struct stat& info)
{
    return from_ms(std::int64_t{info.st_mtim.tv_sec} * 1'000);
}

bool is_not_modified(const Request& request, const std::string& etag, Time modified)
{
    const auto if_none_match = request.header("if-none-match");
    if (!if_none_match.empty())
        return etag_listed(if_none_match, etag);
    const auto since = parse_http_date(request.header("if-modified-since"));
    return since && modified <= *since;
}

/// If-Range holds a strong ETag or a date; where it does not fit, the range is not for this file.
bool range_holds(const Request& request, const std::string& etag, Time modified)
{
    const auto if_range = request.header("if-range");
    if (if_range.empty() || if_range == etag)
        return true;
    const auto date = parse_http_date(if_range);
    return date && *date == modified;
}

/// Whether a file of this type does nothing but show or play. A drawing (SVG) can hold scripts.
bool is_inert(std::string_view type)
{
    return (type.starts_with("image/") && type != "image/svg+xml") || type.starts_with("audio/") ||
           type.starts_with("video/") || type == "application/pdf" || type.starts_with("text/vtt");
}

/// Files come from strangers: what a page of the newspaper could run, apply or read as data is a
/// download without a type.
void add_type(Response& response, std::string_view path)
{
    response.content_type = media_type_for(path);
    if (is_inert(response.content_type))
        return;
    response.content_type = "application/octet-stream";
    response.headers.emplace_back("Content-Disposition", "attachment");
}

Response file_answer(File file, const struct stat& info, std::string_view path,
                     const Request& request, const DirectoryOptions& options)
{
    Response response;
    const std::string etag = etag_of(info);
    const Time modified = modified_at(info);
    response.headers.emplace_back("ETag", etag);
    response.headers.emplace_back("Last-Modified", format_http_date(modified));
    response.headers.emplace_back("Cache-Control", options.cache_control);
    response.headers.emplace_back("Accept-Ranges", "bytes");
    add_type(response, path);
    if (is_not_modified(request, etag, modified)) {
        response.status = 304;
        return response;
    }
    const auto size = static_cast<std::uint64_t>(info.st_size);
    Range range{0, size};
    const auto field =
        range_holds(request, etag, modified) ? request.header("range") : std::string_view{};
    const auto verdict = parse_range(field, size, range);
    if (verdict == RangeVerdict::unsatisfiable) {
        response.headers.emplace_back("Content-Range", "bytes */" + std::to_string(size));
        response.status = 416;
        response.content_type = "text/plain; charset=utf-8";
        response.body = "Range Not Satisfiable\n";
        return response;
    }
    if (verdict == RangeVerdict::part) {
        response.status = 206;
        response.headers.emplace_back("Content-Range",
                                      "bytes " + std::to_string(range.first) + "-" +
                                          std::to_string(range.first + range.length - 1) + "/" +
                                          std::to_string(size));
    }
    response.stream = std::make_shared<FileSource>(std::move(file), range.first, range.length);
    response.stream_bytes = range.length;
    return response;
}

Response directory_answer(const DirectoryOptions& options, const Request& request)
{
    const File root{::open(options.root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!root)
        return html(404, {});
    const auto path = request.route_value("path");
    File file = open_beneath(root.get(), path);
    struct stat info {};
    if (!file || ::fstat(file.get(), &info) != 0 || !S_ISREG(info.st_mode))
        return html(404, {});
    return file_answer(std::move(file), info, path, request, options);
}

} // namespace

Route directory_route(std::string prefix, DirectoryOptions options)
{
    Route route;
    route.pattern = std::move(prefix) + "{path*}";
    route.handler = [options = std::move(options)](const Request& request) {
        return directory_answer(options, request);
    };
    return route;
}

} // namespace masthead::web
