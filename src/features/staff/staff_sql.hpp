#pragma once

#include "core/db/transaction.hpp"
#include "features/staff/staff_member.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Statements on this room's tables. Nobody outside this folder includes it.
namespace masthead::staff::sql {

std::optional<StaffMember> find_staff(db::Snapshot& snapshot, StaffId id);
std::optional<StaffMember> find_by_reader(db::Snapshot& snapshot, ReaderId reader);
std::vector<StaffMember> list_staff(db::Snapshot& snapshot, int limit);
void insert_staff(db::Tx& tx, const StaffMember& member, Time now);
void set_role(db::Tx& tx, StaffId id, Role role, Time now);
void set_state(db::Tx& tx, StaffId id, StaffState state, Time now);
void set_reader(db::Tx& tx, StaffId id, ReaderId reader, Time now);

/// A member's second factor; `sealed` is empty where there is none.
struct StoredTotp {
    std::string sealed;
    std::int64_t last_step = 0;
};
std::optional<StoredTotp> find_totp(db::Snapshot& snapshot, StaffId id);
void set_totp(db::Tx& tx, StaffId id, const StoredTotp& totp);

struct StoredInvitation {
    StaffId staff;
    std::string mail;
    Time expires_at{};
};
std::optional<StoredInvitation> find_invitation(db::Snapshot& snapshot,
                                                const std::string& token_hash);
std::optional<StaffId> find_invited(db::Snapshot& snapshot, std::string_view mail_key);
std::string find_invited_mail(db::Snapshot& snapshot, StaffId staff);
void put_invitation(db::Tx& tx, const StoredInvitation& invitation, std::string_view mail_key,
                    const std::string& token_hash);
void delete_invitation(db::Tx& tx, StaffId staff);
/// The link works no more; whom it was for is still known.
void end_invitation(db::Tx& tx, StaffId staff);

void insert_recovery_code(db::Tx& tx, StaffId staff, const std::string& code_hash);
/// Answers how many went: one or none.
std::int64_t delete_recovery_code(db::Tx& tx, StaffId staff, const std::string& code_hash);
void delete_recovery_codes(db::Tx& tx, StaffId staff);
int count_recovery_codes(db::Snapshot& snapshot, StaffId staff);

} // namespace masthead::staff::sql
