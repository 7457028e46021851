#pragma once

#include "app/file_handle.hpp"
#include "core/base/result.hpp"

#include <chrono>
#include <filesystem>
#include <optional>

namespace masthead::app {

/// Whether a command may make a newsroom where there is none.
enum class IfAbsent { create, refuse };

/// The folder that is one newsroom, and where things stand in it.
struct DataDirectory {
    std::filesystem::path path; ///< absolute

    std::filesystem::path database_file() const { return path / "masthead.db"; }
    std::filesystem::path media() const { return path / "media"; }
    std::filesystem::path keys_file() const { return path / "masthead.keys"; }
    std::filesystem::path settings_file() const { return path / "masthead.toml"; }
    std::filesystem::path lock_file() const { return path / "masthead.lock"; }
    std::filesystem::path socket_file() const { return path / "masthead.sock"; }
};

/// Opens the folder; where asked, makes it (closed to other users) with a settings file in which
/// every key stands as a comment. Refuses, with a sentence in `detail`: `not_found` where there is
/// no newsroom, `conflict` where a folder holds other things. Throws std::system_error.
Result<DataDirectory> open_data_directory(const std::filesystem::path& path, IfAbsent if_absent);

/// The right to write to a newsroom: one process at a time. Given up with the object.
class DirectoryLock {
public:
    /// Absent where another process holds it. Throws std::system_error.
    static std::optional<DirectoryLock> try_take(const DataDirectory& directory);

    /// The same, trying until `at_most` has passed: a command that is just ending makes way.
    static std::optional<DirectoryLock> take(const DataDirectory& directory,
                                             std::chrono::milliseconds at_most);

private:
    explicit DirectoryLock(FileHandle file) : file_(std::move(file)) {}
    FileHandle file_;
};

/// The process that last took the lock, 0 where unknown: for messages only.
int lock_holder(const DataDirectory& directory);

} // namespace masthead::app
