#include "features/accounts/account_data.hpp"
#include "features/accounts/account_mails.hpp"
#include "features/accounts/change_mail.hpp"
#include "features/accounts/identities.hpp"
#include "features/accounts/passkeys.hpp"
#include "features/accounts/passwords.hpp"
#include "people_cast.hpp"

#include <doctest/doctest.h>

namespace masthead::accounts {

namespace {

constexpr Owner ada{OwnerKind::reader, 7};
constexpr Owner bob{OwnerKind::reader, 8};
constexpr Owner nobody{};

struct Cast : test::PeopleCast {
    Cast()
    {
        (void)write([&](db::Tx& tx) { return add_mail(tx, ada, "ada@news.example", now()); });
        (void)write([&](db::Tx& tx) { return add_mail(tx, bob, "bob@news.example", now()); });
    }
    std::string challenge(ChallengePurpose purpose, Owner owner)
    {
        return change([&](db::Tx& tx) { return make_challenge(tx, purpose, owner, now()); });
    }
    Result<void> take(std::string_view challenge, ChallengePurpose purpose, Owner owner)
    {
        return write(
            [&](db::Tx& tx) { return take_challenge(tx, challenge, purpose, owner, now()); });
    }
    Result<PasskeyId> add_key(Owner owner, std::string credential, std::string name = "Key")
    {
        Passkey passkey;
        passkey.owner = owner;
        passkey.credential_id = std::move(credential);
        passkey.public_key = "cHVibGlj";
        passkey.algorithm = -7;
        passkey.name = std::move(name);
        return write([&](db::Tx& tx) { return add_passkey(tx, passkey, now()); });
    }
    std::vector<Passkey> keys(Owner owner)
    {
        return read([&](db::Snapshot& snapshot) { return passkeys_of(snapshot, owner); });
    }
    Result<void> link(Owner owner, const Identity& identity)
    {
        return write([&](db::Tx& tx) { return link_identity(tx, owner, identity, now()); });
    }
    Result<BegunMailChange> begin_change(Owner owner, std::string mail,
                                         OldAddress old = OldAddress::confirms)
    {
        return write([&](db::Tx& tx) {
            return begin_mail_change(tx, {owner, std::move(mail), old}, now());
        });
    }
    Result<MailChange> confirm(std::string_view token)
    {
        return write([&](db::Tx& tx) { return confirm_mail_change(tx, token, now()); });
    }
    Result<std::optional<MailChange>> confirm_code(std::string_view key, std::string_view code)
    {
        return write([&](db::Tx& tx) { return confirm_mail_change_code(tx, key, code, now()); });
    }
    std::string mail_of(Owner owner)
    {
        return read([&](db::Snapshot& snapshot) { return find_mail(snapshot, owner); })
            .value_or("");
    }
};

} // namespace

TEST_CASE("an address belongs to one owner of a kind")
{
    Cast cast;
    const auto taken = cast.write([&](db::Tx& tx) {
        return add_mail(tx, {OwnerKind::reader, 9}, "ADA@news.example", cast.now());
    });
    CHECK(taken.error().message_key == "mail.taken");
    // Somebody may be both a reader and of staff.
    CHECK(cast.write([&](db::Tx& tx) {
        return add_mail(tx, {OwnerKind::staff, 9}, "ada@news.example", cast.now());
    }));
    cast.read([&](db::Snapshot& snapshot) {
        CHECK(find_owner_by_mail(snapshot, OwnerKind::reader, " Ada@NEWS.example") == ada);
        CHECK_FALSE(find_owner_by_mail(snapshot, OwnerKind::reader, "x"));
        CHECK(mail_domain_of(snapshot, ada) == "news.example");
        CHECK(mail_domain_of(snapshot, nobody).empty());
        CHECK(count_aliases(snapshot, OwnerKind::reader, "ada+x@news.example") == 1);
        CHECK(count_aliases(snapshot, OwnerKind::reader, "eve@news.example") == 0);
    });
}

TEST_CASE("a challenge works once, for five minutes, for what it was made for")
{
    Cast cast;
    const auto adding = cast.challenge(ChallengePurpose::add, ada);
    CHECK_FALSE(cast.take(adding, ChallengePurpose::sign_in, ada));
    CHECK_FALSE(cast.take(adding, ChallengePurpose::add, bob));
    CHECK(cast.take(adding, ChallengePurpose::add, ada));
    CHECK(cast.take(adding, ChallengePurpose::add, ada).error().message_key ==
          "passkey.challenge_expired");
    const auto late = cast.challenge(ChallengePurpose::sign_in, nobody);
    const auto in_time = cast.challenge(ChallengePurpose::sign_in, nobody);
    cast.clock.advance(passkey_challenge_valid - Milliseconds{1});
    CHECK(cast.take(in_time, ChallengePurpose::sign_in, nobody));
    cast.clock.advance(Milliseconds{1});
    CHECK_FALSE(cast.take(late, ChallengePurpose::sign_in, nobody));
    CHECK_FALSE(cast.take("", ChallengePurpose::sign_in, nobody));
}

TEST_CASE("an owner is told by mail of every way to sign in that is added or taken away")
{
    Cast cast;
    const Identity identity{"https://id.example", "ada"};
    const auto key = *cast.add_key(ada, "cred-1", "Laptop");
    REQUIRE(cast.link(ada, identity));
    REQUIRE(cast.link(ada, identity)); // known already: nothing to tell
    (void)cast.write([&](db::Tx& tx) { return unlink_identity(tx, ada, identity, cast.now()); });
    (void)cast.write([&](db::Tx& tx) { return remove_passkey(tx, ada, key, cast.now()); });
    const auto mails = cast.mails();
    std::vector<std::string> told;
    for (const auto& mail : mails) {
        CHECK(mail.kind == "sign_in_way");
        CHECK(mail.to == "ada@news.example");
        told.push_back(mail.text("what") + " " + mail.text("name"));
    }
    CHECK(told == std::vector<std::string>{
                      "passkey_added Laptop", "identity_linked https://id.example",
                      "identity_unlinked https://id.example", "passkey_removed Laptop"});
}

TEST_CASE("a passkey is kept once, found by its id, renamed and removed by its owner alone")
{
    Cast cast;
    const auto id = cast.add_key(ada, "cred-1", "  Laptop ");
    REQUIRE(id);
    CHECK(cast.add_key(bob, "cred-1").error().message_key == "passkey.known");
    const auto rename = [&](Owner owner, std::string_view name) {
        return cast.write([&](db::Tx& tx) { return rename_passkey(tx, owner, *id, name); });
    };
    const auto remove = [&](Owner owner) {
        return cast.write([&](db::Tx& tx) { return remove_passkey(tx, owner, *id, cast.now()); });
    };
    CHECK(rename(bob, "Mine").error().reason == Refusal::not_found);
    CHECK(remove(bob).error().reason == Refusal::not_found);
    CHECK(remove({OwnerKind::staff, ada.id}).error().reason == Refusal::not_found);
    CHECK(rename(ada, "").error().message_key == "passkey.name");
    CHECK(rename(ada, "a\nb").error().message_key == "passkey.name");
    CHECK(rename(ada, std::string(passkey_name_bytes_max, 'n')));
    CHECK_FALSE(rename(ada, std::string(passkey_name_bytes_max + 1, 'n')));
    CHECK(rename(ada, "Laptop"));
    REQUIRE(cast.keys(ada).size() == 1);
    CHECK(cast.keys(ada)[0].name == "Laptop");
    CHECK(cast.keys(bob).empty());
    CHECK(remove(ada));
    CHECK_FALSE(cast.read([](db::Snapshot& snapshot) { return find_passkey(snapshot, "cred-1"); }));
    CHECK(cast.events() ==
          std::vector<std::string>{"account.credentials_changed", "account.credentials_changed"});
}

TEST_CASE("an owner has at most so many passkeys and identities")
{
    Cast cast;
    for (int made = 0; made < passkeys_per_owner_max; ++made)
        CHECK(cast.add_key(ada, "cred-" + std::to_string(made)));
    CHECK(cast.add_key(ada, "one more").error().reason == Refusal::too_many);
    CHECK(cast.add_key(bob, "one more"));
    for (int made = 0; made < identities_per_owner_max; ++made)
        CHECK(cast.link(ada, {"https://id.example", std::to_string(made)}));
    CHECK(cast.link(ada, {"https://id.example", "more"}).error().reason == Refusal::too_many);
    CHECK(cast.link(ada, {"https://id.example", "0"}));
}

TEST_CASE("a passkey whose counter goes back is a copy")
{
    Cast cast;
    const auto id = cast.add_key(ada, "cred-1");
    const auto use = [&](std::int64_t count) {
        return cast.write([&](db::Tx& tx) { return use_passkey(tx, *id, count, cast.now()); });
    };
    CHECK(use(0)); // keys that are synced do not count
    CHECK(use(0));
    CHECK(use(5));
    CHECK(use(6));
    CHECK(use(6).error().message_key == "passkey.cloned");
    CHECK(use(0).error().reason == Refusal::not_allowed);
    CHECK(cast.keys(ada)[0].sign_count == 6);
}

TEST_CASE("user handles hold no personal data and differ by kind")
{
    CHECK(user_handle(ada) == "r7");
    CHECK(user_handle({OwnerKind::staff, 7}) == "s7");
}

TEST_CASE("an identity is linked to one owner and unlinked by that one alone")
{
    Cast cast;
    const Identity identity{"https://id.example", "sub"};
    CHECK(cast.link(ada, identity));
    CHECK(cast.link(bob, identity).error().message_key == "identity.taken");
    // The same subject at another issuer is another person.
    CHECK(cast.link(bob, {"https://other.example", "sub"}));
    CHECK(cast.link(ada, {"", "sub"}).error().reason == Refusal::invalid);
    CHECK(cast.link(ada, {"https://id.example", ""}).error().reason == Refusal::invalid);
    const auto unlink = [&](Owner owner) {
        return cast.write(
            [&](db::Tx& tx) { return unlink_identity(tx, owner, identity, cast.now()); });
    };
    CHECK(unlink(bob).error().reason == Refusal::not_found);
    CHECK(unlink(ada));
    CHECK_FALSE(cast.read([&](db::Snapshot& snapshot) {
        return find_identity(snapshot, OwnerKind::reader, identity);
    }));
}

TEST_CASE("the way back from a provider fits one browser, one provider, one time")
{
    Cast cast;
    const BeginOidc begin{"state", "example", "nonce", "verifier", "//evil.example", {}};
    const auto key = cast.change([&](db::Tx& tx) { return begin_oidc(tx, begin, cast.now()); });
    const auto take = [&](std::string_view state, std::string_view flow_key,
                          std::string_view provider) {
        return cast.write(
            [&](db::Tx& tx) { return take_oidc(tx, state, flow_key, provider, cast.now()); });
    };
    CHECK_FALSE(take("other", key, "example"));
    CHECK_FALSE(take("state", "", "example"));
    CHECK_FALSE(take("state", key, "mix-up"));
    const auto flow = take("state", key, "example");
    REQUIRE(flow);
    CHECK(flow->nonce == "nonce");
    CHECK(flow->verifier == "verifier");
    CHECK(flow->return_to == "/");
    CHECK(take("state", key, "example").error().message_key == "oidc.expired");

    const auto late = cast.change([&](db::Tx& tx) { return begin_oidc(tx, begin, cast.now()); });
    cast.clock.advance(oidc_flow_valid);
    CHECK_FALSE(take("state", late, "example"));
}

TEST_CASE("an address changes when both ends have said so, and not before")
{
    Cast cast;
    REQUIRE(cast.begin_change(ada, "ada@home.example"));
    const auto mails = cast.mails();
    REQUIRE(mails.size() == 2);
    CHECK(mails[0].kind == "mail_change_old");
    CHECK(mails[0].to == "ada@news.example");
    CHECK(mails[1].kind == "mail_change_new");
    CHECK(mails[1].to == "ada@home.example");
    cast.read([&](db::Snapshot& snapshot) {
        CHECK(is_mail_change_open(snapshot, mails[0].token(), cast.now()));
        CHECK_FALSE(is_mail_change_open(snapshot, "other", cast.now()));
    });
    const auto half = cast.confirm(mails[1].token());
    REQUIRE(half);
    CHECK(half->new_confirmed);
    CHECK_FALSE(half->old_confirmed);
    CHECK(cast.confirm(mails[1].token())->old_confirmed == false);
    CHECK(cast.mail_of(ada) == "ada@news.example");
    const auto open = cast.change([&](db::Tx& tx) {
        return open_session(tx, {ada, "", ""}, cast.now());
    });
    CHECK(cast.confirm(mails[0].token())->old_confirmed);
    CHECK(cast.mail_of(ada) == "ada@home.example");
    cast.read([&](db::Snapshot& snapshot) {
        CHECK_FALSE(find_session(snapshot, open.token, cast.now()));
        CHECK_FALSE(find_mail_change(snapshot, ada, cast.now()));
        CHECK_FALSE(find_owner_by_mail(snapshot, OwnerKind::reader, "ada@news.example"));
    });
    CHECK(cast.events() == std::vector<std::string>{"session.closed", "account.mail_changed"});
    CHECK(cast.mails().back().to == "ada@news.example");
    CHECK(cast.mails().back().text("says") == "done");
    CHECK(cast.confirm(mails[0].token()).error().reason == Refusal::gone);
}

TEST_CASE("the codes of a change work with its cookie, five times")
{
    Cast cast;
    const auto begun = cast.begin_change(ada, "ada@home.example");
    const auto mails = cast.mails();
    CHECK_FALSE(cast.confirm_code("other", mails[0].text("code")));
    CHECK((*cast.confirm_code(begun->flow_key, mails[0].text("code")))->old_confirmed);
    for (int wrong = 0; wrong < mail_change_tries_max; ++wrong)
        CHECK_FALSE(*cast.confirm_code(begun->flow_key, "not a code"));
    CHECK(cast.confirm_code(begun->flow_key, mails[1].text("code")).error().reason ==
          Refusal::gone);
    CHECK(cast.mail_of(ada) == "ada@news.example");
    CHECK(cast.confirm(mails[1].token())->new_confirmed);
    CHECK(cast.mail_of(ada) == "ada@home.example");
}

TEST_CASE("a change ends after a day, by a newer one, or by being taken back")
{
    Cast cast;
    REQUIRE(cast.begin_change(ada, "one@home.example"));
    REQUIRE(cast.begin_change(ada, "two@home.example"));
    CHECK_FALSE(cast.confirm(cast.mails()[1].token()));
    cast.clock.advance(mail_change_valid - Milliseconds{1});
    CHECK(cast.confirm(cast.mails()[3].token()));
    cast.clock.advance(Milliseconds{1});
    CHECK_FALSE(cast.confirm(cast.mails()[2].token()));
    REQUIRE(cast.begin_change(ada, "three@home.example"));
    cast.run([&](db::Tx& tx) { cancel_mail_change(tx, ada); });
    CHECK_FALSE(cast.confirm(cast.mails()[4].token()));
    CHECK(cast.mail_of(ada) == "ada@news.example");
}

TEST_CASE("that an address is another's is seen only by who reads its mailbox")
{
    Cast cast;
    CHECK(cast.begin_change(ada, "BOB@news.example"));
    CHECK(cast.begin_change(ada, "not an address").error().message_key == "mail.invalid");
    CHECK(cast.begin_change(ada, "ADA@news.example").error().message_key == "mail.same");
    const auto mails = cast.mails();
    CHECK(cast.confirm(mails[0].token()));
    CHECK(cast.confirm(mails[1].token()).error().message_key == "mail.taken");
    CHECK(cast.mail_of(bob) == "bob@news.example");
    CHECK(cast.mail_of(ada) == "ada@news.example");
}

TEST_CASE("changes of address are limited by the day")
{
    Cast cast;
    for (int begun = 0; begun < mail_changes_per_owner; ++begun)
        CHECK(cast.begin_change(ada, "ada" + std::to_string(begun) + "@home.example"));
    CHECK(cast.begin_change(ada, "more@home.example").error().message_key ==
          "mail.too_many_changes");
    CHECK(cast.begin_change(bob, "more@home.example"));
    for (std::int64_t other = 20; other < 20 + mail_changes_per_owner - 1; ++other)
        CHECK(cast.begin_change({OwnerKind::reader, other}, "More@home.example"));
    CHECK_FALSE(cast.begin_change({OwnerKind::reader, 99}, "more@home.example"));
    cast.clock.advance(std::chrono::hours{24});
    CHECK(cast.begin_change(ada, "more@home.example"));
}

TEST_CASE("staff waive a lost address; it is told, and the new one still has to confirm")
{
    Cast cast;
    REQUIRE(cast.begin_change(ada, "ada@home.example", OldAddress::is_lost));
    const auto mails = cast.mails();
    CHECK(mails[0].to == "ada@news.example");
    CHECK(mails[0].text("says") == "asked_by_staff");
    CHECK_FALSE(mails[0].data.contains("path"));
    CHECK(cast.mail_of(ada) == "ada@news.example");
    CHECK(cast.confirm(mails[1].token()));
    CHECK(cast.mail_of(ada) == "ada@home.example");
}

TEST_CASE("an erased owner leaves nothing here, and others keep all of theirs")
{
    Cast cast;
    for (const auto owner : {ada, bob}) {
        CHECK(cast.add_key(owner, "cred-" + std::to_string(owner.id)));
        CHECK(cast.link(owner, {"https://id.example", std::to_string(owner.id)}));
        CHECK(cast.begin_change(owner, "new" + std::to_string(owner.id) + "@home.example"));
        cast.run([&](db::Tx& tx) {
            set_password(tx, owner, "hash", {}, cast.now());
            open_session(tx, {owner, "", ""}, cast.now());
        });
    }
    cast.run([&](db::Tx& tx) { erase_reader_part(tx, ReaderId{ada.id}, cast.now()); });
    const auto data = [&](Owner owner) {
        return cast.read(
            [&](db::Snapshot& snapshot) { return find_account_data(snapshot, owner, cast.now()); });
    };
    const auto erased = data(ada);
    CHECK(erased.mail.empty());
    CHECK_FALSE(erased.has_password);
    CHECK(erased.sessions.empty());
    CHECK(erased.passkeys.empty());
    CHECK(erased.identities.empty());
    const auto kept = data(bob);
    CHECK(kept.mail == "bob@news.example");
    CHECK(kept.has_password);
    CHECK(kept.sessions.size() == 1);
    CHECK(kept.passkeys.size() == 1);
    CHECK(kept.identities.size() == 1);
    CHECK_FALSE(cast.read(
        [&](db::Snapshot& snapshot) { return find_mail_change(snapshot, ada, cast.now()); }));
    CHECK(cast.events().back() == "session.closed");
}

} // namespace masthead::accounts
