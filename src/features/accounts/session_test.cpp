#include "features/accounts/session.hpp"

#include "features/accounts/account_data.hpp"
#include "features/accounts/session_memory.hpp"
#include "people_cast.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

namespace masthead::accounts {

namespace {

constexpr Owner ada{OwnerKind::reader, 7};
constexpr Owner bob{OwnerKind::reader, 8};
constexpr Owner desk{OwnerKind::staff, 9};

struct Cast : test::PeopleCast {
    OpenedSession open(Owner owner, std::string device = "Firefox on Linux")
    {
        return change([&](db::Tx& tx) {
            return open_session(tx, {owner, std::move(device), "sealed"}, now());
        });
    }
    std::optional<Session> find(std::string_view token)
    {
        return read([&](db::Snapshot& snapshot) { return find_session(snapshot, token, now()); });
    }
    void see(SessionId id)
    {
        run([&](db::Tx& tx) { see_session(tx, id, now()); });
    }
    std::vector<Session> sessions(Owner owner)
    {
        return read([&](db::Snapshot& snapshot) { return sessions_of(snapshot, owner, now()); });
    }
};

} // namespace

TEST_CASE("a session is found by its token alone, and the database does not hold it")
{
    Cast cast;
    const auto opened = cast.open(ada);
    CHECK(opened.token.size() == 43);
    const auto session = cast.find(opened.token);
    REQUIRE(session);
    CHECK(session->owner == ada);
    CHECK(session->device == "Firefox on Linux");
    CHECK(session->sealed_network == "sealed");
    CHECK(session->expires_at == cast.now() + reader_session_idle_max);
    CHECK_FALSE(cast.find(""));
    CHECK_FALSE(cast.find(opened.token + "x"));
    static constexpr db::Query with_token{"test.sessions_with_token", R"sql(
        SELECT COUNT(*) FROM sessions WHERE token_hash = ?
    )sql"};
    CHECK(cast.count(with_token, {opened.token}) == 0);
    CHECK(cast.events().empty());
}

TEST_CASE("a reader's session ends thirty days after its last use and slides while it is used")
{
    Cast cast;
    const auto opened = cast.open(ada);
    cast.clock.advance(reader_session_idle_max - Milliseconds{1});
    REQUIRE(cast.find(opened.token));
    cast.see(opened.id);
    cast.clock.advance(reader_session_idle_max - Milliseconds{1});
    CHECK(cast.find(opened.token));
    cast.clock.advance(Milliseconds{1});
    CHECK_FALSE(cast.find(opened.token));
    cast.see(opened.id);
    CHECK_FALSE(cast.find(opened.token));
}

TEST_CASE("no session lives longer than its maximum, however much it is used")
{
    Cast cast;
    const auto reader = cast.open(ada);
    const auto begun = cast.now();
    while (cast.now() < begun + reader_session_max - std::chrono::hours{24}) {
        cast.clock.advance(std::chrono::hours{24});
        cast.see(reader.id);
    }
    CHECK(cast.find(reader.token));
    cast.clock.set(begun + reader_session_max);
    CHECK_FALSE(cast.find(reader.token));

    const auto staff = cast.open(desk);
    cast.clock.advance(staff_session_idle_max - Milliseconds{1});
    CHECK(cast.find(staff.token));
    cast.clock.advance(Milliseconds{1});
    CHECK_FALSE(cast.find(staff.token));
}

TEST_CASE("being seen is written at most once in ten minutes")
{
    Cast cast;
    const auto opened = cast.open(ada);
    const auto begun = cast.now();
    cast.clock.advance(session_seen_every - Milliseconds{1});
    cast.see(opened.id);
    CHECK(cast.find(opened.token)->seen_at == begun);
    cast.clock.advance(Milliseconds{1});
    cast.see(opened.id);
    CHECK(cast.find(opened.token)->seen_at == begun + session_seen_every);
}

TEST_CASE("a rotated session keeps its id and loses its old token")
{
    Cast cast;
    const auto opened = cast.open(ada);
    cast.clock.advance(std::chrono::hours{1});
    CHECK_FALSE(is_fresh(*cast.find(opened.token), cast.now()));
    const auto rotated =
        cast.write([&](db::Tx& tx) { return rotate_session(tx, opened.id, cast.now()); });
    REQUIRE(rotated);
    CHECK(rotated->id == opened.id);
    CHECK_FALSE(cast.find(opened.token));
    REQUIRE(cast.find(rotated->token));
    CHECK(is_fresh(*cast.find(rotated->token), cast.now()));
    CHECK(cast.events() == std::vector<std::string>{"session.closed"});
    const auto none =
        cast.write([&](db::Tx& tx) { return rotate_session(tx, SessionId{1}, cast.now()); });
    CHECK(none.error().reason == Refusal::not_found);
}

TEST_CASE("one closes one's own sessions, never another's")
{
    Cast cast;
    const auto mine = cast.open(ada);
    const auto also_mine = cast.open(ada);
    const auto other = cast.open(bob);
    const auto refused =
        cast.write([&](db::Tx& tx) { return close_session(tx, bob, mine.id, cast.now()); });
    CHECK(refused.error().reason == Refusal::not_found);
    // The same number as a member of staff is another owner.
    const Owner namesake{OwnerKind::staff, ada.id};
    CHECK_FALSE(
        cast.write([&](db::Tx& tx) { return close_session(tx, namesake, mine.id, cast.now()); }));
    CHECK(cast.find(mine.token));
    CHECK(cast.events().empty());

    CHECK(cast.write([&](db::Tx& tx) { return close_session(tx, ada, mine.id, cast.now()); }));
    CHECK_FALSE(cast.find(mine.token));
    const auto last = cast.open(ada);
    const int closed =
        cast.change([&](db::Tx& tx) { return close_sessions_of(tx, ada, last.id, cast.now()); });
    CHECK(closed == 1);
    CHECK_FALSE(cast.find(also_mine.token));
    CHECK(cast.find(last.token));
    CHECK(cast.find(other.token));
    CHECK(cast.events() == std::vector<std::string>{"session.closed", "session.closed"});
}

TEST_CASE("the device longest unseen makes room for one past the limit")
{
    Cast cast;
    std::vector<OpenedSession> opened;
    for (int made = 0; made < sessions_per_owner_max; ++made) {
        opened.push_back(cast.open(ada));
        cast.clock.advance(Milliseconds{1});
    }
    CHECK(cast.sessions(ada).size() == sessions_per_owner_max);
    CHECK(cast.find(opened.front().token));
    cast.open(ada);
    CHECK(cast.sessions(ada).size() == sessions_per_owner_max);
    CHECK_FALSE(cast.find(opened.front().token));
    CHECK(cast.find(opened[1].token));
}

TEST_CASE("a device is named in two words, and nothing else of the field is kept")
{
    CHECK(device_words("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0") ==
          "Firefox on Linux");
    CHECK(device_words("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like "
                       "Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0") == "Edge on Windows");
    CHECK(device_words(
              "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
              "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1") == "Safari on iPhone");
    CHECK(device_words("Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like "
                       "Gecko) Chrome/126.0.0.0 Mobile Safari/537.36") == "Chrome on Android");
    CHECK(device_words("curl/8.0") == "curl");
    CHECK(device_words("<script>alert(1)</script>").empty());
    CHECK(device_words("").empty());
    CHECK(device_words(std::string(499, 'x') + "Linux").empty());
}

TEST_CASE("expired sessions and old networks are swept away in small parts")
{
    Cast cast;
    cast.open(ada);
    cast.open(bob);
    cast.clock.advance(std::chrono::hours{24 * 29});
    const auto young = cast.open(bob);
    const auto erase = [&](int limit) {
        return cast.change([&](db::Tx& tx) {
            return erase_session_networks(tx, cast.now() - std::chrono::hours{24 * 14}, limit);
        });
    };
    CHECK(erase(1) == 1);
    CHECK(erase(100) == 1);
    CHECK(erase(100) == 0);
    CHECK(cast.find(young.token)->sealed_network == "sealed");
    cast.clock.advance(std::chrono::hours{24});
    CHECK(cast.change([&](db::Tx& tx) { return drop_expired(tx, cast.now(), 1); }) == 1);
    CHECK(cast.change([&](db::Tx& tx) { return drop_expired(tx, cast.now(), 100); }) == 1);
    CHECK(cast.find(young.token));
}

namespace {

struct MemoryCast : Cast {
    int asked = 0;
    std::uint32_t permissions = 5;
    SessionMemory memory{*database,
                         [this](db::Snapshot&, Owner) {
                             ++asked;
                             return permissions;
                         },
                         3};
    std::int64_t position = 0;

