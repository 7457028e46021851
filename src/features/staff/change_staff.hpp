#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/staff/staff_member.hpp"

namespace masthead::staff {

/// Gives a member of staff another role. The last active one who may manage staff keeps that:
/// refuses `conflict` "staff.last_manager"; `not_found`.  Events: staff.changed.
Result<void> change_role(db::Tx& tx, StaffId staff, Role role, Time now);

/// Ends somebody's work at the desk: no sign-in, all sessions closed, the invitation void. Refuses
/// as change_role.  Events: staff.changed.
Result<void> disable_staff(db::Tx& tx, StaffId staff, Time now);

/// Lets somebody in again, with the credentials they had. Refuses `not_found`; `conflict`
/// "staff.not_disabled".
Result<void> enable_staff(db::Tx& tx, StaffId staff, Time now);

/// Joins a member of staff with the reader they are, signed in as both at once; comments of that
/// reader are marked as staff's. Refuses `conflict` "staff.reader_taken"; `not_found`.
Result<void> link_reader(db::Tx& tx, StaffId staff, ReaderId reader, Time now);

/// Parts them again.
Result<void> unlink_reader(db::Tx& tx, StaffId staff, Time now);

/// This room's part of an erasure: the reader is nobody's of staff any more. The member stays.
void erase_reader_part(db::Tx& tx, ReaderId reader, Time now);

} // namespace masthead::staff
