#include "app/backup/backup.hpp"

#include "app/backup/archive.hpp"
#include "app/output.hpp"
#include "core/db/event_log.hpp"
#include "core/db/migrator.hpp"
#include "core/db/sqlite/sqlite_database.hpp"

#include "shared_data.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

namespace masthead::app {

namespace {

namespace fs = std::filesystem;

class Heard final : public Output {
public:
    void text(std::string_view text) override { said += text; }
    void problem(std::string_view text) override { said += text; }
    void progress(const Progress&) override {}
    void report(std::string_view) override {}
    std::string said;
};

void write_file(const fs::path& file, std::string_view text)
{
    fs::create_directories(file.parent_path());
    std::ofstream{file, std::ios::binary} << text;
}

std::string read_file(const fs::path& file)
{
    std::ostringstream text;
    text << std::ifstream{file, std::ios::binary}.rdbuf();
    return text.str();
}

struct Fixture {
    test::TempDir dir;
    SystemClock clock;
    DataDirectory directory{dir.path() / "courier"};
    fs::path file = dir.path() / "courier.tar.gz";
    Heard out;
    std::unique_ptr<db::Database> database;
    bool cancelled = false;

    Fixture()
    {
        fs::create_directories(directory.media());
        write_file(directory.settings_file(), "site_url = \"https://courier.example\"\n");
        write_file(directory.keys_file(), "not really keys");
        write_file(directory.media() / "2026/quay.webp", std::string(300'000, 'q'));
        write_file(directory.media() / "a name with spaces.webp", "");
        database =
            db::sqlite::open_database(directory.database_file(), clock, db::embedded_migrations());
        happen("first");
    }

    void happen(std::string_view name)
    {
        (void)database->write([&](db::Tx& tx) -> Result<int> {
            db::append_event(tx, {name, 1, 1}, clock.now());
            return 0;
        });
    }

    Result<BackupReport> back_up()
    {
        CommandContext context{*database, clock, directory.media(), out, [&] { return cancelled; }};
        return make_backup(file, directory, context);
    }

    std::int64_t events_in(const fs::path& target) const
    {
        const auto restored = db::sqlite::open_database(DataDirectory{target}.database_file(),
                                                        clock, db::embedded_migrations());
        return restored->read([](db::Snapshot& s) { return db::last_event_position(s); });
    }

    Result<BackupReport> restore(const fs::path& target, Overwrite overwrite = Overwrite::no)
    {
        return restore_backup(file, target, overwrite, out);
    }
};

} // namespace

TEST_CASE("what was saved is what is restored: database, settings, keys and pictures")
{
    Fixture f;
    f.happen("second");
    const auto saved = f.back_up();
    REQUIRE(saved.has_value());
    CHECK(saved->files == 5);
    CHECK((fs::status(f.file).permissions() & fs::perms::all) ==
          (fs::perms::owner_read | fs::perms::owner_write));
    f.happen("after the backup");
    const auto target = f.dir.path() / "restored";
    REQUIRE(f.restore(target).has_value());
    CHECK(f.events_in(target) == 2);
    const DataDirectory restored{target};
    CHECK(read_file(restored.settings_file()) == read_file(f.directory.settings_file()));
    CHECK(read_file(restored.keys_file()) == "not really keys");
    CHECK(read_file(restored.media() / "2026/quay.webp") == std::string(300'000, 'q'));
    CHECK(fs::exists(restored.media() / "a name with spaces.webp"));
    CHECK_FALSE(fs::exists(target.string() + ".restoring"));
    CHECK_FALSE(fs::exists(f.file.string() + ".database"));
}

TEST_CASE("a backup never writes over a file, and one that is called off leaves none")
{
    Fixture f;
    f.cancelled = true;
    CHECK(f.back_up().error().message_key == "backup.ended");
    CHECK_FALSE(fs::exists(f.file));
    CHECK_FALSE(fs::exists(f.file.string() + ".part"));
    f.cancelled = false;
    REQUIRE(f.back_up().has_value());
    CHECK(f.back_up().error().message_key == "backup.exists");
}

TEST_CASE("a newsroom is put aside only when asked, and kept")
{
    Fixture f;
    REQUIRE(f.back_up().has_value());
    const auto target = f.dir.path() / "restored";
    REQUIRE(f.restore(target).has_value());
    write_file(DataDirectory{target}.media() / "newer.webp", "newer");
    CHECK(f.restore(target).error().message_key == "restore.newsroom_there");
    CHECK(fs::exists(DataDirectory{target}.media() / "newer.webp"));
    REQUIRE(f.restore(target, Overwrite::yes).has_value());
    CHECK_FALSE(fs::exists(DataDirectory{target}.media() / "newer.webp"));
    int kept = 0;
    for (const auto& entry : fs::directory_iterator{f.dir.path()})
        kept += entry.path().filename().string().starts_with("restored.before-restore-") ? 1 : 0;
    CHECK(kept == 1);
    write_file(f.dir.path() / "letters/dear.txt", "dear");
    CHECK(f.restore(f.dir.path() / "letters", Overwrite::yes).error().message_key ==
          "restore.other_things");
    CHECK(read_file(f.dir.path() / "letters/dear.txt") == "dear");
}

TEST_CASE("a newsroom in use is not replaced")
{
    Fixture f;
    REQUIRE(f.back_up().has_value());
    const auto lock = DirectoryLock::try_take(f.directory);
    REQUIRE(lock.has_value());
    CHECK(f.restore(f.directory.path, Overwrite::yes).error().message_key == "restore.in_use");
}

TEST_CASE("a damaged backup is refused at any byte that was changed, and changes nothing")
{
    Fixture f;
    f.file = f.dir.path() / "courier.tar";
    REQUIRE(f.back_up().has_value());
    const auto whole = read_file(f.file);
    const auto target = f.dir.path() / "restored";
    const std::size_t step = whole.size() / 40;
    int refused = 0;
    for (std::size_t at = 700; at < whole.size(); at += step) {
        CAPTURE(at);
        auto bytes = whole;
        bytes[at] = static_cast<char>(bytes[at] ^ 0x5a);
        write_file(f.file, bytes);
        const auto restored = f.restore(target);
        // Padding between entries belongs to nobody.
        if (restored) {
            fs::remove_all(target);
            continue;
        }
        ++refused;
        CHECK(restored.error().message_key == "backup.damaged");
        CHECK_FALSE(fs::exists(target));
    }
    CHECK(refused > 30);
    for (const auto part : {whole.size() / 2, whole.size() - 20'000, std::size_t{0}}) {
        CAPTURE(part);
        write_file(f.file, std::string_view{whole}.substr(0, part));
        CHECK(f.restore(target).error().message_key == "backup.damaged");
    }
    write_file(f.file, "a letter, not a backup");
    CHECK(f.restore(target).error().message_key == "backup.damaged");
    CHECK_FALSE(fs::exists(target));
}

TEST_CASE("an archive cannot write outside its folder")
{
    for (const auto* name :
         {"../escaped", "/tmp/masthead-escaped", "media/../../escaped", "./x", "media//x"}) {
        CAPTURE(name);
        const test::TempDir dir;
        const auto file = dir.path() / "evil.tar";
        {
            ArchiveWriter writer{file};
            writer.add_text(name, "evil");
            writer.publish();
        }
        const auto into = dir.path() / "into";
        fs::create_directories(into);
        const auto unpacked = unpack_verified(file, into, [](std::size_t) { return true; });
        REQUIRE(unpacked.has_error());
        CHECK(unpacked.error().message_key == "backup.damaged");
        CHECK_FALSE(fs::exists(dir.path() / "escaped"));
    }
}

} // namespace masthead::app
