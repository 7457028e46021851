#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/accounts/owner.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace masthead::accounts {

inline constexpr Milliseconds mail_change_valid = std::chrono::hours{24};
inline constexpr int mail_change_tries_max = 5;
inline constexpr int mail_changes_per_owner = 5; // a day

/// Whether the old address must confirm too. Waived only by staff, for a reader who has lost it;
/// the old address is still told.
enum class OldAddress { confirms, is_lost };

/// Who is to have which address.
struct BeginMailChange {
    Owner owner;
    std::string new_mail;
    OldAddress old_address = OldAddress::confirms;
};

/// `flow_key` goes into the cookie `masthead-flow`: the codes work only together with it.
struct BegunMailChange {
    std::string flow_key;
    Time expires_at{};
};

/// Sends a link and a code to both ends (kinds "mail_change_old", "mail_change_new"). Takes the
/// place of an earlier request. Whether the new address has an account is not told here. Refuses:
/// `invalid` "mail.invalid", "mail.same"; `too_many` "mail.too_many_changes".
Result<BegunMailChange> begin_mail_change(db::Tx& tx, const BeginMailChange& command, Time now);

/// How a change stands.
struct MailChange {
    Owner owner;
    std::string new_mail;
    bool old_confirmed = false;
    bool new_confirmed = false;
    Time expires_at{};
};

/// The open change of an owner.
std::optional<MailChange> find_mail_change(db::Snapshot& snapshot, Owner owner, Time now);

/// Whether a link of a mail still works; changes nothing.
bool is_mail_change_open(db::Snapshot& snapshot, std::string_view token, Time now);

/// The button behind a link of either mail. When both ends have confirmed, the address changes: all
/// sessions close, `account.mail_changed`, and the old address is told.
/// Refuses: `gone` "mail.link_expired"; `conflict` "mail.taken" (only who reads the new mailbox can
/// come to see it).
Result<MailChange> confirm_mail_change(db::Tx& tx, std::string_view token, Time now);

/// A code of either mail, typed by the signed-in owner. Absent where it was wrong: the try is
/// counted, hence no refusal. Refuses as confirm_mail_change, also after mail_change_tries_max.
Result<std::optional<MailChange>> confirm_mail_change_code(db::Tx& tx, std::string_view flow_key,
                                                           std::string_view code, Time now);

/// Takes an open change back; without one, nothing happens.
void cancel_mail_change(db::Tx& tx, Owner owner);

} // namespace masthead::accounts
