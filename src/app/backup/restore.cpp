#include "app/backup/backup.hpp"

#include "app/backup/archive.hpp"
#include "app/backup/erasures.hpp"
#include "core/db/migrator.hpp"
#include "core/db/sqlite/sqlite_database.hpp"

namespace masthead::app {

namespace fs = std::filesystem;

namespace {

/// The folder a backup is unpacked into, beside the newsroom's; gone with the object unless kept.
class Staging {
public:
    explicit Staging(const fs::path& directory) : path_(directory.string() + ".restoring")
    {
        fs::remove_all(path_);
        fs::create_directories(path_ / "media");
        fs::permissions(path_, fs::perms::owner_all);
    }
    ~Staging()
    {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    Staging(const Staging&) = delete;
    Staging& operator=(const Staging&) = delete;
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

bool has_newsroom(const DataDirectory& directory)
{
    return fs::exists(directory.database_file()) || fs::exists(directory.settings_file());
}

Result<int> check_target(const DataDirectory& directory, Overwrite overwrite)
{
    if (!fs::exists(directory.path) || fs::is_empty(directory.path))
        return 0;
    if (!has_newsroom(directory))
        return refuse(Refusal::conflict, "restore.other_things",
                      directory.path.string() + " holds other things and no newsroom. Give an "
                                                "empty or a new folder with --data DIR.\n");
    if (overwrite == Overwrite::no)
        return refuse(Refusal::conflict, "restore.newsroom_there",
                      "There is a newsroom in " + directory.path.string() +
                          ". To put it aside and restore in its place, add --overwrite.\n");
    return 0;
}

// Opening brings the schema up to date and refuses what a newer program wrote.
Result<int> check_database(const fs::path& file, const fs::path& backup, const Clock& clock)
{
    try {
        const auto database = db::sqlite::open_database(file, clock, db::embedded_migrations());
        const auto fault = db::sqlite::find_damage(file);
        if (!fault)
            return 0;
        return refuse(Refusal::invalid, "restore.damaged",
                      "The database in " + backup.string() + " is damaged: " + *fault + "\n");
    } catch (const db::Error& error) {
        return refuse(Refusal::invalid, "restore.unusable",
                      "The database in " + backup.string() + " cannot be used: " + error.what() +
                          "\n");
    }
}

fs::path name_to_put_aside(const fs::path& directory, Time now)
{
    auto name = directory.string() + ".before-restore-" + format_rfc3339(now).substr(0, 19);
    std::replace(name.begin() + static_cast<std::ptrdiff_t>(directory.string().size()), name.end(),
                 ':', '-');
    auto free = name;
    for (int i = 2; fs::exists(free); ++i)
        free = name + "-" + std::to_string(i);
    return free;
}

void put_in_place(const fs::path& staged, const DataDirectory& directory, Time now, Output& out)
{
    if (has_newsroom(directory)) {
        const auto aside = name_to_put_aside(directory.path, now);
        fs::rename(directory.path, aside);
        out.text("The newsroom that was there is now " + aside.string() +
                 ". Delete it when you no longer need it.\n");
    } else {
        fs::remove(directory.path);
    }
    fs::rename(staged, directory.path);
}

} // namespace

Result<BackupReport> restore_backup(const fs::path& file, const fs::path& target,
                                    Overwrite overwrite, Output& out)
{
    const SystemClock clock;
    const DataDirectory directory{target};
    if (const auto free = check_target(directory, overwrite); !free)
        return free.error();
    std::optional<DirectoryLock> lock;
    if (has_newsroom(directory) && !(lock = DirectoryLock::try_take(directory)))
        return refuse(Refusal::conflict, "restore.in_use",
                      "Another masthead (process " + std::to_string(lock_holder(directory)) +
                          ") holds " + target.string() + ". Stop it, then try again.\n");
    const Staging staging{target};
    std::uint64_t bytes = 0;
    const auto unpacked = unpack_verified(file, staging.path(), [&](std::size_t more) {
        bytes += more;
        out.progress({"checking", bytes, 0, "MB", bytes / 1'000'000});
        return true;
    });
    if (!unpacked)
        return refuse(unpacked.error().reason, unpacked.error().message_key,
                      unpacked.error().detail + "\n");
    const DataDirectory staged{staging.path()};
    if (!fs::exists(staged.database_file()))
        return refuse(Refusal::invalid, "restore.no_database",
                      file.string() + " is no backup of a newsroom: it holds no database.\n");
    if (const auto sound = check_database(staged.database_file(), file, clock); !sound)
        return sound.error();
    const int erased = repeat_erasures(directory, staged, clock);
    if (erased > 0)
        out.text("Erased again: " + std::to_string(erased) +
                 " readers who had asked for it since the backup was made.\n");
    put_in_place(staging.path(), directory, clock.now(), out);
    return BackupReport{*unpacked, fs::file_size(file)};
}

} // namespace masthead::app
