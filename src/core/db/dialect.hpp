#pragma once

#include <string>
#include <string_view>

namespace masthead::db {

/// Which SQL an engine speaks where the common subset of SQLite and PostgreSQL does not reach.
/// Every such difference stands in this room and nowhere else; so far it is the schema's alone.
enum class Dialect { sqlite, postgres };

/// The parts of a migration that an engine runs.
struct DialectParts {
    std::string_view common;   ///< all.sql
    std::string_view sqlite;   ///< sqlite.sql, may be empty
    std::string_view postgres; ///< postgres.sql, may be empty
};

/// The engine's own part first, the common part after it.
std::string sql_for(const DialectParts& parts, Dialect dialect);

} // namespace masthead::db
