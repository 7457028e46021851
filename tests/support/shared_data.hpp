#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

namespace masthead::test {

/// The folder or file `inside` of the collected test data of others ($MASTHEAD_DATA, else
/// ../shared/data beside the repository). Absent on a machine that has none: such a test then calls
/// `skip` and returns.
std::optional<std::filesystem::path> shared_data(std::string_view inside);

/// Prints `skipped: WHAT (no shared data)`; the runner counts these lines as skipped tests.
void skip(std::string_view what);

/// The whole file. Throws std::runtime_error naming the path where it cannot be read.
std::string read_file(const std::filesystem::path& path);

/// A new empty directory, removed with all in it at the end of the scope.
class TempDir {
public:
    TempDir();
    ~TempDir();
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

} // namespace masthead::test
