#pragma once

#include "core/base/clock.hpp"
#include "core/db/database.hpp"
#include "core/db/migrator.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace masthead::db::sqlite {

/// Opens the newsroom's file, brings its schema up to date, and starts the writer.
/// Refuses nothing; throws db::Error where the file cannot be opened, is from a newer version of
/// the program, or a migration fails (which then leaves it unchanged).
/// The caller holds the lock on the data directory: one writing process at a time.
std::unique_ptr<Database> open_database(const std::filesystem::path& file, const Clock& clock,
                                        const std::vector<Migration>& migrations);

/// What is wrong with the pages and indexes of a database file; absent where nothing is. Reads the
/// whole file. Throws db::Error where it cannot be opened.
std::optional<std::string> find_damage(const std::filesystem::path& file);

} // namespace masthead::db::sqlite
