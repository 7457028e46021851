#include "account_house.hpp"
#include "features/accounts/passkeys.hpp"
#include "features/moderation/record_decision.hpp"

#include <doctest/doctest.h>

namespace masthead::account {

namespace {

using masthead::test::AccountHouse;
using masthead::test::Browser;
using namespace std::chrono_literals;

bool has(const web::test::Answered& answer, std::string_view text)
{
    return answer.body.find(text) != std::string::npos;
}

constexpr db::Query count_readers{"test.readers", "SELECT COUNT(*) FROM readers WHERE state = 1"};
constexpr db::Query count_sessions{"test.sessions", "SELECT COUNT(*) FROM sessions"};
constexpr db::Query newest_session{"test.newest_session", "SELECT MAX(id) FROM sessions"};

constexpr db::Query newest_reader{"test.newest_reader", "SELECT MAX(id) FROM readers"};
constexpr db::Query erase_readers{"test.erase", "UPDATE readers SET state = 2"};

} // namespace

TEST_CASE("a newcomer proves an address, chooses a name, and is led back to where they came from")
{
    AccountHouse house;
    Browser ada{house};
    const auto begun = ada.send("/reader/sign-in/",
                                {{"mail", "ada@reader.example"}, {"to", "/strike/#comment-1"}});
    CHECK(begun.status == 303);
    CHECK(begun.field("Location") == "/reader/sign-in/code/");
    const auto mail = house.mails().back();
    CHECK(mail.kind == "sign_in");
    CHECK(house.count(count_readers) == 0);
    const auto looked = ada.get("/reader/sign-in/link/?token=" + mail.token());
    CHECK(looked.status == 200); // a mail scanner changes nothing by looking
    CHECK(has(looked, mail.token()));
    const auto pressed = ada.send("/reader/sign-in/link/", {{"token", mail.token()}});
    CHECK(pressed.field("Location") == "/reader/sign-up/");
    CHECK(has(ada.get("/reader/sign-up/"), "ada@reader.example"));
    const auto joined =
        ada.send("/reader/sign-up/", {{"name", "Ada Plinth"}, {"rules", "1"}, {"age", "1"}});
    CHECK(joined.status == 303);
    CHECK(joined.field("Location") == "/strike/#comment-1");
    CHECK(house.count(count_readers) == 1);
    const auto account = ada.get("/reader/account/");
    CHECK(account.status == 200);
    CHECK(has(account, "Ada Plinth"));
    CHECK(account.field("Cache-Control") == "no-store");
    const auto again = ada.send("/reader/sign-in/link/", {{"token", mail.token()}});
    CHECK(again.status == 410); // once
}

TEST_CASE("a known and an unknown address get the same answer, and both a mail")
{
    AccountHouse house;
    Browser ada{house};
    ada.sign_in("ada@reader.example", "Ada Plinth");
    Browser somebody{house};
    const auto known = somebody.send("/reader/sign-in/", {{"mail", "ada@reader.example"}});
    const auto known_mail = house.mails().back();
    const auto unknown = somebody.send("/reader/sign-in/", {{"mail", "bea@reader.example"}});
    CHECK(known.status == unknown.status);
    CHECK(known.body == unknown.body);
    CHECK(known.field("Location") == unknown.field("Location"));
    CHECK(known_mail.to == "ada@reader.example");
    CHECK(house.mails().back().to == "bea@reader.example");
}

TEST_CASE("the code works in the browser that asked, and not in another one")
{
    AccountHouse house;
    Browser ada{house};
    ada.sign_in("ada@reader.example", "Ada Plinth");
    Browser phone{house};
    Browser thief{house};
    phone.send("/reader/sign-in/", {{"mail", "ada@reader.example"}});
    const auto code = house.mails().back().text("code");
    CHECK(thief.send("/reader/sign-in/code/", {{"code", code}}).status == 410);
    const auto wrong = phone.send("/reader/sign-in/code/", {{"code", "00000000"}});
    CHECK(wrong.status == 422);
    CHECK(has(wrong, "eight digits"));
    CHECK(phone.send("/reader/sign-in/code/", {{"code", code}}).status == 303);
    CHECK(phone.get("/reader/account/").status == 200);
    CHECK(thief.get("/reader/account/").status == 303);
}

TEST_CASE("a sign-up form that is not whole says what is missing and keeps what was typed")
{
    AccountHouse house;
    Browser ada{house};
    ada.sign_in("ada@reader.example");
    const auto no_rules = ada.send("/reader/sign-up/", {{"name", "Ada Plinth"}, {"age", "1"}});
    CHECK(no_rules.status == 422);
    CHECK(has(no_rules, "value=\"Ada Plinth\""));
    CHECK(has(no_rules, "Please read the rules"));
    const auto no_age = ada.send("/reader/sign-up/", {{"name", "Ada Plinth"}, {"rules", "1"}});
    CHECK(has(no_age, "old enough"));
    const auto attack =
        ada.send("/reader/sign-up/", {{"name", "<script>alert(1)</script>"}, {"rules", "1"}});
    CHECK_FALSE(has(attack, "<script>alert"));
    CHECK(house.count(count_readers) == 0);
    CHECK(ada.send("/reader/sign-up/", {{"name", "Ada Plinth"}, {"rules", "1"}, {"age", "1"}})
              .status == 303);
    Browser nobody{house};
    CHECK(nobody.send("/reader/sign-up/", {{"name", "No One"}, {"rules", "1"}, {"age", "1"}})
              .status == 410);
}

TEST_CASE("nothing of an account is open to a guest, and nothing leads away from the site")
{
    AccountHouse house;
    Browser guest{house};
    for (const auto* path :
         {"/reader/account/", "/reader/account/export.json", "/reader/account/export.html"}) {
        CAPTURE(path);
        const auto answer = guest.get(path);
        CHECK(answer.status == 303);
        CHECK(answer.field("Location").starts_with("/reader/sign-in/"));
    }
    for (const auto* path :
         {"/reader/account/profile/", "/reader/account/mail/", "/reader/account/password/",
          "/reader/account/delete/", "/reader/account/sessions/others/"}) {
        CAPTURE(path);
        const auto answer = guest.send(path, {{"name", "x"}});
        CHECK((answer.status == 303 || answer.status == 401));
    }
    for (const auto* to : {"https://evil.example/", "//evil.example", "/\\evil.example"}) {
        CAPTURE(to);
        Browser ada{house};
        ada.send("/reader/sign-in/", {{"mail", "x@reader.example"}, {"to", to}});
        const auto page = ada.get(std::string{"/reader/sign-in/?to="} + percent_encode(to));
        CHECK_FALSE(has(page, "evil.example"));
    }
}

TEST_CASE("what is dear wants a fresh proof; afterwards other devices are signed out")
{
    AccountHouse house;
    Browser desk{house};
    desk.sign_in("ada@reader.example", "Ada Plinth");
    Browser phone{house};
    phone.sign_in("ada@reader.example");
    house.clock.advance(1h);
    const auto stale = desk.send("/reader/account/password/", {{"password", "a long pass phrase"}});
    CHECK(stale.field("Location").starts_with("/reader/sign-in/?again=1"));
    desk.sign_in("ada@reader.example");
    const auto short_one = desk.send("/reader/account/password/", {{"password", "short"}});
    CHECK(short_one.status == 422);
    CHECK(has(short_one, "ten characters"));
    const auto token = desk.cookie("__Host-masthead") + desk.cookie("masthead");
    CHECK(desk.send("/reader/account/password/", {{"password", "a long pass phrase"}})
              .field("Location") == "/reader/account/?done=password#sign-in");
    CHECK(desk.cookie("__Host-masthead") + desk.cookie("masthead") != token);
    CHECK(desk.get("/reader/account/").status == 200);
    CHECK(phone.get("/reader/account/").status == 303);
    const auto by_password = phone.send(
        "/reader/sign-in/password/",
        {{"mail", "ada@reader.example"}, {"password", "a long pass phrase"}, {"to", "/strike/"}});
    CHECK(by_password.status == 303);
    CHECK(by_password.field("Location") == "/strike/");
    Browser thief{house};
    const auto wrong = thief.send("/reader/sign-in/password/",
                                  {{"mail", "ada@reader.example"}, {"password", "guess one two"}});
    const auto unknown = thief.send("/reader/sign-in/password/",
                                    {{"mail", "no@reader.example"}, {"password", "guess one two"}});
    CHECK(wrong.status == 403);
    CHECK(unknown.status == wrong.status);
}

TEST_CASE("one reader cannot close another's session, nor see their data")
{
    AccountHouse house;
    Browser ada{house};
    ada.sign_in("ada@reader.example", "Ada Plinth");
    const auto session = std::to_string(house.count(newest_session));
    Browser bea{house};
    bea.sign_in("bea@reader.example", "Bea Groyne");
    const auto before = house.count(count_sessions);
    CHECK(bea.send("/reader/account/sessions/" + session + "/", {}).status == 404);
    CHECK(house.count(count_sessions) == before);
    CHECK(ada.get("/reader/account/").status == 200);
    const auto data = bea.get("/reader/account/export.json");
    CHECK(data.status == 200);
    CHECK(has(data, "bea@reader.example"));
    CHECK_FALSE(has(data, "ada@reader.example"));
    CHECK(data.field("Content-Disposition").starts_with("attachment"));
    CHECK(has(bea.get("/reader/account/export.html"), "Bea Groyne"));
}

TEST_CASE("a passkey is added and signs in; a challenge works once")
{
    AccountHouse house;
    Browser ada{house};
    ada.sign_in("ada@reader.example", "Ada Plinth");
    const auto options = ada.send_json("/reader/passkey/add/options/", "{}");
    CHECK(options.status == 200);
    CHECK(has(options, "\"challenge\""));
    CHECK(has(options, "tern.example"));
    CHECK(ada.send_json("/reader/passkey/add/", "{}").status == 422);
    CHECK(ada.send_json("/reader/passkey/add/", "not json").status == 422);
    Browser guest{house};
    CHECK(guest.send_json("/reader/passkey/sign-in/options/", "{}").status == 200);
    CHECK(guest.send_json("/reader/passkey/sign-in/", R"({"id":"x"})").status == 422);
    CHECK(guest.get("/reader/account/").status == 303);
}

TEST_CASE("a decision says its rule in a reader's words, and never by its short name")
{
    AccountHouse house;
    Browser ada{house};
    ada.sign_in("ada@reader.example", "Ada Plinth");
    moderation::NewDecision held;
    held.reader = ReaderId{house.count(newest_reader)};
    held.comment = CommentId{8};
    held.action = moderation::Action::held;
    held.ground = "words.banned";
    held.facts = "words.banned: you <fool>\nlinks.many";
    house.run([&](db::Tx& tx) { moderation::record_decision(tx, held, house.now()); });
    const auto page = ada.get("/reader/account/");
    CHECK(has(page, "a word that the newsroom does not let through unread"));
    CHECK(has(page, "<q dir=\"auto\">you &lt;fool&gt;</q>"));
    CHECK(has(page, "The comment has many links"));
    CHECK_FALSE(has(page, "words.banned"));
    CHECK_FALSE(has(page, "links.many"));
}

TEST_CASE("deletion waits seven days and can be taken back")
{
    AccountHouse house;
    Browser ada{house};
    ada.sign_in("ada@reader.example", "Ada Plinth");
    CHECK(ada.send("/reader/account/delete/", {}).field("Location") ==
          "/reader/account/?done=delete#delete");
    CHECK(house.mails().back().kind == "account_deletion");
    CHECK(has(ada.get("/reader/account/"), "Keep the account"));
    CHECK(ada.send("/reader/account/keep/", {}).status == 303);
    CHECK_FALSE(has(ada.get("/reader/account/"), "Keep the account"));
    CHECK(ada.send("/reader/account/keep/", {}).status == 409);
}

TEST_CASE("a change of address is confirmed at both ends, then everybody signs in anew")
{
    AccountHouse house;
    Browser ada{house};
    ada.sign_in("ada@reader.example", "Ada Plinth");
    CHECK(ada.send("/reader/account/mail/", {{"mail", "ada@new.example"}}).status == 303);
    std::map<std::string, std::string> tokens;
    for (const auto& mail : house.mails()) {
        if (mail.kind.starts_with("mail_change"))
            tokens[mail.kind] = mail.token();
    }
    REQUIRE(tokens.size() == 2);
    Browser anywhere{house};
    CHECK(anywhere.get("/reader/mail-change/?token=" + tokens["mail_change_old"]).status == 200);
    const auto half = anywhere.send("/reader/mail-change/", {{"token", tokens["mail_change_old"]}});
    CHECK(has(half, "must confirm too"));
    CHECK(has(ada.get("/reader/account/"), "ada@reader.example"));
    const auto whole =
        anywhere.send("/reader/mail-change/", {{"token", tokens["mail_change_new"]}});
    CHECK(whole.status == 200);
    CHECK(ada.get("/reader/account/").status == 303);
    ada.sign_in("ada@new.example");
    CHECK(has(ada.get("/reader/account/"), "ada@new.example"));
}

TEST_CASE("a passkey that is removed takes the sessions of other devices with it")
{
    AccountHouse house;
    Browser ada{house};
    ada.sign_in("ada@reader.example", "Ada Plinth");
    Browser phone{house};
    phone.sign_in("ada@reader.example");
    const auto key = *house.write([&](db::Tx& tx) {
        accounts::Passkey passkey;
        passkey.owner = accounts::owner_of(ReaderId{tx.integer(newest_reader, {})});
        passkey.credential_id = "AAAA";
        passkey.public_key = "AAAA";
        passkey.name = "Phone";
        return accounts::add_passkey(tx, passkey, house.now());
    });
    const auto path = "/reader/account/passkeys/" + to_string(key) + "/";
    CHECK(ada.send(path, {{"remove", "1"}}).status == 303);
    CHECK(ada.get("/reader/account/").status == 200);
    CHECK(phone.get("/reader/account/").status == 303);
}

TEST_CASE("a link that was asked for before an erasure signs nobody in after it")
{
    AccountHouse house;
    Browser ada{house};
    ada.sign_in("ada@reader.example", "Ada Plinth");
    ada.send("/reader/account/password/", {{"password", "a long pass phrase"}});
    house.run([&](db::Tx& tx) { tx.run(erase_readers, {}); });
    Browser phone{house};
    const auto answer =
        phone.send("/reader/sign-in/password/",
                   {{"mail", "ada@reader.example"}, {"password", "a long pass phrase"}});
    CHECK(answer.status == 410);
    CHECK(phone.get("/reader/account/").status == 303);
}

} // namespace masthead::account
