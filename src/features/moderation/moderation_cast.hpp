#pragma once

#include "core/db/event_log.hpp"
#include "core/db/migrator.hpp"
#include "core/db/sqlite/sqlite_database.hpp"
#include "features/accounts/account_mails.hpp"
#include "features/ids.hpp"
#include "shared_data.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace masthead::moderation::test {

inline constexpr db::Query select_mails{"test.moderation_mails", R"sql(
    SELECT recipient, kind, data
    FROM outgoing_mails
    ORDER BY id
    LIMIT 100
)sql"};

/// A queued mail as its row says.
struct QueuedMail {
    std::string to;
    std::string kind;
    std::string data;
};

/// A newsroom's database with a clock that stands still, readers with addresses, and staff.
struct Cast {
    masthead::test::TempDir dir;
    ManualClock clock{*parse_rfc3339("2026-11-23T12:00:00Z")};
    std::unique_ptr<db::Database> database =
        db::sqlite::open_database(dir.path() / "masthead.db", clock, db::embedded_migrations());
    ReaderId ada{101};
    ReaderId walt{102};
    StaffId mira{201};
    StaffId otto{202};
    StoryId story{301};

    Time now() const { return clock.now(); }

    template <class Body>
    auto write(Body&& body)
    {
        return database->write(std::forward<Body>(body));
    }
    template <class Body>
    auto read(Body&& body)
    {
        return database->read(std::forward<Body>(body));
    }
    /// For bodies that refuse nothing.
    template <class Body>
    auto make(Body&& body)
    {
        using T = std::invoke_result_t<Body, db::Tx&>;
        return *write([&](db::Tx& tx) -> Result<T> { return body(tx); });
    }

    void give_mail(ReaderId reader, const std::string& mail)
    {
        (void)*write([&](db::Tx& tx) -> Result<int> {
            (void)accounts::add_mail(tx, accounts::owner_of(reader), mail, now());
            return 0;
        });
    }

    std::vector<std::string> events()
    {
        std::vector<std::string> names;
        read([&](db::Snapshot& snapshot) {
            for (const auto& event : db::events_after(snapshot, 0, 1'000))
                names.push_back(event.name);
        });
        return names;
    }

    std::vector<QueuedMail> mails()
    {
        return read([](db::Snapshot& snapshot) {
            return snapshot.list(select_mails, {}, [](const db::Row& row) {
                return QueuedMail{row.string(0), row.string(1), row.string(2)};
            });
        });
    }
};

} // namespace masthead::moderation::test
