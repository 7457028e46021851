#include "surfaces/transfer/media_files.hpp"

#include "core/base/random.hpp"
#include "core/base/text.hpp"
#include "core/images/probe.hpp"
#include "features/media/media.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace masthead::transfer {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t copy_bytes = 256 * 1024;

[[noreturn]] void fail(const fs::path& file)
{
    throw std::system_error(errno, std::generic_category(), file.string());
}

// How the first bytes of a kind of file begin, if they always do. `at` is where.
struct Kind {
    std::string_view extension;
    std::string_view mime;
    std::string_view begins;
    std::size_t at = 0;
};

// What a newsroom offers to hear, watch and download. Pictures are told by core/images alone.
constexpr std::array kinds{
    Kind{"pdf", "application/pdf", "%PDF"},
    Kind{"mp3", "audio/mpeg", ""},
    Kind{"m4a", "audio/mp4", "ftyp", 4},
    Kind{"ogg", "audio/ogg", "OggS"},
    Kind{"oga", "audio/ogg", "OggS"},
    Kind{"opus", "audio/ogg", "OggS"},
    Kind{"wav", "audio/wav", "RIFF"},
    Kind{"flac", "audio/flac", "fLaC"},
    Kind{"mp4", "video/mp4", "ftyp", 4},
    Kind{"m4v", "video/mp4", "ftyp", 4},
    Kind{"mov", "video/quicktime", "ftyp", 4},
    Kind{"ogv", "video/ogg", "OggS"},
    Kind{"webm", "video/webm", "\x1a\x45\xdf\xa3"},
    Kind{"zip", "application/zip", "PK"},
    Kind{"epub", "application/epub+zip", "PK"},
    Kind{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "PK"},
    Kind{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK"},
    Kind{"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "PK"},
    Kind{"odt", "application/vnd.oasis.opendocument.text", "PK"},
    Kind{"ods", "application/vnd.oasis.opendocument.spreadsheet", "PK"},
    Kind{"doc", "application/msword", "\xd0\xcf\x11\xe0"},
    Kind{"xls", "application/vnd.ms-excel", "\xd0\xcf\x11\xe0"},
    Kind{"ppt", "application/vnd.ms-powerpoint", "\xd0\xcf\x11\xe0"},
    Kind{"csv", "text/csv", ""},
    Kind{"txt", "text/plain", ""},
    Kind{"vtt", "text/vtt", "WEBVTT"},
};

constexpr std::array<std::string_view, 8> picture_extensions{"jpg", "jpeg", "jpe",  "png",
                                                             "gif", "webp", "avif", "jfif"};

std::string extension_of(std::string_view name)
{
    const auto dot = name.rfind('.');
    return dot == std::string_view::npos ? std::string{} : to_lower_ascii(name.substr(dot + 1));
}

std::string first_bytes(const fs::path& file)
{
    std::ifstream in{file, std::ios::binary};
    if (!in)
        fail(file);
    std::string head(images::probe_bytes_max, '\0');
    in.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(in.gcount()));
    return head;
}

bool is_mp3(std::string_view head)
{
    return head.starts_with("ID3") ||
           (head.size() > 1 && head[0] == '\xff' && (head[1] & '\xe0') == '\xe0');
}

void sync(int descriptor, const fs::path& file)
{
    if (fsync(descriptor) != 0)
        fail(file);
}

void sync_folder(const fs::path& folder)
{
    const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        fail(folder);
    const bool synced = fsync(descriptor) == 0;
    close(descriptor);
    if (!synced)
        fail(folder);
}

bool same_bytes(const fs::path& a, const fs::path& b)
{
    if (fs::file_size(a) != fs::file_size(b))
        return false;
    std::ifstream left{a, std::ios::binary};
    std::ifstream right{b, std::ios::binary};
    std::string left_bytes(copy_bytes, '\0');
    std::string right_bytes(copy_bytes, '\0');
    while (left && right) {
        left.read(left_bytes.data(), copy_bytes);
        right.read(right_bytes.data(), copy_bytes);
        const auto count = static_cast<std::size_t>(left.gcount());
        if (left.gcount() != right.gcount() || std::string_view{left_bytes}.substr(0, count) !=
                                                   std::string_view{right_bytes}.substr(0, count))
            return false;
    }
    return left.eof() && right.eof();
}

} // namespace

