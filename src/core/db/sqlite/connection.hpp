#pragma once

#include "core/db/database.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

namespace masthead::db::sqlite {

enum class Mode { read_write, read_only };

/// One SQLite connection with its prepared statements. Threads: one at a time.
class Connection {
public:
    /// Opens (and in read_write mode creates) the file. Throws db::Error.
    Connection(const std::filesystem::path& file, Mode mode);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    using RowCallback = void (*)(void* context, const Row& row);

    /// Runs a statement to its end, calling back for each row; answers the rows changed.
    std::int64_t run(const Query& query, std::span<const Arg> args, void* context = nullptr,
                     RowCallback callback = nullptr);

    /// Runs SQL without parameters or rows, not cached: transaction control, pragmas, migrations.
    void execute(const std::string& sql);

    /// False where an error has ended the transaction behind our back.
    bool in_transaction() const;

    /// From this moment on statements fail with SQLITE_INTERRUPT, the one that runs included.
    using Moment = std::chrono::steady_clock::time_point;
    void end_at(Moment moment) { ends_at_ = moment; }

    /// Pages in the write-ahead log after the last commit of this connection.
    int wal_pages() const { return wal_pages_; }

    sqlite3* handle() { return handle_; }

private:
    sqlite3_stmt* prepared(const Query& query);
    [[noreturn]] void fail(const char* what);

    sqlite3* handle_ = nullptr;
    int wal_pages_ = 0;
    Moment ends_at_ = Moment::max();
    std::unordered_map<const char*, sqlite3_stmt*> statements_;
};

} // namespace masthead::db::sqlite
