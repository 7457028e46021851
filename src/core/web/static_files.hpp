#pragma once

#include "core/web/router.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::web {

/// The media type for a file name, from a fixed list; "application/octet-stream" for all others.
std::string_view media_type_for(std::string_view file_name);

/// A file inside the binary. The bytes are borrowed: they outlive everything.
struct EmbeddedFile {
    std::string_view path; ///< "css/screen.css"
    std::string_view bytes;
};

/// Files inside the binary, such as the theme's, by path, with the hash that their addresses carry.
/// Immutable. Threads: any.
class EmbeddedFiles {
public:
    explicit EmbeddedFiles(std::vector<EmbeddedFile> files);

    /// The bytes, or null.
    const EmbeddedFile* find(std::string_view path) const;

    /// Ten characters that change with the file, for `?v=`; empty where there is no such file.
    std::string_view hash(std::string_view path) const;

private:
    struct Entry {
        EmbeddedFile file;
        std::string hash;
    };
    std::vector<Entry> entries_; // by path
};

/// GET `prefix` + "{path*}" ("/assets/"): kept by browsers for a year where `?v=` is the file's
/// hash, else checked each time.
Route embedded_files_route(std::string prefix, std::shared_ptr<const EmbeddedFiles> files);

/// How files of a directory are served.
struct DirectoryOptions {
    std::filesystem::path root;
    std::string cache_control = "public, max-age=86400";
};

/// GET `prefix` + "{path*}" ("/media/"): files below the root, with ETag, Last-Modified and single
/// ranges. Nothing outside the root is reachable, neither by ".." nor through links, and no name
/// that begins with a dot. Pictures, sound, films, captions and PDF by their types; all else is
/// offered as a download.
Route directory_route(std::string prefix, DirectoryOptions options);

} // namespace masthead::web
