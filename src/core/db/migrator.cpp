#include "core/db/migrator.hpp"

#include "core/base/check.hpp"
#include "core/base/embedded.hpp"
#include "core/base/text.hpp"

#include <map>

namespace masthead::db {

namespace {

// Where the quoted or commented stretch that begins at `at` ends, or `at` where none begins.
std::size_t skip_opaque(std::string_view script, std::size_t at)
{
    const auto from = [&](std::string_view end, std::size_t start) {
        const auto found = script.find(end, start);
        return found == std::string_view::npos ? script.size() : found + end.size();
    };
    if (script.substr(at, 2) == "--")
        return from("\n", at);
    if (script.substr(at, 2) == "/*")
        return from("*/", at + 2);
    if (script[at] == '\'' || script[at] == '"')
        return from(script.substr(at, 1), at + 1);
    return at;
}

} // namespace

std::vector<Migration> embedded_migrations()
{
    std::map<int, Migration> by_version;
    for (const auto& file : embedded_files()) {
        if (!file.path.starts_with("migrations/"))
            continue;
        const auto parts = split(file.path, '/');
        MH_CHECK(parts.size() == 3 && parts[1].size() > 5);
        const int version = std::stoi(std::string{parts[1].substr(0, 4)});
        auto& migration = by_version[version];
        migration.version = version;
        migration.name = parts[1].substr(5);
        if (parts[2] == "all.sql")
            migration.common_sql = file.bytes;
        else if (parts[2] == "sqlite.sql")
            migration.sqlite_sql = file.bytes;
        else if (parts[2] == "postgres.sql")
            migration.postgres_sql = file.bytes;
    }
    std::vector<Migration> in_order;
    for (const auto& [version, migration] : by_version)
        in_order.push_back(migration);
    return in_order;
}

std::string sql_for(const Migration& migration, Dialect dialect)
{
    return sql_for({migration.common_sql, migration.sqlite_sql, migration.postgres_sql}, dialect);
}

std::vector<std::string> split_statements(std::string_view script)
{
    std::vector<std::string> statements;
    std::string current;
    for (std::size_t at = 0; at < script.size();) {
        const auto after = skip_opaque(script, at);
        if (after != at) {
            if (script[at] != '-' && script[at] != '/')
                current.append(script.substr(at, after - at));
            at = after;
            continue;
        }
        if (script[at] == ';') {
            if (!trim(current).empty())
                statements.emplace_back(trim(current));
            current.clear();
        } else {
            current += script[at];
        }
        ++at;
    }
    if (!trim(current).empty())
        statements.emplace_back(trim(current));
    return statements;
}

} // namespace masthead::db
