#include "app/backup/erasures.hpp"

#include "app/erase_reader.hpp"
#include "core/db/migrator.hpp"
#include "core/db/sqlite/sqlite_database.hpp"
#include "features/readers/erase_reader.hpp"

namespace masthead::app {

namespace {

constexpr int stretch = 1'000;

std::vector<ReaderId> erasures_in(const DataDirectory& directory, const Clock& clock)
{
    const auto database = db::sqlite::open_database(directory.database_file(), clock,
                                                    db::embedded_migrations());
    std::vector<ReaderId> readers;
    readers::Erasure last;
    for (;;) {
        const auto some = database->read([&](db::Snapshot& snapshot) {
            return readers::erasures_since(snapshot, last, stretch);
        });
        for (const auto& erasure : some)
            readers.push_back(erasure.reader);
        if (some.size() < static_cast<std::size_t>(stretch))
            return readers;
        last = some.back();
    }
}

bool is_there(db::Database& database, ReaderId reader)
{
    return database.read([&](db::Snapshot& snapshot) {
        const auto found = readers::find_reader(snapshot, reader);
        return found && found->state != readers::ReaderState::erased;
    });
}

} // namespace


int repeat_erasures(const DataDirectory& known, const DataDirectory& restored, const Clock& clock)
{
    if (!std::filesystem::exists(known.database_file()))
        return 0;
    const auto erased = erasures_in(known, clock);
    if (erased.empty())
        return 0;
    const auto database = db::sqlite::open_database(restored.database_file(), clock,
                                                    db::embedded_migrations());
    int repeated = 0;
    for (const auto reader : erased) {
        if (!is_there(*database, reader))
            continue;
        erase_reader(*database, restored.media(), reader, clock.now());
        ++repeated;
    }
    return repeated;
}

} // namespace masthead::app
