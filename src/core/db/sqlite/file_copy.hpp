#pragma once

#include "core/db/sqlite/connection.hpp"

#include <cstdint>
#include <filesystem>

struct sqlite3_backup;

namespace masthead::db::sqlite {

/// A consistent copy of an open database into a new file, a stretch of pages at a time. What the
/// source's own connection writes meanwhile goes into the copy as well, so it always comes to an
/// end (SQLite manual, "Online Backup"). Threads: the source's.
class FileCopy {
public:
    /// Throws db::Error where the file cannot be made or is there already.
    FileCopy(Connection& source, const std::filesystem::path& file);
    ~FileCopy();
    FileCopy(const FileCopy&) = delete;
    FileCopy& operator=(const FileCopy&) = delete;

    /// Copies some more; false once all is copied and on the disk. Not inside a transaction.
    bool step();

    /// Pages copied and pages in all, as of the last step.
    std::uint64_t pages_done() const { return pages_done_; }
    std::uint64_t pages_total() const { return pages_total_; }

private:
    sqlite3* target_ = nullptr;
    sqlite3_backup* backup_ = nullptr;
    std::uint64_t pages_done_ = 0;
    std::uint64_t pages_total_ = 0;
};

} // namespace masthead::db::sqlite
