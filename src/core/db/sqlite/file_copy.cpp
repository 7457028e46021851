#include "core/db/sqlite/file_copy.hpp"

#include <sqlite3.h>

namespace masthead::db::sqlite {

namespace {

// One megabyte: a post that waits behind a step waits about two milliseconds.
constexpr int pages_a_step = 256;

} // namespace

FileCopy::FileCopy(Connection& source, const std::filesystem::path& file)
{
    if (std::filesystem::exists(file))
        throw Error(SQLITE_CANTOPEN, "there is already a file " + file.string());
    constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(file.c_str(), &target_, flags, nullptr) == SQLITE_OK)
        backup_ = sqlite3_backup_init(target_, "main", source.handle(), "main");
    if (backup_)
        return;
    const std::string reason = sqlite3_errmsg(target_);
    sqlite3_close(target_);
    throw Error(SQLITE_CANTOPEN, "cannot copy to " + file.string() + ": " + reason);
}

FileCopy::~FileCopy()
{
    sqlite3_backup_finish(backup_);
    sqlite3_close(target_);
}

bool FileCopy::step()
{
    const int result = sqlite3_backup_step(backup_, pages_a_step);
    pages_total_ = static_cast<std::uint64_t>(sqlite3_backup_pagecount(backup_));
    pages_done_ = pages_total_ - static_cast<std::uint64_t>(sqlite3_backup_remaining(backup_));
    if (result == SQLITE_OK)
        return true;
    if (result == SQLITE_DONE)
        return false;
    throw Error(result, std::string{"the copy failed: "} + sqlite3_errstr(result));
}

} // namespace masthead::db::sqlite
