#include "features/staff/change_staff.hpp"

#include "core/db/event_log.hpp"
#include "features/accounts/account_mails.hpp"
#include "features/accounts/session.hpp"
#include "features/readers/edit_profile.hpp"
#include "features/staff/staff_sql.hpp"

#include <algorithm>

namespace masthead::staff {

namespace {

constexpr int staff_max = 10'000;

Failure no_such_staff()
{
    return refuse(Refusal::not_found, "staff.not_found");
}

bool may_manage(const StaffMember& member)
{
    return member.is_active() && (permissions_of(member.role) & bit(Permission::manage_staff)) != 0;
}

// Without anybody who may manage staff, only the operator's command line could help.
bool is_last_manager(db::Snapshot& snapshot, const StaffMember& member)
{
    if (!may_manage(member))
        return false;
    const auto all = sql::list_staff(snapshot, staff_max);
    return std::none_of(all.begin(), all.end(), [&](const StaffMember& other) {
        return other.id != member.id && may_manage(other);
    });
}

void announce(db::Tx& tx, StaffId staff, Time now)
{
    db::append_event(tx, {event_changed, staff.value()}, now);
}

} // namespace

Result<void> change_role(db::Tx& tx, StaffId staff, Role role, Time now)
{
    const auto member = sql::find_staff(tx, staff);
    if (!member)
        return no_such_staff();
    if (member->role == role)
        return {};
    const bool keeps = (permissions_of(role) & bit(Permission::manage_staff)) != 0;
    if (!keeps && is_last_manager(tx, *member))
        return refuse(Refusal::conflict, "staff.last_manager");
    sql::set_role(tx, staff, role, now);
    announce(tx, staff, now);
    return {};
}

Result<void> disable_staff(db::Tx& tx, StaffId staff, Time now)
{
    const auto member = sql::find_staff(tx, staff);
    if (!member)
        return no_such_staff();
    if (member->state == StaffState::disabled)
        return {};
    if (is_last_manager(tx, *member))
        return refuse(Refusal::conflict, "staff.last_manager");
    sql::set_state(tx, staff, StaffState::disabled, now);
    sql::end_invitation(tx, staff);
    accounts::close_sessions_of(tx, accounts::owner_of(staff), {}, now);
    // As a reader they stay, but no longer as one of the newsroom, whom rules let pass.
    if (member->reader)
        if (const auto unmarked = readers::mark_staff(tx, member->reader, {}, now); !unmarked)
            return unmarked.error();
    announce(tx, staff, now);
    return {};
}

Result<void> enable_staff(db::Tx& tx, StaffId staff, Time now)
{
    const auto member = sql::find_staff(tx, staff);
    if (!member)
        return no_such_staff();
    if (member->state != StaffState::disabled)
        return refuse(Refusal::conflict, "staff.not_disabled");
    // Who had not yet come in when it ended needs a new invitation.
    const bool came_in = accounts::find_mail(tx, accounts::owner_of(staff)).has_value();
    sql::set_state(tx, staff, came_in ? StaffState::active : StaffState::invited, now);
    if (member->reader)
        if (const auto marked = readers::mark_staff(tx, member->reader, staff, now); !marked)
            return marked.error();
    announce(tx, staff, now);
    return {};
}

Result<void> link_reader(db::Tx& tx, StaffId staff, ReaderId reader, Time now)
{
    const auto member = sql::find_staff(tx, staff);
    if (!member || !member->is_active())
        return no_such_staff();
    const auto holder = sql::find_by_reader(tx, reader);
    if (holder && holder->id != staff)
        return refuse(Refusal::conflict, "staff.reader_taken");
    const auto marked = readers::mark_staff(tx, reader, staff, now);
    if (!marked)
        return marked;
    if (member->reader && member->reader != reader) {
        const auto unmarked = readers::mark_staff(tx, member->reader, {}, now);
        if (!unmarked)
            return unmarked;
    }
    sql::set_reader(tx, staff, reader, now);
    announce(tx, staff, now);
    return {};
}

Result<void> unlink_reader(db::Tx& tx, StaffId staff, Time now)
{
    const auto member = sql::find_staff(tx, staff);
    if (!member)
        return no_such_staff();
    if (!member->reader)
        return {};
    const auto unmarked = readers::mark_staff(tx, member->reader, {}, now);
    if (!unmarked)
        return unmarked;
    sql::set_reader(tx, staff, {}, now);
    announce(tx, staff, now);
    return {};
}

void erase_reader_part(db::Tx& tx, ReaderId reader, Time now)
{
    const auto member = sql::find_by_reader(tx, reader);
    if (!member)
        return;
    sql::set_reader(tx, member->id, {}, now);
    announce(tx, member->id, now);
}

} // namespace masthead::staff
