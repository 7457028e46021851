#include "core/db/sqlite/sqlite_database.hpp"

#include "core/base/limits.hpp"
#include "core/db/event_dispatcher.hpp"
#include "core/db/event_log.hpp"
#include "core/db/job_runner.hpp"
#include "core/db/sqlite/read_pool.hpp"

#include "shared_data.hpp"

#include <doctest/doctest.h>

#include <future>

#include <atomic>
#include <set>
#include <thread>

namespace masthead::db {

namespace {

constexpr Query insert_note{"notes.insert", "INSERT INTO notes (id, text) VALUES (?, ?)"};
constexpr Query count_notes{"notes.count", "SELECT COUNT(*) FROM notes"};
constexpr Query select_note{"notes.text", "SELECT text FROM notes WHERE id = ?"};
constexpr Query end_everything{"notes.rollback", "ROLLBACK"};

using NoteId = Id<struct NoteTag>;

std::vector<Migration> with_notes()
{
    auto migrations = embedded_migrations();
    migrations.push_back(
        {9'000, "notes", "CREATE TABLE notes (id BIGINT PRIMARY KEY, text TEXT NOT NULL)", "", ""});
    return migrations;
}

struct Fixture {
    test::TempDir dir;
    ManualClock clock{*parse_rfc3339("2026-11-23T12:00:00Z")};
    std::unique_ptr<Database> database = open();

    std::unique_ptr<Database> open()
    {
        return sqlite::open_database(dir.path() / "test.db", clock, with_notes());
    }
    std::int64_t notes()
    {
        return database->read([](Snapshot& s) { return s.integer(count_notes, {}); });
    }
    Result<NoteId> add(std::string_view text)
    {
        return database->write([&](Tx& tx) -> Result<NoteId> {
            const auto id = tx.new_id<NoteId>();
            tx.run(insert_note, {id, text});
            return id;
        });
    }
};

constexpr Query count_for_ever{"numbers.all", R"sql(
    WITH RECURSIVE numbers (n) AS (
        SELECT 1
        UNION ALL
        SELECT n + 1
        FROM numbers
    )
    SELECT COUNT(*)
    FROM numbers
)sql"};

constexpr Query count_a_while{"numbers.some", R"sql(
    WITH RECURSIVE numbers (n) AS (
        SELECT 1
        UNION ALL
        SELECT n + 1
        FROM numbers
        WHERE n < 100000
    )
    SELECT COUNT(*)
    FROM numbers
)sql"};

} // namespace

TEST_CASE("a brief read that lives too long is ended, and its connection goes on")
{
    Fixture f;
    f.add("kept");
    sqlite::ReadPool pool{f.dir.path() / "test.db", 1, Milliseconds{50}};
    CHECK_THROWS_WITH_AS(
        pool.run(ReadSpan::brief, [](Snapshot& s) { s.integer(count_for_ever, {}); }),
        doctest::Contains("numbers.all"), Error);
    std::int64_t notes = 0;
    pool.run(ReadSpan::lengthy, [&](Snapshot& s) { notes = s.integer(count_notes, {}); });
    CHECK(notes == 1);
}

TEST_CASE("a lengthy read is not ended")
{
    Fixture f;
    sqlite::ReadPool pool{f.dir.path() / "test.db", 1, Milliseconds{0}};
    // A body cannot be stopped between its statements, but it reads nothing more.
    CHECK_THROWS_WITH_AS(pool.run(ReadSpan::brief, [](Snapshot& s) { s.integer(count_notes, {}); }),
                         "notes.count: read for too long", Error);
    std::int64_t numbers = 0;
    pool.run(ReadSpan::lengthy, [&](Snapshot& s) { numbers = s.integer(count_a_while, {}); });
    CHECK(numbers == 100'000);
}

TEST_CASE("a verb that refuses leaves nothing behind and its neighbours are kept")
{
    Fixture f;
    const auto refused = f.database->write([&](Tx& tx) -> Result<int> {
        tx.run(insert_note, {1, "never"});
        return refuse(Refusal::invalid, "test.no");
    });
    REQUIRE(refused.has_error());
    CHECK(refused.error().message_key == "test.no");
    CHECK(f.add("kept").has_value());
    CHECK(f.notes() == 1);
}

TEST_CASE("a verb that throws leaves nothing behind and the caller sees the exception")
{
    Fixture f;
    CHECK_THROWS_AS(f.database->write([&](Tx& tx) -> Result<int> {
        tx.run(insert_note, {1, "never"});
        throw std::runtime_error("mid-way");
    }),
                    std::runtime_error);
    CHECK(f.notes() == 0);
}

TEST_CASE("many threads write at once and every acknowledged row is there after reopening")
{
    Fixture f;
    constexpr int writers = 16;
    constexpr int each = 50;
    std::vector<std::thread> threads;
    for (int t = 0; t < writers; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < each; ++i)
                REQUIRE(f.add("note").has_value());
        });
    for (auto& thread : threads)
        thread.join();
    CHECK(f.notes() == writers * each);
    f.database.reset();
    f.database = f.open();
    CHECK(f.notes() == writers * each);
}

TEST_CASE("a verb that ends the transaction takes only itself down")
{
    Fixture f;
    std::vector<std::thread> threads;
    std::atomic<int> kept{0};
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 20; ++i) {
                if (t == 0) {
                    CHECK_THROWS(f.database->write([&](Tx& tx) -> Result<int> {
                        tx.run(insert_note, {tx.new_id<NoteId>(), "lost"});
                        tx.run(end_everything, {});
                        return 1;
                    }));
                } else if (f.add("kept")) {
                    ++kept;
                }
            }
        });
    for (auto& thread : threads)
        thread.join();
    CHECK(kept == 7 * 20);
    CHECK(f.notes() == 7 * 20);
}

