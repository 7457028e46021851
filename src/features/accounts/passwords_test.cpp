#include "features/accounts/passwords.hpp"

#include "core/crypto/password_hasher.hpp"
#include "features/accounts/account_mails.hpp"
#include "features/accounts/session.hpp"
#include "people_cast.hpp"

#include <doctest/doctest.h>

namespace masthead::accounts {

namespace {

constexpr Owner ada{OwnerKind::reader, 7};

struct Cast : test::PeopleCast {
    crypto::PasswordHasher hasher{1, crypto::PasswordCost::least()};

    Cast()
    {
        (void)write([&](db::Tx& tx) { return add_mail(tx, ada, "ada@news.example", now()); });
        const auto hash = hasher.hash(password_form("a quiet harbour"));
        run([&](db::Tx& tx) { set_password(tx, ada, hash, {}, now()); });
    }
    Result<PasswordTry> begin(std::string mail, std::string network = "net-1")
    {
        return write([&](db::Tx& tx) {
            return begin_password(tx, {OwnerKind::reader, std::move(mail), std::move(network)},
                                  now());
        });
    }
    // A whole sign-in; answers whom it let in.
    std::optional<Owner> sign_in(std::string mail, std::string_view password,
                                 std::string network = "net-1")
    {
        const auto attempt = begin(std::move(mail), std::move(network));
        if (!attempt || !password_matches(hasher, *attempt, password))
            return std::nullopt;
        run([&](db::Tx& tx) { finish_password(tx, *attempt, now()); });
        return attempt->owner;
    }
};

} // namespace

TEST_CASE("the right password lets in, in either Unicode spelling, a wrong one does not")
{
    Cast cast;
    CHECK(cast.sign_in("ADA@news.example", "a quiet harbour") == ada);
    CHECK_FALSE(cast.sign_in("ada@news.example", "a loud harbour"));
    CHECK_FALSE(cast.sign_in("ada@news.example", ""));
    CHECK_FALSE(cast.sign_in("eve@other.example", "a quiet harbour"));
    CHECK_FALSE(cast.sign_in("not an address", "a quiet harbour"));

    const auto hash = cast.hasher.hash(password_form("caf\xc3\xa9 by the sea"));
    cast.run([&](db::Tx& tx) { set_password(tx, ada, hash, {}, cast.now()); });
    CHECK(cast.sign_in("ada@news.example", "cafe\xcc\x81 by the sea") == ada);
}

TEST_CASE("an address without a password is as unknown as one without an account")
{
    Cast cast;
    cast.run([&](db::Tx& tx) { remove_password(tx, ada, {}, cast.now()); });
    const auto without = cast.begin("ada@news.example");
    const auto unknown = cast.begin("eve@other.example");
    REQUIRE(without);
    REQUIRE(unknown);
    CHECK_FALSE(without->owner);
    CHECK_FALSE(unknown->owner);
    CHECK(without->hash == unknown->hash);
    CHECK_FALSE(password_matches(cast.hasher, *without, ""));
    CHECK_FALSE(password_matches(cast.hasher, *without, "a quiet harbour"));
}

TEST_CASE("a reader's password opens nothing at the desk")
{
    Cast cast;
    const auto attempt = cast.write([&](db::Tx& tx) {
        return begin_password(tx, {OwnerKind::staff, "ada@news.example", "net"}, cast.now());
    });
    REQUIRE(attempt);
    CHECK_FALSE(attempt->owner);
}

TEST_CASE("failures are limited by account and network, for known and unknown addresses alike")
{
    for (const std::string mail : {"ada@news.example", "eve@other.example", "not an address"}) {
        CAPTURE(mail);
        Cast cast;
        for (int failed = 0; failed < password_failures_per_network_and_account; ++failed)
            CHECK(cast.begin(mail));
        const auto refused = cast.begin(mail);
        CHECK(refused.error().reason == Refusal::too_many);
        CHECK(refused.error().message_key == "password.too_many");
        CHECK(refused.error().detail == "900");
        CHECK(cast.begin(mail, "net-2"));
        cast.clock.advance(std::chrono::minutes{15});
        CHECK(cast.begin(mail));
    }
}

TEST_CASE("a success gives the network its tries back")
{
    Cast cast;
    for (int round = 0; round < 3; ++round) {
        for (int failed = 0; failed < password_failures_per_network_and_account - 1; ++failed)
            CHECK_FALSE(cast.sign_in("ada@news.example", "wrong"));
        CHECK(cast.sign_in("ada@news.example", "a quiet harbour") == ada);
    }
}

TEST_CASE("strangers who use up an account's tries do not lock its owner out at home")
{
    Cast cast;
    CHECK(cast.sign_in("ada@news.example", "a quiet harbour", "home") == ada);
    for (int failed = 0; failed < password_failures_per_account; ++failed)
        CHECK(cast.begin("ada@news.example", "stranger-" + std::to_string(failed)));
    CHECK_FALSE(cast.begin("ada@news.example", "one more stranger"));
    CHECK(cast.sign_in("ada@news.example", "a quiet harbour", "home") == ada);
    cast.clock.advance(known_network_kept);
    CHECK(cast.sign_in("ada@news.example", "a quiet harbour", "home") == ada);
}

TEST_CASE("one network tries at most so many passwords, whatever the accounts")
{
    Cast cast;
    for (int failed = 0; failed < password_failures_per_network; ++failed)
        CHECK(cast.begin("r" + std::to_string(failed) + "@other.example"));
    CHECK_FALSE(cast.begin("ada@news.example"));
    CHECK(cast.begin("ada@news.example", "net-2"));
}

TEST_CASE("a new password closes all other devices and tells the owner")
{
    Cast cast;
    const auto here = cast.change([&](db::Tx& tx) {
        return open_session(tx, {ada, "Firefox", ""}, cast.now());
    });
    const auto there = cast.change([&](db::Tx& tx) {
        return open_session(tx, {ada, "Chrome", ""}, cast.now());
    });
    const auto before = cast.events().size();
    const auto hash = cast.hasher.hash("another harbour");
    cast.run([&](db::Tx& tx) { set_password(tx, ada, hash, here.id, cast.now()); });
    cast.read([&](db::Snapshot& snapshot) {
        CHECK(find_session(snapshot, here.token, cast.now()));
        CHECK_FALSE(find_session(snapshot, there.token, cast.now()));
    });
    const auto events = cast.events();
    REQUIRE(events.size() == before + 2);
    CHECK(events[before] == "session.closed");
    CHECK(events[before + 1] == "account.credentials_changed");
    CHECK(cast.mails().back().kind == "password_changed");
    CHECK(cast.mails().back().to == "ada@news.example");
    CHECK(cast.mails().back().text("what") == "password_set");
    CHECK_FALSE(cast.sign_in("ada@news.example", "a quiet harbour"));
    CHECK(cast.sign_in("ada@news.example", "another harbour") == ada);
}

TEST_CASE("removing a password that is not there changes and tells nothing")
{
    Cast cast;
    cast.run([&](db::Tx& tx) { remove_password(tx, ada, {}, cast.now()); });
    const auto mails = cast.mails().size();
    const auto events = cast.events();
    cast.run([&](db::Tx& tx) { remove_password(tx, ada, {}, cast.now()); });
    CHECK(cast.mails().size() == mails);
    CHECK(cast.events() == events);
}

TEST_CASE("a new password is not the address, and keeps the rules of passwords")
{
    CHECK(check_new_password("a quiet harbour", "ada@news.example", nullptr));
    CHECK(check_new_password("Ada@News.example", "ada@news.example", nullptr).error().message_key ==
          "password.is_mail");
    CHECK_FALSE(check_new_password("short", "ada@news.example", nullptr));
    CHECK_FALSE(check_new_password(std::string(100'000, 'x') + "yz", "ada@news.example", nullptr));
}

} // namespace masthead::accounts
