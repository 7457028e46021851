#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "core/crypto/key.hpp"
#include "core/db/transaction.hpp"
#include "features/accounts/passkeys.hpp"
#include "features/staff/staff_member.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::staff {

inline constexpr Milliseconds invitation_valid = std::chrono::hours{48};
inline constexpr int recovery_codes_count = 10;

/// Whether the link is sent, or only handed to whoever adds the person.
enum class InvitationMail { no, yes };

/// Somebody is to work at the desk.
struct AddStaff {
    std::string name;
    std::string mail;
    Role role = Role::contributor;
    InvitationMail send = InvitationMail::no;
};

/// `token` stands in the link, once: /desk/invitation/?token=TOKEN. Only its hash is stored.
struct Invitation {
    StaffId staff;
    std::string token;
    Time expires_at{};
};

/// "/desk/invitation/?token=…"
std::string invitation_path(std::string_view token);

/// Refuses: `invalid` "staff.name", "mail.invalid"; `conflict` "mail.taken".  Events: staff.added.
Result<Invitation> add_staff(db::Tx& tx, const AddStaff& command, Time now);

/// A new link for somebody who has not used the one before, or who has lost every credential:
/// closes their sessions, and the old credentials go when the link is used. Refuses `not_found`.
Result<Invitation> invite_again(db::Tx& tx, StaffId staff, InvitationMail send, Time now);

/// The member of staff who has this address, or who is invited under it.
std::optional<StaffId> find_staff_by_mail(db::Snapshot& snapshot, std::string_view mail);

/// Whom an unused link is for; changes nothing.
struct InvitedStaff {
    StaffId staff;
    std::string name;
    std::string mail;
    Role role = Role::contributor;
};
std::optional<InvitedStaff> find_invitation(db::Snapshot& snapshot, std::string_view token,
                                            Time now);

/// A secret (crypto::totp::new_secret) that was shown, and the first code of the app that has it.
struct NewTotp {
    std::string secret;
    std::string code;
};

/// Setting up by password and TOTP; the password is checked and hashed outside the transaction.
struct RedeemByPassword {
    std::string token;
    std::string password_hash;
    NewTotp totp;
};

/// Who signed in for the first time; recovery codes are shown once and stored as hashes.
struct RedeemedInvitation {
    StaffId staff;
    std::vector<std::string> recovery_codes;
};

/// Uses up the link; then open_session. Refuses `gone` "staff.invitation_expired"; `conflict`
/// "mail.taken"; `invalid` "staff.totp_code".  Events: staff.changed.
Result<RedeemedInvitation> redeem_invitation(db::Tx& tx, const RedeemByPassword& command,
                                             const crypto::KeyRing& totp_keys, Time now);

/// The same with a verified passkey; its owner is set here.
Result<RedeemedInvitation> redeem_invitation(db::Tx& tx, std::string_view token,
                                             const accounts::Passkey& passkey, Time now);

} // namespace masthead::staff