Result<FileKind> judge_file(const fs::path& file, std::string_view name)
{
    const auto head = first_bytes(file);
    const auto extension = extension_of(name);
    const auto picture = images::probe(head);
    if (std::ranges::find(picture_extensions, extension) != picture_extensions.end()) {
        if (!picture)
            return refuse(Refusal::invalid, "import.media", "its contents are no picture");
        return FileKind{std::string{images::mime_of(picture->format)}, picture->width,
                        picture->height};
    }
    const auto kind = std::ranges::find(kinds, extension, &Kind::extension);
    if (kind == kinds.end())
        return refuse(Refusal::invalid, "import.media",
                      "files of the kind \"" + extension + "\" are not served");
    const bool fits = extension == "mp3"     ? is_mp3(head)
                      : kind->begins.empty() ? head.find('\0') == std::string::npos
                                             : std::string_view{head}
                                                   .substr(0, kind->at + kind->begins.size())
                                                   .ends_with(kind->begins);
    if (!fits || head.size() < kind->at + kind->begins.size())
        return refuse(Refusal::invalid, "import.media", "its contents are not what its name says");
    return FileKind{std::string{kind->mime}, 0, 0};
}

std::string safe_media_path(std::string_view uploads_path)
{
    if (uploads_path.starts_with('/'))
        return {};
    std::string path;
    const auto valid = to_valid_utf8(uploads_path);
    for (auto segment : split(valid, '/')) {
        if (segment.empty() || segment == "." || segment == "..")
            return {};
        while (segment.starts_with('.'))
            segment.remove_prefix(1);
        if (!path.empty())
            path += '/';
        for (const char c : segment) {
            const auto byte = static_cast<unsigned char>(c);
            path += byte < 0x20 || byte == 0x7f || c == '\\' ? '-' : c;
        }
    }
    return media::is_safe_media_path(path) ? path : std::string{};
}

std::string numbered_path(const std::string& path, int number)
{
    const auto slash = path.rfind('/');
    const auto dot = path.rfind('.');
    const bool has_extension =
        dot != std::string::npos && (slash == std::string::npos || dot > slash);
    const auto stem = has_extension ? path.substr(0, dot) : path;
    return stem + "-" + std::to_string(number) + (has_extension ? path.substr(dot) : "");
}

std::optional<fs::path> file_below(const fs::path& root, std::string_view relative)
{
    if (relative.empty() || relative.starts_with('/') ||
        relative.find('\0') != std::string_view::npos)
        return std::nullopt;
    for (const auto segment : split(relative, '/')) {
        if (segment.empty() || segment == "." || segment == "..")
            return std::nullopt;
    }
    std::error_code error;
    const auto file = fs::canonical(root / fs::path{relative}, error);
    if (error || !fs::is_regular_file(file, error))
        return std::nullopt;
    const auto base = fs::canonical(root, error);
    const auto inside = file.lexically_relative(base);
    if (error || inside.empty() || *inside.begin() == "..")
        return std::nullopt;
    return file;
}

Placed place_file(const fs::path& source, const fs::path& media_dir, const std::string& path)
{
    const auto destination = media_dir / fs::path{path};
    if (fs::exists(destination))
        return fs::is_regular_file(destination) && same_bytes(source, destination)
                   ? Placed::already_there
                   : Placed::other_there;
    std::ifstream in{source, std::ios::binary};
    if (!in)
        fail(source);
    IncomingFile incoming{media_dir};
    std::string buffer(copy_bytes, '\0');
    while (in) {
        in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        incoming.append({buffer.data(), static_cast<std::size_t>(in.gcount())});
    }
    if (in.bad())
        fail(source);
    incoming.publish(destination);
    return Placed::copied;
}

void remove_unfinished_files(const fs::path& media_dir)
{
    std::error_code ignored; // it is looked at again at the next import, and never served
    fs::remove_all(media_dir / ".incoming", ignored);
}

IncomingFile::IncomingFile(const fs::path& media_dir)
{
    const auto folder = media_dir / ".incoming";
    fs::create_directories(folder);
    path_ = folder / random_hex(12);
    descriptor_ = open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (descriptor_ < 0)
        fail(path_);
}

IncomingFile::~IncomingFile()
{
    if (descriptor_ < 0)
        return;
    close(descriptor_);
    std::error_code ignored; // a leftover here is never served, and this runs while unwinding
    fs::remove(path_, ignored);
}

void IncomingFile::append(std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto count = write(descriptor_, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            fail(path_);
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

void IncomingFile::publish(const fs::path& destination)
{
    sync(descriptor_, path_);
    fs::create_directories(destination.parent_path());
    fs::rename(path_, destination);
    close(descriptor_);
    descriptor_ = -1;
    sync_folder(destination.parent_path());
}

} // namespace masthead::transfer
