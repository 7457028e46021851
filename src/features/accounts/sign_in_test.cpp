#include "features/accounts/sign_in.hpp"

#include "features/accounts/account_data.hpp"
#include "features/accounts/account_mails.hpp"
#include "features/accounts/identities.hpp"
#include "people_cast.hpp"

#include <doctest/doctest.h>

namespace masthead::accounts {

namespace {

constexpr Owner ada{OwnerKind::reader, 7};

struct Cast : test::PeopleCast {
    Cast()
    {
        (void)write([&](db::Tx& tx) { return add_mail(tx, ada, "Ada@news.example", now()); });
    }
    Result<BegunSignIn> begin(std::string mail, std::string network = "net-1")
    {
        return write([&](db::Tx& tx) {
            return begin_sign_in(tx, {std::move(mail), std::move(network), "/harbour/", {}, ""},
                                 now());
        });
    }
    Result<ProvenMail> link(std::string_view token, std::string_view flow_key = {})
    {
        return write([&](db::Tx& tx) { return redeem_link(tx, token, now(), flow_key); });
    }
    RedeemedCode code(std::string_view key, std::string_view typed)
    {
        return *write([&](db::Tx& tx) { return redeem_code(tx, key, typed, now()); });
    }
    bool is_open(std::string_view token)
    {
        return read([&](db::Snapshot& snapshot) { return is_link_open(snapshot, token, now()); });
    }
    Result<ProvenMail> take(std::string_view key)
    {
        return write([&](db::Tx& tx) { return take_proven_mail(tx, key, now()); });
    }
};

std::string other_code(const std::string& code)
{
    return code == "0000 0000" ? "1111 1111" : "0000 0000";
}

} // namespace

TEST_CASE("signing in looks the same for an address with an account and one without")
{
    Cast cast;
    const auto known = cast.begin("ada@NEWS.example");
    const auto unknown = cast.begin("eve@other.example");
    REQUIRE(known);
    REQUIRE(unknown);
    CHECK(known->flow_key.size() == unknown->flow_key.size());
    CHECK(known->expires_at == unknown->expires_at);
    const auto mails = cast.mails();
    REQUIRE(mails.size() == 2);
    CHECK(mails[0].kind == "sign_in");
    CHECK(mails[1].kind == "sign_in");
    // To the proven spelling, whatever was typed.
    CHECK(mails[0].to == "Ada@news.example");
    CHECK(mails[1].to == "eve@other.example");
    CHECK(mails[0].data.at("known").as_bool());
    CHECK_FALSE(mails[1].data.at("known").as_bool());
    CHECK(mails[0].text("code").size() == 9);
    CHECK(cast.events().empty());
}

TEST_CASE("the link signs in whoever has the address, once, in any browser")
{
    Cast cast;
    REQUIRE(cast.begin("ada@news.example"));
    const auto token = cast.mails().at(0).token();
    // A scanner that opens the page changes nothing.
    CHECK(cast.is_open(token));
    CHECK(cast.is_open(token));
    const auto proven = cast.link(token);
    REQUIRE(proven);
    CHECK(proven->owner == ada);
    CHECK(proven->return_to == "/harbour/");
    CHECK(proven->flow_key.empty());
    CHECK_FALSE(cast.is_open(token));
    CHECK(cast.link(token).error().reason == Refusal::gone);
    CHECK(cast.link("").error().message_key == "sign_in.link_expired");
}

TEST_CASE("link and code work for fifteen minutes and not a moment longer")
{
    Cast cast;
    const auto first = cast.begin("ada@news.example");
    cast.clock.advance(sign_in_flow_valid - Milliseconds{1});
    CHECK(cast.link(cast.mails().at(0).token()));
    const auto second = cast.begin("ada@news.example");
    const auto third = cast.begin("ada@news.example");
    cast.clock.advance(sign_in_flow_valid);
    const auto mails = cast.mails();
    CHECK_FALSE(cast.link(mails.at(1).token()));
    CHECK(cast.code(third->flow_key, mails.at(2).text("code")).answer == CodeAnswer::expired);
    CHECK(cast.change([&](db::Tx& tx) { return drop_expired(tx, cast.now(), 100); }) >= 2);
}

TEST_CASE("the code works with its own flow's cookie only, and either spelling of it")
{
    Cast cast;
    const auto mine = cast.begin("ada@news.example");
    const auto eves = cast.begin("eve@other.example");
    const auto code = cast.mails().at(0).text("code");
    CHECK(cast.code(eves->flow_key, code).answer == CodeAnswer::wrong);
    CHECK(cast.code("", code).answer == CodeAnswer::expired);
    CHECK(cast.code(cast.mails().at(0).token(), code).answer == CodeAnswer::expired);
    const auto right = cast.code(mine->flow_key, " " + code.substr(0, 4) + "-" + code.substr(5));
    CHECK(right.answer == CodeAnswer::right);
    CHECK(right.proven.owner == ada);
    CHECK(cast.code(mine->flow_key, code).answer == CodeAnswer::expired);
    CHECK_FALSE(cast.is_open(cast.mails().at(0).token()));
}

TEST_CASE("digits of an Arabic keyboard are digits")
{
    Cast cast;
    const auto mine = cast.begin("ada@news.example");
    std::string typed;
    for (const char c : cast.mails().at(0).text("code")) {
        if (c != ' ')
            typed += std::string{"\xd9"} + static_cast<char>(0xa0 + (c - '0'));
    }
    CHECK(cast.code(mine->flow_key, typed).answer == CodeAnswer::right);
}

TEST_CASE("the fifth wrong code ends the flow's code, the link still works")
{
    Cast cast;
    const auto mine = cast.begin("ada@news.example");
    const auto code = cast.mails().at(0).text("code");
    for (int left = sign_in_tries_max - 1; left >= 1; --left) {
        const auto tried = cast.code(mine->flow_key, other_code(code));
        CHECK(tried.answer == CodeAnswer::wrong);
        CHECK(tried.tries_left == left);
    }
    SUBCASE("the last of five may be right")
    {
        CHECK(cast.code(mine->flow_key, code).answer == CodeAnswer::right);
    }
    SUBCASE("a sixth is not looked at")
    {
        CHECK(cast.code(mine->flow_key, other_code(code)).answer == CodeAnswer::expired);
        CHECK(cast.code(mine->flow_key, code).answer == CodeAnswer::expired);
        CHECK(cast.link(cast.mails().at(0).token()));
    }
}

TEST_CASE("a newcomer's proof waits for the sign-up form under a key of its own, for one use")
{
    Cast cast;
    const auto begun = cast.begin("eve@other.example");
    const auto proven = cast.link(cast.mails().at(0).token());
    REQUIRE(proven);
    CHECK_FALSE(proven->owner);
    CHECK(proven->flow_key != begun->flow_key);
    const auto find = [&](std::string_view key) {
        return cast.read(
            [&](db::Snapshot& snapshot) { return find_proven_mail(snapshot, key, cast.now()); });
    };
    CHECK(find(proven->flow_key)->mail == "eve@other.example");
    CHECK_FALSE(find(begun->flow_key));
    CHECK(cast.code(begun->flow_key, cast.mails().at(0).text("code")).answer ==
          CodeAnswer::expired);
    cast.clock.advance(proven_mail_valid - Milliseconds{1});
    CHECK(cast.take(proven->flow_key)->mail == "eve@other.example");
    CHECK(cast.take(proven->flow_key).error().reason == Refusal::gone);
}

TEST_CASE("nobody signs up with an address that is not proven")
{
    Cast cast;
    const auto begun = cast.begin("eve@other.example");
    CHECK_FALSE(cast.take(begun->flow_key));
    const auto proven = cast.link(cast.mails().at(0).token());
    cast.clock.advance(proven_mail_valid);
    CHECK_FALSE(cast.take(proven->flow_key));
}

TEST_CASE("mails to one address are limited, for known and unknown addresses alike")
{
    for (const std::string mail : {"ada@news.example", "eve@other.example"}) {
        Cast cast;
        for (int sent = 0; sent < sign_in_mails_per_network_and_mail; ++sent)
            CHECK(cast.begin(mail));
        const auto refused = cast.begin(mail);
        CHECK(refused.error().reason == Refusal::too_many);
        CHECK(refused.error().message_key == "sign_in.too_many");
        CHECK(refused.error().detail == "3600");
        CHECK(cast.mails().size() == sign_in_mails_per_network_and_mail);
        // Another network has its own; a stranger cannot keep the owner from signing in.
        CHECK(cast.begin(mail, "net-2"));
        cast.clock.advance(std::chrono::hours{1});
        CHECK(cast.begin(mail));
    }
}

TEST_CASE(
    "an address gets at most so many mails from all networks, a network sends at most so many")
{
    Cast cast;
    for (int sent = 0; sent < sign_in_mails_per_mail; ++sent)
        CHECK(cast.begin("ada@news.example", "net-" + std::to_string(sent)));
    CHECK_FALSE(cast.begin("ada@news.example", "net-x"));
    for (int sent = 0; sent < sign_in_mails_per_network; ++sent)
        CHECK(cast.begin("r" + std::to_string(sent) + "@other.example", "one"));
    CHECK_FALSE(cast.begin("last@other.example", "one"));
}

TEST_CASE("what is no address begins nothing")
{
    Cast cast;
    CHECK(cast.begin("not an address").error().message_key == "mail.invalid");
    CHECK(cast.mails().empty());
}

TEST_CASE("only paths of ours are gone back to")
{
    CHECK(safe_return_path("/harbour-strike/?sort=oldest#comment-5") ==
          "/harbour-strike/?sort=oldest#comment-5");
    for (const std::string_view path :
         {"", "harbour", "//evil.example/", "/\\evil.example", "https://evil.example/",
          "/a\r\nSet-Cookie: x", "/a b", "/\t/evil.example", "javascript:alert(1)"}) {
        CAPTURE(path);
        CHECK(safe_return_path(path) == "/");
    }
    CHECK(safe_return_path("/" + std::string(1'999, 'a')).size() == 2'000);
    CHECK(safe_return_path("/" + std::string(2'000, 'a')) == "/");
}

TEST_CASE("an identity waits for the address to be proven, and is linked by that")
{
    Cast cast;
    const Identity google{"https://id.example", "sub-1"};
    const auto begun = cast.write([&](db::Tx& tx) {
        return begin_sign_in(tx, {"ada@news.example", "net", "/", google, "Ada"}, cast.now());
    });
    const auto find = [&] {
        return cast.read([&](db::Snapshot& snapshot) {
            return find_identity(snapshot, OwnerKind::reader, google);
        });
    };
    CHECK_FALSE(find());
    SUBCASE("by the link in the browser that began")
    {
        REQUIRE(cast.link(cast.mails().at(0).token(), begun->flow_key));
        CHECK(find() == ada);
    }
    SUBCASE("by the code")
    {
        const auto code = cast.mails().at(0).text("code");
        REQUIRE(cast.code(begun->flow_key, code).answer == CodeAnswer::right);
        CHECK(find() == ada);
    }
    SUBCASE("but not by the button in the mail of whoever a stranger has named")
    {
        const auto proven = cast.link(cast.mails().at(0).token());
        REQUIRE(proven);
        CHECK(proven->owner == ada);
        CHECK_FALSE(proven->identity);
        CHECK_FALSE(find());
    }
}

TEST_CASE("a stranger's identity does not slip into the account that a newcomer makes")
{
    Cast cast;
    const Identity eves{"https://id.example", "sub-eve"};
    const auto begun = cast.write([&](db::Tx& tx) {
        return begin_sign_in(tx, {"new@other.example", "net", "/", eves, "Eve"}, cast.now());
    });
    const auto token = cast.mails().at(0).token();
    SUBCASE("where the link is pressed elsewhere")
    {
        const auto proven = cast.link(token, "another flow");
        CHECK_FALSE(proven->identity);
        const auto taken = cast.take(proven->flow_key);
        CHECK_FALSE(taken->identity);
        CHECK(taken->suggested_name.empty());
    }
    SUBCASE("one's own goes along")
    {
        const auto proven = cast.link(token, begun->flow_key);
        CHECK(cast.take(proven->flow_key)->identity.subject == "sub-eve");
    }
}

TEST_CASE("an identity that is another's by then signs in by the address alone")
{
    Cast cast;
    const Identity taken{"https://id.example", "sub-2"};
    (void)cast.write([&](db::Tx& tx) {
        return link_identity(tx, {OwnerKind::reader, 99}, taken, cast.now());
    });
    const auto begun = cast.write([&](db::Tx& tx) {
        return begin_sign_in(tx, {"ada@news.example", "net", "/", taken, ""}, cast.now());
    });
    const auto proven = cast.link(cast.mails().at(0).token(), begun->flow_key);
    REQUIRE(proven);
    CHECK(proven->owner == ada);
    CHECK_FALSE(proven->identity);
    CHECK(cast.read([&](db::Snapshot& snapshot) { return identities_of(snapshot, ada); }).empty());
}

TEST_CASE("a newcomer's verified identity leads to the form, but never into an existing account")
{
    Cast cast;
    const Identity identity{"https://id.example", "sub-3"};
    const auto prove = [&](std::string mail) {
        return cast.write([&](db::Tx& tx) {
            return prove_by_identity(tx, {identity, mail, "Eve", "/harbour/"}, cast.now());
        });
    };
    const auto known = prove("ADA@news.example");
    CHECK(known.error().message_key == "identity.mail_known");
    const auto newcomer = prove("eve@other.example");
    REQUIRE(newcomer);
    const auto taken = cast.take(newcomer->flow_key);
    REQUIRE(taken);
    CHECK(taken->identity.subject == "sub-3");
    CHECK(taken->suggested_name == "Eve");
    CHECK(cast.mails().empty());
}

} // namespace masthead::accounts
