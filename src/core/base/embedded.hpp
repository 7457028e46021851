#pragma once

#include <span>
#include <string_view>

namespace masthead {

/// A file that the build put into the binary; `path` is relative to the repository.
struct EmbeddedFile {
    std::string_view path;
    std::string_view bytes;
};

/// All embedded files, sorted by path. Filled by cmake/embed.cmake for each program.
std::span<const EmbeddedFile> embedded_files();

/// The bytes of one file, or an empty view with a null pointer where there is none.
std::string_view find_embedded(std::string_view path);

} // namespace masthead