TEST_CASE("bulk writes and interactive writes both get through")
{
    Fixture f;
    std::thread import{[&] {
        for (int i = 0; i < 50; ++i)
            REQUIRE(f.database
                        ->write(
                            [&](Tx& tx) -> Result<int> {
                                for (int n = 0; n < 100; ++n)
                                    tx.run(insert_note, {tx.new_id<NoteId>(), "bulk"});
                                return 1;
                            },
                            Lane::bulk)
                        .has_value());
    }};
    for (int i = 0; i < 50; ++i)
        CHECK(f.add("interactive").has_value());
    import.join();
    CHECK(f.notes() == 50 * 100 + 50);
}

TEST_CASE("ids stay unique after a restart with the clock set back")
{
    Fixture f;
    std::set<std::int64_t> seen;
    for (int i = 0; i < 100; ++i)
        CHECK(seen.insert(f.add("before")->value()).second);
    f.database.reset();
    f.clock.advance(-std::chrono::hours{24});
    f.database = f.open();
    for (int i = 0; i < 100; ++i) {
        const auto id = f.add("after")->value();
        CHECK(id > *seen.rbegin());
    }
}

TEST_CASE("a reader keeps its snapshot while others write")
{
    Fixture f;
    REQUIRE(f.add("one").has_value());
    f.database->read([&](Snapshot& snapshot) {
        CHECK(snapshot.integer(count_notes, {}) == 1);
        std::thread{[&] { REQUIRE(f.add("two").has_value()); }}.join();
        CHECK(snapshot.integer(count_notes, {}) == 1);
    });
    CHECK(f.notes() == 2);
}

TEST_CASE("text goes in and out unchanged, empty and absent stay apart")
{
    Fixture f;
    const auto empty = f.add("");
    const std::string hostile = "'; DROP TABLE notes; --\n\xf0\x9f\x97\x9e";
    const auto odd = f.add(hostile);
    f.database->read([&](Snapshot& s) {
        const auto text_of = [&](NoteId id) {
            return s.find(select_note, {id}, [](const Row& row) { return row.string(0); });
        };
        CHECK(text_of(*empty) == "");
        CHECK(text_of(*odd) == hostile);
        CHECK_FALSE(text_of(NoteId{1}).has_value());
    });
}