    // As the dispatcher does it.
    void dispatch()
    {
        const auto events = events_after(position);
        if (!events.empty())
            position = events.back().position;
        memory.forget(events);
    }
    void close(Owner owner, SessionId id)
    {
        (void)write([&](db::Tx& tx) { return close_session(tx, owner, id, now()); });
    }
};

} // namespace

TEST_CASE("remembered sessions are read from the database once")
{
    MemoryCast cast;
    const auto opened = cast.open(desk);
    for (int time = 0; time < 3; ++time) {
        const auto found = cast.memory.find(opened.token, OwnerKind::staff, cast.now());
        REQUIRE(found);
        CHECK(found->session.owner == desk);
        CHECK(found->permissions == 5);
    }
    CHECK(cast.asked == 1);
    CHECK_FALSE(cast.memory.find("", OwnerKind::staff, cast.now()));
    CHECK_FALSE(cast.memory.find(std::string(1'000, 'x'), OwnerKind::staff, cast.now()));
    CHECK(cast.memory.size() == 1);
}

TEST_CASE("a reader's session is worth nothing in the place of a staff session, nor the other way")
{
    MemoryCast cast;
    const auto reader = cast.open(ada);
    const auto staff = cast.open(desk);
    CHECK_FALSE(cast.memory.find(reader.token, OwnerKind::staff, cast.now()));
    CHECK_FALSE(cast.memory.find(staff.token, OwnerKind::reader, cast.now()));
    CHECK(cast.memory.find(reader.token, OwnerKind::reader, cast.now())->permissions == 0);
}

TEST_CASE("events make the memory forget: closed sessions, changed rights")
{
    MemoryCast cast;
    const auto opened = cast.open(desk);
    REQUIRE(cast.memory.find(opened.token, OwnerKind::staff, cast.now()));
    cast.permissions = 1;
    cast.memory.forget({{1, "staff.changed", desk.id, 0, cast.now()}});
    CHECK(cast.memory.find(opened.token, OwnerKind::staff, cast.now())->permissions == 1);
    cast.memory.forget({{2, "comment.posted", desk.id, 0, cast.now()}});
    CHECK(cast.memory.size() == 1);
    cast.close(desk, opened.id);
    cast.dispatch();
    CHECK(cast.memory.size() == 0);
    CHECK_FALSE(cast.memory.find(opened.token, OwnerKind::staff, cast.now()));
}

TEST_CASE("what an event overtakes while it is read is not remembered")
{
    MemoryCast cast;
    const auto opened = cast.open(desk);
    // The permissions are asked for inside the read; meanwhile the session's owner changes.
    SessionMemory* memory = nullptr;
    SessionMemory racing{*cast.database, [&](db::Snapshot&, Owner) -> std::uint32_t {
                             memory->forget({{1, "staff.changed", desk.id, 0, cast.now()}});
                             return 1;
                         }};
    memory = &racing;
    CHECK(racing.find(opened.token, OwnerKind::staff, cast.now()));
    CHECK(racing.size() == 0);
}

TEST_CASE("the memory holds no more than its limit and drops the longest unused")
{
    MemoryCast cast;
    std::vector<OpenedSession> opened;
    for (int made = 0; made < 4; ++made)
        opened.push_back(cast.open(desk));
    for (int at = 0; at < 3; ++at)
        cast.memory.find(opened[static_cast<std::size_t>(at)].token, OwnerKind::staff, cast.now());
    cast.memory.find(opened[0].token, OwnerKind::staff, cast.now());
    CHECK(cast.memory.size() == 3);
    cast.memory.find(opened[3].token, OwnerKind::staff, cast.now());
    CHECK(cast.memory.size() == 3);
    cast.asked = 0;
    cast.memory.find(opened[0].token, OwnerKind::staff, cast.now());
    CHECK(cast.asked == 0);
    cast.memory.find(opened[1].token, OwnerKind::staff, cast.now());
    CHECK(cast.asked == 1);
}

TEST_CASE("a remembered session expires, and its use is written once in ten minutes")
{
    MemoryCast cast;
    const auto opened = cast.open(ada);
    cast.memory.find(opened.token, OwnerKind::reader, cast.now());
    cast.clock.advance(session_seen_every);
    const auto seen = cast.memory.find(opened.token, OwnerKind::reader, cast.now());
    CHECK(seen->session.expires_at == cast.now() + reader_session_idle_max);
    CHECK(cast.find(opened.token)->seen_at == cast.now());
    cast.clock.advance(reader_session_idle_max);
    CHECK_FALSE(cast.memory.find(opened.token, OwnerKind::reader, cast.now()));
}

TEST_CASE("many threads may ask and forget at once")
{
    MemoryCast cast;
    SessionMemory memory{*cast.database, [](db::Snapshot&, Owner) { return 0u; }, 2};
    std::vector<OpenedSession> opened;
    for (int made = 0; made < 4; ++made)
        opened.push_back(cast.open(ada));
    std::atomic<int> wrong{0};
    std::vector<std::thread> threads;
    for (std::size_t number = 0; number < 4; ++number)
        threads.emplace_back([&, number] {
            for (int time = 0; time < 200; ++time) {
                const auto& session = opened[(number + static_cast<std::size_t>(time)) % 4];
                const auto found = memory.find(session.token, OwnerKind::reader, cast.now());
                if (!found || found->session.id != session.id)
                    ++wrong;
                if (time % 10 == 0)
                    memory.forget({{1, "session.closed", session.id.value(), 0, cast.now()}});
            }
        });
    for (auto& thread : threads)
        thread.join();
    CHECK(wrong == 0);
    CHECK(memory.size() <= 2);
}

} // namespace masthead::accounts
