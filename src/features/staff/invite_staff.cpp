#include "features/staff/invite_staff.hpp"

#include "core/base/text.hpp"
#include "core/crypto/seal.hpp"
#include "core/crypto/token.hpp"
#include "core/crypto/totp.hpp"
#include "core/db/event_log.hpp"
#include "features/accounts/account_data.hpp"
#include "features/accounts/account_mails.hpp"
#include "features/accounts/passwords.hpp"
#include "features/mail/queue_mail.hpp"
#include "features/staff/recovery_codes.hpp"
#include "features/staff/staff_sql.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace masthead::staff {

namespace {

bool is_name(std::string_view name)
{
    return !name.empty() && name.size() <= staff_name_bytes_max && is_valid_utf8(name) &&
           std::none_of(name.begin(), name.end(),
                        [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
}

Invitation invite(db::Tx& tx, const StaffMember& member, const accounts::MailAddress& address,
                  InvitationMail send, Time now)
{
    Invitation invitation{member.id, crypto::random_token(), now + invitation_valid};
    sql::put_invitation(tx, {member.id, address.shown, invitation.expires_at}, address.key,
                        crypto::token_hash(invitation.token));
    if (send == InvitationMail::yes) {
        mail::NewMail letter;
        letter.to = address.shown;
        letter.kind = "staff_invitation";
        letter.data = boost::json::serialize(boost::json::object{
            {"name", member.name},
            {"role", role_name(member.role)},
            {"path", invitation_path(invitation.token)},
            {"hours", std::chrono::duration_cast<std::chrono::hours>(invitation_valid).count()}});
        mail::queue_mail(tx, letter, now);
    }
    return invitation;
}

std::optional<sql::StoredInvitation> find_open(db::Snapshot& snapshot, std::string_view token,
                                               Time now)
{
    const auto stored = sql::find_invitation(snapshot, crypto::token_hash(token));
    return stored && stored->expires_at > now ? stored : std::nullopt;
}

// Uses up the link. Whatever this person signed in with before is worth nothing from now on: the
// invitation may be for somebody who has lost it to a thief.
Result<StaffId> redeem(db::Tx& tx, std::string_view token, Time now)
{
    const auto stored = find_open(tx, token, now);
    const auto member = stored ? sql::find_staff(tx, stored->staff) : std::nullopt;
    if (!member || member->state == StaffState::disabled)
        return refuse(Refusal::gone, "staff.invitation_expired");
    const auto owner = accounts::owner_of(member->id);
    sql::delete_invitation(tx, member->id);
    accounts::erase_owner(tx, owner, now);
    sql::set_totp(tx, member->id, {});
    const auto added = accounts::add_mail(tx, owner, stored->mail, now);
    if (!added)
        return added.error();
    sql::set_state(tx, member->id, StaffState::active, now);
    db::append_event(tx, {event_changed, member->id.value()}, now);
    return member->id;
}

} // namespace

std::string invitation_path(std::string_view token)
{
    return "/desk/invitation/?token=" + std::string{token};
}

Result<Invitation> add_staff(db::Tx& tx, const AddStaff& command, Time now)
{
    const auto name = trim(command.name);
    if (!is_name(name))
        return refuse(Refusal::invalid, "staff.name");
    const auto address = accounts::parse_mail(command.mail);
    if (!address)
        return address.error();
    if (find_staff_by_mail(tx, command.mail))
        return refuse(Refusal::conflict, "mail.taken");
    StaffMember member;
    member.id = tx.new_id<StaffId>();
    member.name = name;
    member.role = command.role;
    sql::insert_staff(tx, member, now);
    db::append_event(tx, {event_added, member.id.value()}, now);
    return invite(tx, member, *address, command.send, now);
}

Result<Invitation> invite_again(db::Tx& tx, StaffId staff, InvitationMail send, Time now)
{
    const auto member = sql::find_staff(tx, staff);
    if (!member || member->state == StaffState::disabled)
        return refuse(Refusal::not_found, "staff.not_found");
    const auto owner = accounts::owner_of(staff);
    const auto known = accounts::find_mail(tx, owner);
    const auto address = accounts::parse_mail(known ? *known : sql::find_invited_mail(tx, staff));
    if (!address)
        return address.error();
    accounts::close_sessions_of(tx, owner, {}, now);
    return invite(tx, *member, *address, send, now);
}

std::optional<StaffId> find_staff_by_mail(db::Snapshot& snapshot, std::string_view mail)
{
    const auto owner = accounts::find_owner_by_mail(snapshot, accounts::OwnerKind::staff, mail);
    if (owner)
        return StaffId{owner->id};
    const auto address = accounts::parse_mail(mail);
    return address ? sql::find_invited(snapshot, address->key) : std::nullopt;
}

std::optional<InvitedStaff> find_invitation(db::Snapshot& snapshot, std::string_view token,
                                            Time now)
{
    const auto stored = find_open(snapshot, token, now);
    const auto member = stored ? sql::find_staff(snapshot, stored->staff) : std::nullopt;
    if (!member || member->state == StaffState::disabled)
        return std::nullopt;
    return InvitedStaff{member->id, member->name, stored->mail, member->role};
}

Result<RedeemedInvitation> redeem_invitation(db::Tx& tx, const RedeemByPassword& command,
                                             const crypto::KeyRing& totp_keys, Time now)
{
    const auto staff = redeem(tx, command.token, now);
    if (!staff)
        return staff.error();
    sql::StoredTotp totp;
    if (!crypto::totp::verify(command.totp.secret, command.totp.code, now, totp.last_step))
        return refuse(Refusal::invalid, "staff.totp_code");
    totp.sealed = crypto::seal(totp_keys, command.totp.secret);
    sql::set_totp(tx, *staff, totp);
    accounts::set_password(tx, accounts::owner_of(*staff), command.password_hash, {}, now);
    return RedeemedInvitation{*staff, replace_recovery_codes(tx, *staff)};
}

Result<RedeemedInvitation> redeem_invitation(db::Tx& tx, std::string_view token,
                                             const accounts::Passkey& passkey, Time now)
{
    const auto staff = redeem(tx, token, now);
    if (!staff)
        return staff.error();
    auto owned = passkey;
    owned.owner = accounts::owner_of(*staff);
    const auto added = accounts::add_passkey(tx, owned, now);
    if (!added)
        return added.error();
    return RedeemedInvitation{*staff, replace_recovery_codes(tx, *staff)};
}

} // namespace masthead::staff
