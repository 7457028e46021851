#pragma once

#include "core/base/clock.hpp"
#include "core/db/database.hpp"
#include "features/ids.hpp"

#include <filesystem>

namespace masthead::app {

/// Erases all that any feature keeps of a reader, in transactions short enough for posting to go on
/// beside it, the account itself last: killed half-way it is due again and does no harm twice.
void erase_reader(db::Database& database, const std::filesystem::path& media, ReaderId reader,
                  Time now);

/// Erases every reader whose deletion is due; answers how many.
int erase_due_readers(db::Database& database, const std::filesystem::path& media, Time now);

} // namespace masthead::app
