#pragma once

#include "core/db/event_log.hpp"
#include "core/db/migrator.hpp"
#include "core/db/sqlite/sqlite_database.hpp"
#include "result_words.hpp"
#include "shared_data.hpp"

#include <boost/json.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace masthead::test {

/// A mail that is waiting to be sent.
struct QueuedMail {
    std::string kind;
    std::string to;
    boost::json::object data;

    std::string text(std::string_view name) const
    {
        return boost::json::value_to<std::string>(data.at(name));
    }
    /// What stands behind "token=" in its link.
    std::string token() const
    {
        const auto path = text("path");
        return path.substr(path.find("token=") + 6);
    }
};

/// An empty newsroom on a real SQLite file with a clock that stands still, for the rooms of people.
struct PeopleCast {
    TempDir dir;
    ManualClock clock{*parse_rfc3339("2026-11-23T12:00:00Z")};
    std::unique_ptr<db::Database> database =
        db::sqlite::open_database(dir.path() / "masthead.db", clock, db::embedded_migrations());

    Time now() const { return clock.now(); }

    /// Runs `body(tx)` in a transaction; it answers a Result.
    template <class Body>
    auto write(Body&& body)
    {
        return database->write(std::forward<Body>(body));
    }

    /// Runs `body(tx)` in a transaction; it answers a plain value, and nothing refuses it.
    template <class Body>
    auto change(Body&& body)
    {
        using T = std::invoke_result_t<Body, db::Tx&>;
        return *database->write([&](db::Tx& tx) -> Result<T> { return body(tx); });
    }

    /// Runs `body(tx)`, which answers nothing.
    template <class Body>
    void run(Body&& body)
    {
        (void)database->write([&](db::Tx& tx) -> Result<int> {
            body(tx);
            return 0;
        });
    }

    template <class Body>
    auto read(Body&& body)
    {
        return database->read(std::forward<Body>(body));
    }

    std::vector<db::Event> events_after(std::int64_t position)
    {
        return read(
            [&](db::Snapshot& snapshot) { return db::events_after(snapshot, position, 1'000); });
    }

    /// Names of the events so far, in order.
    std::vector<std::string> events()
    {
        std::vector<std::string> names;
        for (const auto& event : events_after(0))
            names.push_back(event.name);
        return names;
    }

    /// All mails so far, in order.
    std::vector<QueuedMail> mails()
    {
        static constexpr db::Query all{"test.outgoing_mails", R"sql(
            SELECT kind, recipient, data
            FROM outgoing_mails
            ORDER BY id
            LIMIT 1000
        )sql"};
        return read([](db::Snapshot& snapshot) {
            return snapshot.list(all, {}, [](const db::Row& row) {
                return QueuedMail{row.string(0), row.string(1),
                                  boost::json::parse(row.string(2)).as_object()};
            });
        });
    }

    /// The number that a statement of a test answers.
    std::int64_t count(const db::Query& query, db::Args args = {})
    {
        return read([&](db::Snapshot& snapshot) { return snapshot.integer(query, args); });
    }
};

} // namespace masthead::test
