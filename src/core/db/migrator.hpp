#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "core/db/database.hpp"

#include <string_view>
#include <vector>

namespace masthead::db {

/// One forward step of the schema: the parts of `migrations/NNNN_name/` for this engine.
struct Migration {
    int version = 0;
    std::string_view name;
    std::string_view common_sql;   ///< all.sql
    std::string_view sqlite_sql;   ///< sqlite.sql, may be empty
    std::string_view postgres_sql; ///< postgres.sql, may be empty
};

/// The migrations embedded in the binary, in order of version.
std::vector<Migration> embedded_migrations();

/// The SQL of `migration` for one engine: its own part first, the common part after it.
std::string sql_for(const Migration& migration, Dialect dialect);

/// Cuts a script into statements at ';' outside quotes and comments. Comments go.
std::vector<std::string> split_statements(std::string_view script);

} // namespace masthead::db
