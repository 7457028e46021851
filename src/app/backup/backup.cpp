#include "app/backup/backup.hpp"

#include "app/backup/archive.hpp"
#include "app/version.hpp"
#include "core/db/migrator.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <vector>

namespace masthead::app {

namespace fs = std::filesystem;

namespace {

constexpr auto about_entry = "masthead-backup.json";

Failure called_off()
{
    return refuse(Refusal::conflict, "backup.ended", "Stopped. No backup was made.\n");
}

/// The copy of the database on its way into the archive; gone with the object.
class Copy {
public:
    explicit Copy(fs::path file) : file_(std::move(file)) { remove(); }
    ~Copy() { remove(); }
    Copy(const Copy&) = delete;
    Copy& operator=(const Copy&) = delete;
    const fs::path& file() const { return file_; }

private:
    void remove() const
    {
        std::error_code ignored;
        for (const auto* ending : {"", "-wal", "-shm", "-journal"})
            fs::remove(file_.string() + ending, ignored);
    }
    fs::path file_;
};

bool copy_database(const fs::path& to, CommandContext& context)
{
    return context.database.copy_to(to, [&](std::uint64_t done, std::uint64_t total) {
        context.out.progress({"copying the database", done, total, "pages", done});
        return !context.cancelled();
    });
}

// Names of all pictures, in one order, so that two backups of one newsroom are comparable.
std::vector<std::string> media_names(const fs::path& media)
{
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator{media}) {
        if (entry.is_regular_file() && !entry.is_symlink())
            names.push_back(fs::relative(entry.path(), media).string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::string about(Time now)
{
    return boost::json::serialize(
               boost::json::object{{"format", 1},
                                   {"made_at", format_rfc3339(now)},
                                   {"version", version},
                                   {"schema", db::embedded_migrations().back().version}}) +
           "\n";
}

/// Puts the parts of a newsroom into an archive, telling how far it has come.
class Packing {
public:
    Packing(const fs::path& file, CommandContext& context) : archive_(file), context_(context) {}

    bool add(const std::string& name, const fs::path& file)
    {
        ++files_;
        return archive_.add_file(name, file, [&](std::size_t bytes) {
            bytes_ += bytes;
            context_.out.progress({"packing", bytes_, 0, "MB", bytes_ / 1'000'000});
            return !context_.cancelled();
        });
    }

    // A picture may be taken away between the listing and its turn.
    bool add_if_there(const std::string& name, const fs::path& file)
    {
        return !fs::exists(file) || add(name, file);
    }

    int publish()
    {
        archive_.add_text(about_entry, about(context_.clock.now()));
        archive_.publish();
        return files_;
    }

private:
    ArchiveWriter archive_;
    CommandContext& context_;
    std::uint64_t bytes_ = 0;
    int files_ = 0;
};

} // namespace

Result<BackupReport> make_backup(const fs::path& file, const DataDirectory& directory,
                                 CommandContext& context)
{
    if (fs::exists(file))
        return refuse(Refusal::conflict, "backup.exists",
                      "There is already a file " + file.string() + ". Give another name.\n");
    const Copy copy{file.string() + ".database"};
    if (!copy_database(copy.file(), context))
        return called_off();
    Packing packing{file, context};
    // The pictures come after the database: whatever it names is in the folder by then.
    bool whole = packing.add("masthead.db", copy.file()) &&
                 packing.add_if_there("masthead.toml", directory.settings_file()) &&
                 packing.add_if_there("masthead.keys", directory.keys_file());
    for (const auto& name : media_names(directory.media()))
        whole = whole && packing.add_if_there("media/" + name, directory.media() / name);
    if (!whole)
        return called_off();
    const int files = packing.publish();
    return BackupReport{files, fs::file_size(file)};
}

} // namespace masthead::app
