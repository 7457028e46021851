#include "core/crypto/keys.hpp"
#include "core/crypto/password_hasher.hpp"
#include "core/crypto/totp.hpp"
#include "features/accounts/account_mails.hpp"
#include "features/accounts/session.hpp"
#include "features/readers/erase_reader.hpp"
#include "features/readers/sign_up.hpp"
#include "features/staff/change_staff.hpp"
#include "features/staff/invite_staff.hpp"
#include "features/staff/sign_in_staff.hpp"
#include "people_cast.hpp"

#include <doctest/doctest.h>

#include <string>

namespace masthead::staff {

namespace {

struct Cast : test::PeopleCast {
    crypto::PasswordHasher hasher{1, crypto::PasswordCost::least()};
    crypto::KeyRing keys{crypto::Key::random()};
    std::string secret = crypto::totp::new_secret();

    Result<Invitation> add(std::string name, std::string mail, Role role = Role::moderator,
                           InvitationMail send = InvitationMail::no)
    {
        return write([&](db::Tx& tx) {
            return add_staff(tx, {std::move(name), std::move(mail), role, send}, now());
        });
    }
    Result<RedeemedInvitation> redeem(std::string token, std::string code)
    {
        RedeemByPassword form{std::move(token), hasher.hash("a quiet harbour"), {secret, code}};
        return write([&](db::Tx& tx) { return redeem_invitation(tx, form, keys, now()); });
    }
    std::string code() const { return crypto::totp::code_at(secret, now()); }
    // Added, and come in through the link.
    RedeemedInvitation member(std::string name, std::string mail, Role role = Role::moderator)
    {
        const auto invitation = add(std::move(name), std::move(mail), role);
        return *redeem(invitation->token, code());
    }
    Result<StaffId> sign_in(std::string mail, std::string_view password, std::string_view code)
    {
        const auto attempt = *write([&](db::Tx& tx) {
            return accounts::begin_password(
                tx, {accounts::OwnerKind::staff, std::move(mail), "net"}, now());
        });
        if (!accounts::password_matches(hasher, attempt, password))
            return refuse(Refusal::not_allowed, "staff.sign_in");
        return write([&](db::Tx& tx) { return finish_sign_in(tx, attempt, code, keys, now()); });
    }
    void next_step() { clock.advance(std::chrono::seconds{30}); }
    StaffMember find(StaffId id)
    {
        return *read([&](db::Snapshot& snapshot) { return find_staff(snapshot, id); });
    }
    std::uint32_t permissions(StaffId id)
    {
        return read([&](db::Snapshot& snapshot) { return find_permissions(snapshot, id); });
    }
    accounts::OpenedSession open(StaffId id)
    {
        return change([&](db::Tx& tx) {
            return accounts::open_session(tx, {accounts::owner_of(id), "", ""}, now());
        });
    }
    bool is_open(const accounts::OpenedSession& session)
    {
        return read([&](db::Snapshot& snapshot) {
            return accounts::find_session(snapshot, session.token, now()).has_value();
        });
    }
    ReaderId reader(std::string name, std::string mail)
    {
        readers::SignUp form;
        form.display_name = std::move(name);
        form.mail = std::move(mail);
        form.rules_version = "1";
        form.minimum_age_confirmed = 16;
        return *write([&](db::Tx& tx) { return readers::sign_up(tx, form, now()); });
    }
    Result<void> link(StaffId staff, ReaderId reader)
    {
        return write([&](db::Tx& tx) { return link_reader(tx, staff, reader, now()); });
    }
    bool is_marked(ReaderId reader)
    {
        return read([&](db::Snapshot& snapshot) { return readers::find_reader(snapshot, reader); })
            ->is_staff;
    }
};

} // namespace

TEST_CASE("each role may do what the table says, and nothing by accident")
{
    struct RoleCase {
        Role role;
        std::string_view name;
        std::vector<std::string_view> may;
    };
    const RoleCase cases[] = {
        {Role::contributor, "contributor", {}},
        {Role::author, "author", {}},
        {Role::editor, "editor", {"moderate", "ban", "see_readers", "edit_wording"}},
        {Role::moderator, "moderator", {"moderate", "ban", "see_readers", "edit_rules"}},
        {Role::publisher,
         "publisher",
         {"moderate", "ban", "see_readers", "edit_wording", "see_networks", "edit_rules"}},
        {Role::administrator,
         "administrator",
         {"moderate", "ban", "see_readers", "edit_wording", "manage_staff", "see_networks",
          "edit_rules"}},
    };
    for (const auto& row : cases) {
        CAPTURE(row.name);
        CHECK(role_name(row.role) == row.name);
        CHECK(role_named(row.name) == row.role);
        CHECK(permission_names(permissions_of(row.role)) == row.may);
    }
    CHECK_FALSE(role_named("owner"));
    CHECK(permissions_of(static_cast<Role>(99)) == 0);
    CHECK(permission_name(Permission::manage_staff) == "manage_staff");
}

TEST_CASE("an added person has no rights until the link is used, and the link is used once")
{
    Cast cast;
    const auto added = cast.add(" Mira Quill ", "mira@news.example");
    REQUIRE(added);
    CHECK(added->expires_at == cast.now() + invitation_valid);
    CHECK(invitation_path(added->token) == "/desk/invitation/?token=" + added->token);
    CHECK(cast.permissions(added->staff) == 0);
    const auto find = [&](std::string_view token) {
        return cast.read(
            [&](db::Snapshot& snapshot) { return find_invitation(snapshot, token, cast.now()); });
    };
    REQUIRE(find(added->token));
    CHECK(find(added->token)->name == "Mira Quill");
    CHECK(find(added->token)->mail == "mira@news.example");
    CHECK_FALSE(find("other"));
    const auto redeemed = cast.redeem(added->token, cast.code());
    REQUIRE(redeemed);
    CHECK(redeemed->recovery_codes.size() == recovery_codes_count);
    CHECK(cast.find(added->staff).is_active());
    CHECK(cast.find(added->staff).has_totp);
    CHECK(cast.permissions(added->staff) == permissions_of(Role::moderator));
    CHECK_FALSE(find(added->token));
    cast.next_step();
    CHECK(cast.redeem(added->token, cast.code()).error().message_key == "staff.invitation_expired");
    CHECK(cast.events() ==
          std::vector<std::string>{"staff.added", "staff.changed", "account.credentials_changed"});
}

TEST_CASE("an invitation lasts forty-eight hours")
{
    Cast cast;
    const auto first = cast.add("Mira", "mira@news.example");
    const auto second = cast.add("Otto", "otto@news.example");
    cast.clock.advance(invitation_valid - Milliseconds{1});
    CHECK(cast.redeem(first->token, cast.code()));
    cast.clock.advance(Milliseconds{1});
    CHECK_FALSE(cast.redeem(second->token, cast.code()));
    CHECK(cast.find(second->staff).state == StaffState::invited);
}

TEST_CASE("a wrong first code leaves the invitation as it was")
{
    Cast cast;
    const auto added = cast.add("Mira", "mira@news.example");
    const std::string wrong = cast.code() == "000000" ? "111111" : "000000";
    CHECK(cast.redeem(added->token, wrong).error().message_key == "staff.totp_code");
    CHECK(cast.find(added->staff).state == StaffState::invited);
    CHECK(cast.redeem(added->token, cast.code()));
}

TEST_CASE("names and addresses are checked, an address serves one person")
{
    Cast cast;
    CHECK(cast.add("", "mira@news.example").error().message_key == "staff.name");
    CHECK(cast.add("a\nb", "mira@news.example").error().message_key == "staff.name");
    CHECK(cast.add(std::string(staff_name_bytes_max, 'n'), "n@news.example"));
    CHECK_FALSE(cast.add(std::string(staff_name_bytes_max + 1, 'n'), "m@news.example"));
    CHECK(cast.add("Mira", "no address").error().message_key == "mail.invalid");
    const auto mira = cast.add("Mira", "mira@news.example");
    CHECK(cast.add("Mira", "MIRA@news.example").error().message_key == "mail.taken");
    const auto find = [&](std::string_view mail) {
        return cast.read(
            [&](db::Snapshot& snapshot) { return find_staff_by_mail(snapshot, mail); });
    };
    CHECK(find("MIRA@news.example") == mira->staff);
    CHECK(cast.redeem(mira->token, cast.code()));
    CHECK(find("MIRA@news.example") == mira->staff);
    CHECK_FALSE(find("otto@news.example"));
    CHECK_FALSE(find("no address"));
    CHECK(cast.add("Mira", "MIRA@news.example").error().message_key == "mail.taken");
    CHECK(cast.mails().size() == 1); // of the password that was set
}

TEST_CASE("an invitation is mailed where that is asked for")
{
    Cast cast;
    const auto added = cast.add("Mira", "mira@news.example", Role::editor, InvitationMail::yes);
    REQUIRE(cast.mails().size() == 1);
    CHECK(cast.mails()[0].kind == "staff_invitation");
    CHECK(cast.mails()[0].to == "mira@news.example");
    CHECK(cast.mails()[0].token() == added->token);
    CHECK(cast.mails()[0].text("role") == "editor");
}

TEST_CASE("staff sign in with password and code, each code once")
{
    Cast cast;
    const auto mira = cast.member("Mira", "mira@news.example");
    // The code that set it up is used up.
    CHECK_FALSE(cast.sign_in("mira@news.example", "a quiet harbour", cast.code()));
    cast.next_step();
    CHECK(*cast.sign_in("MIRA@news.example", "a quiet harbour", cast.code()) == mira.staff);
    CHECK(cast.sign_in("mira@news.example", "a quiet harbour", cast.code()).error().message_key ==
          "staff.sign_in");
    cast.next_step();
    CHECK_FALSE(cast.sign_in("mira@news.example", "wrong", cast.code()));
    CHECK_FALSE(cast.sign_in("mira@news.example", "a quiet harbour", ""));
    CHECK(cast.sign_in("mira@news.example", "a quiet harbour", cast.code()));
}

TEST_CASE("the secret is sealed: with another key the code is worth nothing")
{
    Cast cast;
    cast.member("Mira", "mira@news.example");
    cast.next_step();
    cast.keys = crypto::KeyRing{crypto::Key::random()};
    CHECK_FALSE(cast.sign_in("mira@news.example", "a quiet harbour", cast.code()));
    static constexpr db::Query with_secret{"test.staff_with_secret", R"sql(
        SELECT COUNT(*) FROM staff WHERE totp_sealed = ?
    )sql"};
    CHECK(cast.count(with_secret, {cast.secret}) == 0);
}

TEST_CASE("a recovery code stands in for the app, once, however it is typed")
{
    Cast cast;
    const auto mira = cast.member("Mira", "mira@news.example");
    const auto otto = cast.member("Otto", "otto@news.example");
    const auto left = [&](StaffId id) {
        return cast.read(
            [&](db::Snapshot& snapshot) { return count_recovery_codes(snapshot, id); });
    };
    const auto code = mira.recovery_codes.at(3);
    CHECK(code.size() == 19);
    std::string shouted;
    for (const char c : code)
        shouted += c == '-' ? ' ' : (c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c);
    CHECK_FALSE(cast.sign_in("mira@news.example", "a quiet harbour", otto.recovery_codes.at(0)));
    CHECK(cast.sign_in("mira@news.example", "a quiet harbour", shouted));
    CHECK_FALSE(cast.sign_in("mira@news.example", "a quiet harbour", code));
    CHECK(left(mira.staff) == recovery_codes_count - 1);
    CHECK(left(otto.staff) == recovery_codes_count);
    const auto renewed =
        cast.write([&](db::Tx& tx) { return renew_recovery_codes(tx, mira.staff, cast.now()); });
    REQUIRE(renewed);
    CHECK(left(mira.staff) == recovery_codes_count);
    cast.clock.advance(std::chrono::hours{1});
    CHECK_FALSE(cast.sign_in("mira@news.example", "a quiet harbour", mira.recovery_codes.at(4)));
    CHECK(cast.sign_in("mira@news.example", "a quiet harbour", renewed->at(0)));
}

TEST_CASE("a passkey sets up an account too, and signs in only who is active")
{
    Cast cast;
    const auto added = cast.add("Mira", "mira@news.example");
    accounts::Passkey passkey;
    passkey.credential_id = "cred";
    passkey.public_key = "cHVibGlj";
    const auto redeemed = cast.write(
        [&](db::Tx& tx) { return redeem_invitation(tx, added->token, passkey, cast.now()); });
    REQUIRE(redeemed);
    const auto owner = accounts::owner_of(redeemed->staff);
    CHECK(cast.read([](db::Snapshot& snapshot) { return accounts::find_passkey(snapshot, "cred"); })
              ->owner == owner);
    const auto enter = [&](accounts::Owner who) {
        return cast.write([&](db::Tx& tx) { return finish_passkey_sign_in(tx, who, cast.now()); });
    };
    CHECK(*enter(owner) == redeemed->staff);
    CHECK_FALSE(enter({accounts::OwnerKind::reader, owner.id}));
    CHECK_FALSE(enter({accounts::OwnerKind::staff, 1}));
    CHECK_FALSE(enter({}));
    // Without a password nothing is compared with nothing.
    CHECK_FALSE(cast.sign_in("mira@news.example", "", redeemed->recovery_codes.at(0)));
    cast.member("Root", "root@news.example", Role::administrator);
    CHECK(cast.write([&](db::Tx& tx) { return disable_staff(tx, redeemed->staff, cast.now()); }));
    CHECK_FALSE(enter(owner));
}

TEST_CASE("a new app is proven by a code of it and signs out the other devices")
{
    Cast cast;
    const auto mira = cast.member("Mira", "mira@news.example");
    const auto here = cast.open(mira.staff);
    const auto there = cast.open(mira.staff);
    const auto fresh = crypto::totp::new_secret();
    const auto set = [&](std::string code) {
        return cast.write([&](db::Tx& tx) {
            return set_totp(tx, mira.staff, {fresh, std::move(code)}, here.id, cast.keys,
                            cast.now());
        });
    };
    CHECK(set("abc").error().message_key == "staff.totp_code");
    CHECK(cast.is_open(there));
    CHECK(set(crypto::totp::code_at(fresh, cast.now())));
    CHECK(cast.is_open(here));
    CHECK_FALSE(cast.is_open(there));
    cast.next_step();
    CHECK_FALSE(cast.sign_in("mira@news.example", "a quiet harbour", cast.code()));
    CHECK(cast.sign_in("mira@news.example", "a quiet harbour",
                       crypto::totp::code_at(fresh, cast.now())));
}

TEST_CASE("who is disabled loses rights, sessions and sign-in at once, and may come back")
{
    Cast cast;
    cast.member("Root", "root@news.example", Role::administrator);
    const auto mira = cast.member("Mira", "mira@news.example");
    const auto session = cast.open(mira.staff);
    CHECK(cast.write([&](db::Tx& tx) { return disable_staff(tx, mira.staff, cast.now()); }));
    CHECK_FALSE(cast.is_open(session));
    CHECK(cast.permissions(mira.staff) == 0);
    cast.next_step();
    CHECK_FALSE(cast.sign_in("mira@news.example", "a quiet harbour", cast.code()));
    const auto events = cast.events();
    CHECK(events[events.size() - 2] == "session.closed");
    CHECK(events.back() == "staff.changed");
    const auto enable = [&] {
        return cast.write([&](db::Tx& tx) { return enable_staff(tx, mira.staff, cast.now()); });
    };
    CHECK(enable());
    CHECK(enable().error().message_key == "staff.not_disabled");
    cast.clock.advance(std::chrono::hours{1});
    CHECK(cast.sign_in("mira@news.example", "a quiet harbour", cast.code()));
}

TEST_CASE("disabling somebody invited makes the link worthless")
{
    Cast cast;
    cast.member("Root", "root@news.example", Role::administrator);
    const auto added = cast.add("Mira", "mira@news.example");
    CHECK(cast.write([&](db::Tx& tx) { return disable_staff(tx, added->staff, cast.now()); }));
    CHECK_FALSE(cast.redeem(added->token, cast.code()));
    CHECK(cast.write([&](db::Tx& tx) { return enable_staff(tx, added->staff, cast.now()); }));
    CHECK(cast.find(added->staff).state == StaffState::invited);
    cast.next_step();
    CHECK_FALSE(cast.redeem(added->token, cast.code()));
    const auto again = cast.write(
        [&](db::Tx& tx) { return invite_again(tx, added->staff, InvitationMail::no, cast.now()); });
    REQUIRE(again);
    CHECK(cast.redeem(again->token, cast.code()));
}

TEST_CASE("an invitation anew ends what went before: sessions at once, credentials when it is used")
{
    Cast cast;
    const auto mira = cast.member("Mira", "mira@news.example");
    const auto session = cast.open(mira.staff);
    const auto again = cast.write(
        [&](db::Tx& tx) { return invite_again(tx, mira.staff, InvitationMail::no, cast.now()); });
    REQUIRE(again);
    CHECK_FALSE(cast.is_open(session));
    cast.next_step();
    const auto old_secret = cast.secret;
    cast.secret = crypto::totp::new_secret();
    CHECK(cast.redeem(again->token, cast.code()));
    cast.clock.advance(std::chrono::hours{1});
    CHECK_FALSE(cast.sign_in("mira@news.example", "a quiet harbour",
                             crypto::totp::code_at(old_secret, cast.now())));
    CHECK_FALSE(cast.sign_in("mira@news.example", "a quiet harbour", mira.recovery_codes.at(0)));
    CHECK(cast.sign_in("mira@news.example", "a quiet harbour", cast.code()));
    CHECK_FALSE(cast.write(
        [&](db::Tx& tx) { return invite_again(tx, StaffId{1}, InvitationMail::no, cast.now()); }));
}

TEST_CASE("the last who may manage staff stays that")
{
    Cast cast;
    const auto root = cast.member("Root", "root@news.example", Role::administrator);
    const auto change = [&](StaffId id, Role role) {
        return cast.write([&](db::Tx& tx) { return change_role(tx, id, role, cast.now()); });
    };
    const auto disable = [&](StaffId id) {
        return cast.write([&](db::Tx& tx) { return disable_staff(tx, id, cast.now()); });
    };
    CHECK(change(root.staff, Role::editor).error().message_key == "staff.last_manager");
    CHECK(disable(root.staff).error().message_key == "staff.last_manager");
    // Who is only invited cannot manage anybody yet.
    const auto invited = cast.add("Otto", "otto@news.example", Role::administrator);
    CHECK_FALSE(disable(root.staff));
    CHECK(cast.redeem(invited->token, cast.code()));
    CHECK(change(root.staff, Role::editor));
    CHECK(cast.permissions(root.staff) == permissions_of(Role::editor));
    CHECK(cast.events().back() == "staff.changed");
    const auto before = cast.events().size();
    CHECK(change(root.staff, Role::editor));
    CHECK(cast.events().size() == before);
    CHECK(change(StaffId{1}, Role::editor).error().reason == Refusal::not_found);
}

TEST_CASE("a member of staff marks the comments of one reader, and no other's")
{
    Cast cast;
    const auto mira = cast.member("Mira", "mira@news.example");
    const auto otto = cast.member("Otto", "otto@news.example");
    const auto ada = cast.reader("Ada Plinth", "ada@news.example");
    const auto bob = cast.reader("Bob", "bob@news.example");
    CHECK(cast.link(mira.staff, ada));
    CHECK(cast.is_marked(ada));
    CHECK(cast.link(otto.staff, ada).error().message_key == "staff.reader_taken");
    CHECK(cast.link(mira.staff, bob));
    CHECK_FALSE(cast.is_marked(ada));
    CHECK(cast.is_marked(bob));
    CHECK(cast.link(mira.staff, ReaderId{1}).error().reason == Refusal::not_found);
    CHECK(cast.read([&](db::Snapshot& snapshot) { return find_staff_of_reader(snapshot, bob); })
              ->id == mira.staff);
    CHECK(cast.write([&](db::Tx& tx) { return unlink_reader(tx, mira.staff, cast.now()); }));
    CHECK_FALSE(cast.is_marked(bob));
    CHECK_FALSE(cast.find(mira.staff).reader);
}

TEST_CASE("who no longer works here is an ordinary reader, until they are let in again")
{
    Cast cast;
    const auto mira = cast.member("Mira", "mira@news.example");
    const auto ada = cast.reader("Ada Plinth", "ada@news.example");
    CHECK(cast.link(mira.staff, ada));
    CHECK(cast.write([&](db::Tx& tx) { return disable_staff(tx, mira.staff, cast.now()); }));
    CHECK_FALSE(cast.is_marked(ada));
    CHECK(cast.write([&](db::Tx& tx) { return enable_staff(tx, mira.staff, cast.now()); }));
    CHECK(cast.is_marked(ada));
}

TEST_CASE("an erased reader is nobody's of staff any more")
{
    Cast cast;
    const auto mira = cast.member("Mira", "mira@news.example");
    const auto ada = cast.reader("Ada Plinth", "ada@news.example");
    CHECK(cast.link(mira.staff, ada));
    cast.run([&](db::Tx& tx) {
        erase_reader_part(tx, ada, cast.now());
        readers::erase_reader_part(tx, ada, cast.now());
    });
    CHECK_FALSE(cast.find(mira.staff).reader);
    CHECK(cast.find(mira.staff).is_active());
    CHECK(cast.read([](db::Snapshot& snapshot) { return list_staff(snapshot); }).size() == 1);
    cast.run([&](db::Tx& tx) { erase_reader_part(tx, ReaderId{1}, cast.now()); });
}

} // namespace masthead::staff
