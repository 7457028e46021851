#pragma once

#include "core/base/clock.hpp"
#include "core/db/sqlite/sqlite_database.hpp"
#include "surfaces/transfer/wordpress_import.hpp"

#include "shared_data.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

/// For the import's tests: a newsroom in a temporary folder and what can be said of it afterwards.
namespace masthead::transfer {

/// Ends an import before its `limit`th step, as a kill would: everything committed stays.
class KillAfter final : public ImportProgress {
public:
    struct Killed {};
    explicit KillAfter(int steps) : left_(steps) {}
    void step(const ImportStep&) override
    {
        if (left_-- == 0)
            throw Killed{};
    }

private:
    int left_;
};

struct ImportNewsroom {
    test::TempDir dir;
    ManualClock clock{*parse_rfc3339("2026-11-23T12:00:00Z")};
    std::unique_ptr<db::Database> database = open();
    WordpressImport command = defaults();

    std::unique_ptr<db::Database> open()
    {
        return db::sqlite::open_database(dir.path() / "newsroom.db", clock,
                                         db::embedded_migrations());
    }

    WordpressImport defaults()
    {
        WordpressImport import;
        import.media_dir = dir.path() / "media";
        return import;
    }

    static std::filesystem::path fixture(const std::string& name)
    {
        return std::filesystem::path{MASTHEAD_WORDPRESS_FIXTURES} / name;
    }

    std::filesystem::path write_file(const std::string& name, const std::string& text)
    {
        const auto path = dir.path() / name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream{path, std::ios::binary} << text;
        return path;
    }

    Result<ImportReport> run(std::vector<std::filesystem::path> files)
    {
        clock.advance(std::chrono::seconds{1});
        command.files = std::move(files);
        SilentProgress silent;
        return import_wordpress(*database, clock, command, silent);
    }

    ImportReport import_files(std::vector<std::filesystem::path> files)
    {
        auto report = run(std::move(files));
        if (!report)
            FAIL("refused: " << report.error().detail);
        return *report;
    }

    /// All rows of a query as lines, columns joined by '|'.
    std::vector<std::string> lines(const db::Query& query, int columns)
    {
        return database->read([&](db::Snapshot& snapshot) {
            return snapshot.list(query, {}, [&](const db::Row& row) {
                std::string line;
                for (int i = 0; i < columns; ++i)
                    line += (i == 0 ? "" : "|") + row.string(i);
                return line;
            });
        });
    }

    std::string line(const db::Query& query, int columns = 1)
    {
        const auto all = lines(query, columns);
        return all.empty() ? std::string{} : all.front();
    }

    /// Everything an import writes, without ids, times of the run and fingerprints of rows: equal
    /// for two newsrooms that hold the same.
    std::vector<std::string> dump();
};

inline bool has_problem(const ImportReport& report, std::int64_t line, const std::string& id,
                        const std::string& part_of_reason)
{
    for (const auto& problem : report.problems()) {
        if (problem.line == line && problem.foreign_id == id &&
            problem.reason.find(part_of_reason) != std::string::npos)
            return true;
    }
    return false;
}

/// The text with one part replaced; the part must be there.
inline std::string replaced(std::string text, const std::string& part, const std::string& by)
{
    const auto at = text.find(part);
    REQUIRE(at != std::string::npos);
    return text.replace(at, part.size(), by);
}

} // namespace masthead::transfer