TEST_CASE("a newsroom written by a newer program is refused with words that say so")
{
    Fixture f;
    f.database.reset();
    CHECK_THROWS_WITH_AS(
        sqlite::open_database(f.dir.path() / "test.db", f.clock, embedded_migrations()),
        doctest::Contains("newer masthead"), Error);
}

TEST_CASE("a migration that fails leaves the schema as it was")
{
    Fixture f;
    f.database.reset();
    auto migrations = with_notes();
    migrations.push_back(
        {9'001, "broken", "CREATE TABLE extra (id BIGINT); SELECT nonsense;", "", ""});
    CHECK_THROWS_AS(sqlite::open_database(f.dir.path() / "test.db", f.clock, migrations), Error);
    migrations.back().common_sql = "CREATE TABLE extra (id BIGINT)";
    CHECK_NOTHROW(sqlite::open_database(f.dir.path() / "test.db", f.clock, migrations));
}

TEST_CASE("events reach subscribers in commit order, and none is announced for a refused verb")
{
    Fixture f;
    EventDispatcher dispatcher{*f.database};
    std::mutex mutex;
    std::vector<std::string> names;
    dispatcher.subscribe([&](const std::vector<Event>& events) {
        const std::lock_guard lock{mutex};
        for (const auto& event : events)
            names.push_back(event.name);
    });
    dispatcher.start();
    std::int64_t last = 0;
    for (const auto* name : {"story.published", "story.withdrawn"})
        last = *f.database->write([&](Tx& tx) -> Result<std::int64_t> {
            append_event(tx, {name, 1, 1}, f.clock.now());
            return last_event_position(tx);
        });
    (void)f.database->write([&](Tx& tx) -> Result<int> {
        append_event(tx, {"never.happened", 1, 1}, f.clock.now());
        return refuse(Refusal::invalid, "test.no");
    });
    REQUIRE(dispatcher.wait_for(last, std::chrono::seconds{5}));
    dispatcher.stop();
    CHECK(names == std::vector<std::string>{"story.published", "story.withdrawn"});
}

TEST_CASE("old events are trimmed but the newest stays")
{
    Fixture f;
    const auto append = [&] {
        (void)f.database->write([&](Tx& tx) -> Result<int> {
            append_event(tx, {"story.updated", 1, 1}, f.clock.now());
            return 1;
        });
    };
    append();
    append();
    f.clock.advance(limits::event_log_kept + std::chrono::hours{1});
    const auto trimmed = f.database->write(
        [&](Tx& tx) -> Result<std::int64_t> { return trim_event_log(tx, f.clock.now(), 100); });
    CHECK(*trimmed == 1);
    CHECK(f.database->read([](Snapshot& s) { return last_event_position(s); }) == 2);
}

TEST_CASE("a copy holds everything acknowledged before its end, whatever is written meanwhile")
{
    Fixture f;
    const std::string words(2'000, 'w');
    for (int i = 0; i < 2'000; ++i)
        REQUIRE(f.add(words).has_value());
    const auto copied = f.dir.path() / "copy.db";
    std::atomic<bool> copying{true};
    std::atomic<int> written{2'000};
    std::thread writer{[&] {
        while (copying) {
            if (f.add(words))
                ++written;
        }
    }};
    int least = 0;
    int steps = 0;
    CHECK(f.database->copy_to(copied, [&](std::uint64_t done, std::uint64_t total) {
        CHECK(done <= total);
        least = written;
        ++steps;
        return true;
    }));
    copying = false;
    writer.join();
    CHECK(steps > 1);
    f.database = sqlite::open_database(copied, f.clock, with_notes());
    CHECK(f.notes() >= least);
    CHECK(f.notes() <= written);
}

TEST_CASE("a copy that is called off says so, and one onto a file that is there is refused")
{
    Fixture f;
    REQUIRE(f.add("kept").has_value());
    const auto copied = f.dir.path() / "copy.db";
    CHECK_FALSE(f.database->copy_to(copied, [](std::uint64_t, std::uint64_t) { return false; }));
    CHECK_THROWS_AS(f.database->copy_to(copied, [](std::uint64_t, std::uint64_t) { return true; }),
                    Error);
    CHECK(f.add("writing goes on").has_value());
    CHECK(f.notes() == 2);
}

TEST_CASE("a job runs once, is tried again when it throws, and is given up at the limit")
{
    Fixture f;
    int good = 0;
    int bad = 0;
    JobRunner runner{*f.database,
                     f.clock,
                     {{"good", [&](const Job&) { ++good; }}, {"bad", [&](const Job&) {
                                                                  ++bad;
                                                                  throw std::runtime_error("down");
                                                              }}}};
    (void)f.database->write([&](Tx& tx) -> Result<int> {
        add_job(tx, {"good", "{}", f.clock.now()});
        add_job(tx, {"bad", "{}", f.clock.now()});
        return 1;
    });
    CHECK(runner.run_due() == 2);
    CHECK(runner.run_due() == 0);
    for (int i = 0; i < limits::job_attempts_max + 2; ++i) {
        f.clock.advance(std::chrono::hours{2});
        runner.run_due();
    }
    CHECK(good == 1);
    CHECK(bad == limits::job_attempts_max);
}

TEST_CASE("a job whose process died is due again when its lease is over")
{
    Fixture f;
    (void)f.database->write([&](Tx& tx) -> Result<int> {
        add_job(tx, {"mail", "{}", f.clock.now()});
        return 1;
    });
    const auto claim = [&] {
        return *f.database->write([&](Tx& tx) -> Result<std::optional<Job>> {
            return claim_job(tx, f.clock.now(), std::chrono::minutes{5});
        });
    };
    CHECK(claim().has_value());
    CHECK_FALSE(claim().has_value());
    f.clock.advance(std::chrono::minutes{6});
    const auto again = claim();
    REQUIRE(again.has_value());
    CHECK(again->attempt == 2);
}

TEST_CASE("a runner that is told to stop ends its job and leaves the rest for the next start")
{
    Fixture f;
    int ran = 0;
    std::function<void()> stop;
    JobRunner runner{*f.database, f.clock, {{"job", [&](const Job&) {
                                                 ++ran;
                                                 stop();
                                             }}}};
    stop = [&] { runner.stop(); };
    (void)f.database->write([&](Tx& tx) -> Result<int> {
        for (int i = 0; i < 3; ++i)
            add_job(tx, {"job", "{}", f.clock.now()});
        return 1;
    });
    CHECK(runner.run_due() == 1);
    CHECK(ran == 1);
    JobRunner next{*f.database, f.clock, {{"job", [&](const Job&) { ++ran; }}}};
    CHECK(next.run_due() == 2);
    CHECK(ran == 3);
}

TEST_CASE("a lane of jobs that waits for a slow server holds up no other lane")
{
    Fixture f;
    std::promise<void> slow_server;
    std::promise<void> is_waiting;
    JobRunner outward{*f.database,
                      f.clock,
                      {{"slow",
                        [&](const Job&) {
                            is_waiting.set_value();
                            slow_server.get_future().wait();
                        }}},
                      JobLane::outward};
    int quick = 0;
    JobRunner ordinary{*f.database, f.clock, {{"quick", [&](const Job&) { ++quick; }}}};
    (void)f.database->write([&](Tx& tx) -> Result<int> {
        add_job(tx, {"slow", "{}", f.clock.now(), JobLane::outward});
        add_job(tx, {"quick", "{}", f.clock.now()});
        return 1;
    });
    outward.start();
    is_waiting.get_future().wait();
    CHECK(ordinary.run_due() == 1);
    CHECK(quick == 1);
    slow_server.set_value();
    outward.stop();
    f.clock.advance(std::chrono::hours{2});
    CHECK(outward.run_due() == 0);
    CHECK(ordinary.run_due() == 0);
}

TEST_CASE("scripts are cut at statements, not inside quotes or comments")
{
    const auto parts = split_statements("-- a; b\nSELECT ';' ; /* ; */ SELECT \"x;y\"; ");
    REQUIRE(parts.size() == 2);
    CHECK(parts[0] == "SELECT ';'");
    CHECK(parts[1] == "SELECT \"x;y\"");
}

} // namespace masthead::db
