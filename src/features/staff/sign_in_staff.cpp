#include "features/staff/sign_in_staff.hpp"

#include "core/crypto/seal.hpp"
#include "core/crypto/totp.hpp"
#include "core/db/event_log.hpp"
#include "features/accounts/session.hpp"
#include "features/accounts/sign_ins_under_way.hpp"
#include "features/staff/recovery_codes.hpp"
#include "features/staff/staff_sql.hpp"

namespace masthead::staff {

namespace {

// One answer for whatever was wrong: which half was right would help whoever guesses.
Failure wrong()
{
    return refuse(Refusal::not_allowed, "staff.sign_in");
}

std::optional<StaffMember> find_active(db::Snapshot& snapshot, StaffId id)
{
    auto member = sql::find_staff(snapshot, id);
    return member && member->is_active() ? member : std::nullopt;
}

bool use_totp(db::Tx& tx, StaffId staff, std::string_view code, const crypto::KeyRing& totp_keys,
              Time now)
{
    auto totp = sql::find_totp(tx, staff);
    if (!totp || totp->sealed.empty())
        return false;
    const auto secret = crypto::unseal(totp_keys, totp->sealed);
    if (!secret || !crypto::totp::verify(*secret, code, now, totp->last_step))
        return false;
    sql::set_totp(tx, staff, *totp);
    return true;
}

} // namespace

Result<StaffId> finish_sign_in(db::Tx& tx, const accounts::PasswordTry& attempt,
                               std::string_view code, const crypto::KeyRing& totp_keys, Time now)
{
    const auto& owner = attempt.owner;
    if (!owner || owner.kind != accounts::OwnerKind::staff)
        return wrong();
    const auto member = find_active(tx, StaffId{owner.id});
    if (!member)
        return wrong();
    if (!use_totp(tx, member->id, code, totp_keys, now) && !use_recovery_code(tx, member->id, code))
        return wrong();
    if (!accounts::finish_password(tx, attempt, now))
        return wrong();
    return member->id;
}

Result<StaffId> finish_passkey_sign_in(db::Tx& tx, accounts::Owner owner, Time)
{
    if (!owner || owner.kind != accounts::OwnerKind::staff)
        return wrong();
    const auto member = find_active(tx, StaffId{owner.id});
    if (!member)
        return wrong();
    return member->id;
}

Result<void> set_totp(db::Tx& tx, StaffId staff, const NewTotp& totp, SessionId by,
                      const crypto::KeyRing& totp_keys, Time now)
{
    if (!find_active(tx, staff))
        return refuse(Refusal::not_found, "staff.not_found");
    sql::StoredTotp stored;
    if (!crypto::totp::verify(totp.secret, totp.code, now, stored.last_step))
        return refuse(Refusal::invalid, "staff.totp_code");
    stored.sealed = crypto::seal(totp_keys, totp.secret);
    sql::set_totp(tx, staff, stored);
    accounts::close_sessions_of(tx, accounts::owner_of(staff), by, now);
    db::append_event(tx, {accounts::event_credentials_changed, staff.value()}, now);
    accounts::end_sign_ins_under_way(tx, accounts::owner_of(staff));
    return {};
}

Result<std::vector<std::string>> renew_recovery_codes(db::Tx& tx, StaffId staff, Time now)
{
    if (!find_active(tx, staff))
        return refuse(Refusal::not_found, "staff.not_found");
    db::append_event(tx, {accounts::event_credentials_changed, staff.value()}, now);
    return replace_recovery_codes(tx, staff);
}

int count_recovery_codes(db::Snapshot& snapshot, StaffId staff)
{
    return sql::count_recovery_codes(snapshot, staff);
}

} // namespace masthead::staff
