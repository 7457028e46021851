#pragma once

#include "core/base/result.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

/// Files on their way into the media folder.
namespace masthead::transfer {

/// What a file is, by its contents; the name only decides where contents cannot.
struct FileKind {
    std::string mime;
    int width = 0; ///< pixels, 0 for what is no picture
    int height = 0;
};

/// Judges a file by its first bytes and its name. Refuses `invalid`: a kind that a newsroom does
/// not serve (SVG, HTML, scripts: they would run as pages of the site), or a name and contents that
/// do not belong together. Throws std::system_error where it cannot be read.
Result<FileKind> judge_file(const std::filesystem::path& file, std::string_view name);

/// A path below the media folder for a path below an uploads folder: control bytes and backslashes
/// become hyphens, leading dots go. Empty where it cannot be made safe (it leaves the folder, is
/// absolute or empty).
std::string safe_media_path(std::string_view uploads_path);

/// "2019/05/storm-2.jpg" for ("2019/05/storm.jpg", 2).
std::string numbered_path(const std::string& path, int number);

/// The file below `root`, if it is a regular one and no link leads out of `root`.
std::optional<std::filesystem::path> file_below(const std::filesystem::path& root,
                                                std::string_view relative);

enum class Placed { copied, already_there, other_there };

/// Puts a copy of `source` at `destination`, whole or not at all: written aside, made durable,
/// moved into place. Where a file is there already, says whether it is the same and leaves it.
/// Throws std::system_error.
Placed place_file(const std::filesystem::path& source, const std::filesystem::path& media_dir,
                  const std::string& path);

/// Empties the corner of IncomingFile: what a killed process left there.
void remove_unfinished_files(const std::filesystem::path& media_dir);

/// A new empty file name in the media folder's own corner, which is never served. Removed with the
/// object unless it was moved away.
class IncomingFile {
public:
    explicit IncomingFile(const std::filesystem::path& media_dir);
    ~IncomingFile();
    IncomingFile(const IncomingFile&) = delete;
    IncomingFile& operator=(const IncomingFile&) = delete;

    const std::filesystem::path& path() const { return path_; }
    /// Appends. Throws std::system_error.
    void append(std::string_view bytes);
    /// Makes it durable and moves it to `destination`, whose folder is made where it is missing.
    void publish(const std::filesystem::path& destination);

private:
    std::filesystem::path path_;
    int descriptor_ = -1;
};

} // namespace masthead::transfer
