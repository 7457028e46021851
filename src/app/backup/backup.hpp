#pragma once

#include "app/command_context.hpp"
#include "app/data_directory.hpp"

#include <filesystem>

namespace masthead::app {

/// What a backup or a restore has carried.
struct BackupReport {
    int files = 0;
    std::uintmax_t bytes = 0; ///< of the backup's file
};

/// Saves the newsroom (database, pictures, settings, keys) into one file while it is being used:
/// everything acknowledged before its end is in it. Refuses `conflict` where the file is there
/// already or it was called off. Throws what the disk and the database throw; then no file is left.
Result<BackupReport> make_backup(const std::filesystem::path& file, const DataDirectory& directory,
                                 CommandContext& context);

/// Whether a restore may put aside a newsroom that is there.
enum class Overwrite { no, yes };

/// Verifies a backup's file, then puts it in place as the newsroom of `directory`. What was there
/// is not deleted but renamed, and erasures of readers that it knows are done again in what was
/// restored. Refuses `invalid` for a damaged or newer backup, `conflict` where there is a newsroom
/// and `overwrite` says no, or another process holds it: nothing has changed then.
Result<BackupReport> restore_backup(const std::filesystem::path& file,
                                    const std::filesystem::path& directory, Overwrite overwrite,
                                    Output& out);

} // namespace masthead::app
