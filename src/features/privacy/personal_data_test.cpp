#include "features/privacy/personal_data.hpp"

#include "features/accounts/session.hpp"
#include "features/accounts/sign_in.hpp"
#include "features/moderation/bans.hpp"
#include "features/moderation/record_decision.hpp"
#include "features/moderation/trim_moderation.hpp"

#include "newsroom.hpp"

#include <doctest/doctest.h>

#include <set>

namespace masthead::privacy {

namespace {

constexpr db::Query all_tables{"test.tables", R"sql(
    SELECT name
    FROM sqlite_master
    WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
    ORDER BY name
    LIMIT 1000
)sql"};

constexpr db::Query count_sealed{"test.sealed", R"sql(
    SELECT COUNT(*)
    FROM sessions
    WHERE sealed_network <> ''
)sql"};

constexpr db::Query count_sessions{"test.sessions", "SELECT COUNT(*) FROM sessions"};

struct Fixture : test::Newsroom {
    std::int64_t count(const db::Query& query)
    {
        return database->read([&](db::Snapshot& snapshot) { return snapshot.integer(query, {}); });
    }
    std::int64_t let_go(const Periods& periods = {})
    {
        return *write([&](db::Tx& tx) -> Result<std::int64_t> {
            return let_go_of_everything_due(tx, periods, now(), 100);
        });
    }
};

} // namespace

TEST_CASE("every table of the schema is judged, and none that does not exist")
{
    Fixture f;
    std::set<std::string> judged;
    for (const auto& row : personal_data()) {
        CHECK_FALSE(row.what.empty());
        CHECK_FALSE(row.purpose.empty());
        CHECK_FALSE(row.basis.empty());
        CHECK_FALSE(row.period.empty());
        judged.insert(row.tables.begin(), row.tables.end());
    }
    for (const auto table : impersonal_tables()) {
        CAPTURE(table);
        CHECK(judged.insert(std::string{table}).second); // either personal or not
    }
    std::set<std::string> real;
    f.database->read([&](db::Snapshot& snapshot) {
        snapshot.each(all_tables, {}, [&](const db::Row& row) { real.insert(row.string(0)); });
    });
    for (const auto& table : real) {
        CAPTURE(table);
        CHECK(judged.contains(table));
    }
    for (const auto& table : judged) {
        CAPTURE(table);
        CHECK(real.contains(table));
    }
}

TEST_CASE("the retention job erases decisions' words and notes of ended bans, as the page says")
{
    Fixture f;
    moderation::BanTerms terms;
    terms.staff = StaffId{7};
    terms.ground = "Rule 4";
    terms.words = "Threats.";
    terms.note = "From three accounts.";
    terms.until = f.now() + std::chrono::hours{24};
    (void)f.write(
        [&](db::Tx& tx) { return moderation::ban_reader(tx, ReaderId{9}, terms, f.now()); });
    const auto words = [&] {
        return f.database->read([&](db::Snapshot& s) {
            return moderation::find_decisions_on_reader(s, ReaderId{9}, 1).at(0).words +
                   moderation::find_bans(s, 1).at(0).note;
        });
    };
    f.clock.advance(moderation::decision_texts_kept);
    f.let_go();
    CHECK(words() == "Threats.From three accounts.");
    f.clock.advance(std::chrono::hours{25});
    CHECK(f.let_go() > 0);
    CHECK(words().empty());
}

TEST_CASE("networks go when their days are over and not a day before, sessions when they end")
{
    Fixture f;
    (void)f.write([&](db::Tx& tx) -> Result<int> {
        accounts::open_session(tx, {{accounts::OwnerKind::reader, 7}, "Firefox on Linux", "sealed"},
                               f.now());
        return 0;
    });
    const Periods periods{std::chrono::hours{24 * 20}};
    f.clock.advance(std::chrono::hours{24 * 20});
    f.let_go(periods);
    CHECK(f.count(count_sealed) == 1);
    f.clock.advance(std::chrono::hours{1});
    f.let_go(periods);
    CHECK(f.count(count_sealed) == 0);
    CHECK(f.count(count_sessions) == 1);
    f.clock.advance(std::chrono::hours{24 * 200});
    CHECK(f.let_go() > 0);
    CHECK(f.count(count_sessions) == 0);
    CHECK(f.let_go() == 0);
}

} // namespace masthead::privacy
