#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "core/db/database.hpp"
#include "surfaces/transfer/import_progress.hpp"
#include "surfaces/transfer/import_report.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace masthead::transfer {

/// Whether pictures that are not in the uploads folder are got from the old site.
enum class FetchMissing { no, yes };

/// Whether everything is read, converted and counted, but nothing written.
enum class DryRun { no, yes };

/// One run of `masthead import wordpress`.
struct WordpressImport {
    std::vector<std::filesystem::path> files;     ///< together one export of each site in them
    std::optional<std::filesystem::path> uploads; ///< a copy of wp-content/uploads
    FetchMissing fetch = FetchMissing::no;
    DryRun dry_run = DryRun::no;
    std::filesystem::path media_dir; ///< where files of the newsroom lie
    /// For tests alone: this port of 127.0.0.1 may be fetched from.
    std::optional<std::uint16_t> fetch_local_port;
};

/// Imports WordPress exports. A first pass reads every file to its end and plans; only then does a
/// second write, in transactions of a few milliseconds on the bulk lane, so a running server's
/// readers do not notice. Run again after a kill it goes on where it was; run with a newer export
/// it updates what was not changed here, adds what is new and says what has vanished. Refuses:
/// `invalid` with detail "FILE:LINE: what is wrong", `not_found`, `too_large`; nothing has been
/// written then.  Throws: db::Error, std::system_error, what `progress` throws.
Result<ImportReport> import_wordpress(db::Database& database, const Clock& clock,
                                      const WordpressImport& command, ImportProgress& progress);

} // namespace masthead::transfer
