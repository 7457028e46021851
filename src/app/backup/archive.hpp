#pragma once

#include "core/base/result.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

struct archive;

/// A backup's file: a tar that any tar can unpack (gzip or zstd by the name's ending), whose last
/// entry, SHA256SUMS, holds what `sha256sum --check` reads.
namespace masthead::app {

/// Told about every stretch of bytes; answering false ends the work.
using ArchiveWatch = std::function<bool(std::size_t bytes)>;

inline constexpr std::string_view sums_entry = "SHA256SUMS";
inline constexpr std::size_t archive_entries_max = 10'000'000;
inline constexpr std::size_t entry_name_bytes_max = 4'096;
inline constexpr std::size_t sums_bytes_max = 1024 * 1024 * 1024;

/// Writes an archive beside its final name and moves it there when it is whole and on the disk;
/// else nothing is left. Throws std::runtime_error and std::system_error.
class ArchiveWriter {
public:
    /// `file` must not exist.
    explicit ArchiveWriter(const std::filesystem::path& file);
    ~ArchiveWriter();
    ArchiveWriter(const ArchiveWriter&) = delete;
    ArchiveWriter& operator=(const ArchiveWriter&) = delete;

    void add_text(const std::string& name, std::string_view text);

    /// A file that grows meanwhile is taken as long as it was; false where `watch` ended it.
    bool add_file(const std::string& name, const std::filesystem::path& file,
                  const ArchiveWatch& watch);

    /// Writes the sums and gives the archive its name.
    void publish();

private:
    void begin(const std::string& name, std::uintmax_t bytes);
    void put(std::string_view bytes);

    std::filesystem::path file_;
    std::filesystem::path part_;
    std::unique_ptr<archive, int (*)(archive*)> archive_;
    std::map<std::string, std::string> sums_;
    bool published_ = false;
};

/// Unpacks `file` into the folder `into` (exists, empty) and compares every sum. Refuses `invalid`
/// with the fault in `detail`: no archive, a name that leads out of the folder, a sum that is
/// wrong, a file that is missing or one too many; `conflict` where `watch` ended it.
Result<int> unpack_verified(const std::filesystem::path& file, const std::filesystem::path& into,
                            const ArchiveWatch& watch);

} // namespace masthead::app
