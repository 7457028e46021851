#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "core/crypto/key.hpp"
#include "core/db/transaction.hpp"
#include "features/accounts/passwords.hpp"
#include "features/staff/invite_staff.hpp"
#include "features/staff/staff_member.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace masthead::staff {

/// The second factor after accounts::begin_password (kind staff) and password_matches; `code` is a
/// TOTP code or a recovery code. Uses the code up. Then open_session.
/// Refuses: `not_allowed` "staff.sign_in" for whatever was wrong, without saying what. Tries are
/// bounded by begin_password.
Result<StaffId> finish_sign_in(db::Tx& tx, const accounts::PasswordTry& attempt,
                               std::string_view code, const crypto::KeyRing& totp_keys, Time now);

/// Whether a member of staff whose passkey was verified may sign in. Refuses as above.
Result<StaffId> finish_passkey_sign_in(db::Tx& tx, accounts::Owner owner, Time now);

/// A new TOTP secret of one who is signed in, proven by a code of it; closes their other sessions.
/// Refuses `invalid` "staff.totp_code"; `not_found`.
Result<void> set_totp(db::Tx& tx, StaffId staff, const NewTotp& totp, SessionId by,
                      const crypto::KeyRing& totp_keys, Time now);

/// New recovery codes in place of all earlier ones.
Result<std::vector<std::string>> renew_recovery_codes(db::Tx& tx, StaffId staff, Time now);

/// How many recovery codes are unused.
int count_recovery_codes(db::Snapshot& snapshot, StaffId staff);

} // namespace masthead::staff
