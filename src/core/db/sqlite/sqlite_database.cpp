#include "core/db/sqlite/sqlite_database.hpp"

#include "core/db/sqlite/connection.hpp"
#include "core/db/sqlite/file_copy.hpp"
#include "core/db/sqlite/read_pool.hpp"
#include "core/db/sqlite/writer.hpp"

#include <sqlite3.h>

namespace masthead::db::sqlite {

namespace {

constexpr std::uint16_t only_node = 0;

// Two readers a core: more only wait for each other's pages.
std::size_t readers_max()
{
    return 2 * std::max(1U, std::thread::hardware_concurrency());
}

constexpr Query create_versions{"schema_versions.create", R"sql(
    CREATE TABLE IF NOT EXISTS schema_versions (
        version BIGINT PRIMARY KEY,
        name TEXT NOT NULL,
        applied_at_ms BIGINT NOT NULL
    )
)sql"};

constexpr Query select_version{"schema_versions.newest", R"sql(
    SELECT COALESCE(MAX(version), 0)
    FROM schema_versions
)sql"};

constexpr Query insert_version{"schema_versions.insert", R"sql(
    INSERT INTO schema_versions (version, name, applied_at_ms)
    VALUES (?, ?, ?)
)sql"};

int newest_version(Connection& connection)
{
    int version = 0;
    connection.run(select_version, {}, &version, [](void* out, const Row& row) {
        *static_cast<int*>(out) = static_cast<int>(row.integer(0));
    });
    return version;
}

void apply(Connection& connection, const Migration& migration, const Clock& clock)
{
    connection.execute("BEGIN IMMEDIATE");
    try {
        for (const auto& statement : split_statements(sql_for(migration, Dialect::sqlite)))
            connection.execute(statement);
        const Arg args[]{Arg{migration.version}, Arg{migration.name}, Arg{clock.now()}};
        connection.run(insert_version, args);
        connection.execute("COMMIT");
    } catch (...) {
        if (connection.in_transaction())
            connection.execute("ROLLBACK");
        throw;
    }
}

void migrate(Connection& connection, const Clock& clock, const std::vector<Migration>& migrations)
{
    connection.run(create_versions, {});
    const int present = newest_version(connection);
    const int known = migrations.empty() ? 0 : migrations.back().version;
    if (present > known)
        throw Error(SQLITE_SCHEMA, "this newsroom was written by a newer masthead (schema " +
                                       std::to_string(present) + ", this program knows " +
                                       std::to_string(known) + "): install the newer one");
    for (const auto& migration : migrations) {
        if (migration.version > present)
            apply(connection, migration, clock);
    }
}

class SqliteDatabase final : public Database {
public:
    SqliteDatabase(const std::filesystem::path& file, const Clock& clock,
                   const std::vector<Migration>& migrations)
        : connection_(file, Mode::read_write), readers_(file, readers_max())
    {
        migrate(connection_, clock, migrations);
        writer_.emplace(connection_, clock, only_node);
    }
    ~SqliteDatabase() override
    {
        writer_.reset();
        // A clean stop leaves one file: easier to copy, quicker to open.
        sqlite3_wal_checkpoint_v2(connection_.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE,
                                  nullptr, nullptr);
    }

    Dialect dialect() const override { return Dialect::sqlite; }
    void on_commit(std::function<void()> callback) override
    {
        writer_->on_commit(std::move(callback));
    }

    bool copy_to(const std::filesystem::path& file, const CopyWatch& watch) override
    {
        std::optional<FileCopy> copy;
        bool whole = true;
        writer_->run_between_batches([&] {
            if (!copy)
                copy.emplace(connection_, file);
            const bool more = copy->step();
            whole = watch(copy->pages_done(), copy->pages_total());
            if (more && whole)
                return true;
            copy.reset();
            return false;
        });
        return whole;
    }

protected:
    void run_read(ReadSpan span, const std::function<void(Snapshot&)>& body) override
    {
        readers_.run(span, body);
    }
    void run_write(Lane lane, const std::function<bool(Tx&)>& body) override
    {
        writer_->run(lane, body);
    }

private:
    Connection connection_;
    ReadPool readers_;
    std::optional<Writer> writer_;
};

constexpr Query integrity_check{"database.integrity_check", "PRAGMA integrity_check (1)"};

} // namespace

std::optional<std::string> find_damage(const std::filesystem::path& file)
{
    Connection connection{file, Mode::read_only};
    std::string said;
    connection.run(integrity_check, {}, &said, [](void* out, const Row& row) {
        *static_cast<std::string*>(out) = row.string(0);
    });
    return said == "ok" ? std::nullopt : std::optional{said};
}

std::unique_ptr<Database> open_database(const std::filesystem::path& file, const Clock& clock,
                                        const std::vector<Migration>& migrations)
{
    return std::make_unique<SqliteDatabase>(file, clock, migrations);
}

} // namespace masthead::db::sqlite
