#include "core/db/sqlite/connection.hpp"

#include "core/base/check.hpp"

#include <sqlite3.h>

namespace masthead::db::sqlite {

namespace {

constexpr int busy_timeout_ms = 5'000;
constexpr int steps_between_looks = 10'000; // of SQLite's machine: some tenths of a millisecond

class StatementRow final : public Row {
public:
    explicit StatementRow(sqlite3_stmt* statement) : statement_(statement) {}
    bool is_null(int column) const override
    {
        return sqlite3_column_type(statement_, column) == SQLITE_NULL;
    }
    std::int64_t integer(int column) const override
    {
        return sqlite3_column_int64(statement_, column);
    }
    double real(int column) const override { return sqlite3_column_double(statement_, column); }
    std::string_view text(int column) const override
    {
        const auto* bytes = sqlite3_column_text(statement_, column);
        const auto size = sqlite3_column_bytes(statement_, column);
        return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
    }

private:
    sqlite3_stmt* statement_;
};

// Puts a statement back to rest on every way out, so that no cursor keeps a snapshot open.
class Reset {
public:
    explicit Reset(sqlite3_stmt* statement) : statement_(statement) {}
    ~Reset()
    {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }
    Reset(const Reset&) = delete;
    Reset& operator=(const Reset&) = delete;

private:
    sqlite3_stmt* statement_;
};

int bind(sqlite3_stmt* statement, int index, const Arg& arg)
{
    switch (arg.kind()) {
    case Arg::Kind::null: return sqlite3_bind_null(statement, index);
    case Arg::Kind::integer: return sqlite3_bind_int64(statement, index, arg.integer());
    case Arg::Kind::real: return sqlite3_bind_double(statement, index, arg.real());
    case Arg::Kind::text: break;
    }
    // An empty view may carry a null pointer, which SQLite would bind as NULL.
    const auto text = arg.text();
    return sqlite3_bind_text64(statement, index, text.empty() ? "" : text.data(), text.size(),
                               SQLITE_STATIC, SQLITE_UTF8);
}

bool is_past(Connection::Moment moment)
{
    return moment != Connection::Moment::max() && std::chrono::steady_clock::now() >= moment;
}

int ends_now(void* moment)
{
    return is_past(*static_cast<const Connection::Moment*>(moment)) ? 1 : 0;
}

int remember_wal_pages(void* pages, sqlite3*, const char*, int count)
{
    *static_cast<int*>(pages) = count;
    return SQLITE_OK;
}

} // namespace

Connection::Connection(const std::filesystem::path& file, Mode mode)
{
    const int flags = mode == Mode::read_only
                          ? SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX
                          : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(file.c_str(), &handle_, flags, nullptr) != SQLITE_OK) {
        const std::string reason = sqlite3_errmsg(handle_);
        sqlite3_close(handle_);
        throw Error(SQLITE_CANTOPEN, "cannot open " + file.string() + ": " + reason);
    }
    sqlite3_busy_timeout(handle_, busy_timeout_ms);
    sqlite3_extended_result_codes(handle_, 1);
    // SQL comes from our own files only, but a damaged or planted database file may carry schema
    // that runs functions; this keeps it from doing harm (SQLite manual, "Defense Against The Dark
    // Arts").
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    if (mode == Mode::read_write) {
        sqlite3_wal_hook(handle_, remember_wal_pages, &wal_pages_);
        execute("PRAGMA journal_mode = WAL");
        execute("PRAGMA synchronous = FULL");
        execute("PRAGMA foreign_keys = ON");
    } else {
        sqlite3_progress_handler(handle_, steps_between_looks, ends_now, &ends_at_);
        execute("PRAGMA query_only = ON");
    }
    execute("PRAGMA temp_store = MEMORY");
    // KiB a connection: what the front page of a large newsroom reads fits, and four readers idle
    // small.
    execute("PRAGMA cache_size = -6144");
}

Connection::~Connection()
{
    for (const auto& [sql, statement] : statements_)
        sqlite3_finalize(statement);
    sqlite3_close(handle_);
}

std::int64_t Connection::run(const Query& query, std::span<const Arg> args, void* context,
                             RowCallback callback)
{
    auto* statement = prepared(query);
    const Reset reset{statement};
    if (is_past(ends_at_))
        throw Error(SQLITE_INTERRUPT, std::string{query.name} + ": read for too long");
    MH_CHECK(sqlite3_bind_parameter_count(statement) == static_cast<int>(args.size()));
    for (std::size_t i = 0; i < args.size(); ++i) {
        if (bind(statement, static_cast<int>(i) + 1, args[i]) != SQLITE_OK)
            fail(query.name);
    }
    const StatementRow row{statement};
    int step = SQLITE_ROW;
    while ((step = sqlite3_step(statement)) == SQLITE_ROW) {
        if (callback)
            callback(context, row);
    }
    if (step != SQLITE_DONE)
        fail(query.name);
    return sqlite3_changes64(handle_);
}

void Connection::execute(const std::string& sql)
{
    if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        fail(sql.c_str());
}

bool Connection::in_transaction() const
{
    return sqlite3_get_autocommit(handle_) == 0;
}

sqlite3_stmt* Connection::prepared(const Query& query)
{
    auto& statement = statements_[query.sql];
    // A statement still stepping belongs to an outer visitor: the same query inside its own rows.
    MH_CHECK(statement == nullptr || sqlite3_stmt_busy(statement) == 0);
    if (statement == nullptr &&
        sqlite3_prepare_v3(handle_, query.sql, -1, SQLITE_PREPARE_PERSISTENT, &statement,
                           nullptr) != SQLITE_OK)
        fail(query.name);
    return statement;
}

void Connection::fail(const char* what)
{
    throw Error(sqlite3_extended_errcode(handle_),
                std::string{what} + ": " + sqlite3_errmsg(handle_));
}

} // namespace masthead::db::sqlite
