#pragma once

#include "core/base/clock.hpp"
#include "core/db/transaction.hpp"
#include "features/ids.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::staff {

/// Bits of what a member of staff may do; web::Route::permission and Visitor::permissions carry
/// them.
enum class Permission : std::uint32_t {
    moderate = 1,
    ban = 2,
    see_readers = 4,
    edit_wording = 8,
    manage_staff = 16,
    see_networks = 32,
    edit_rules = 64,
};

/// The bit of a permission, for route tables.
constexpr std::uint32_t bit(Permission permission)
{
    return static_cast<std::uint32_t>(permission);
}
constexpr std::uint32_t operator|(Permission a, Permission b)
{
    return bit(a) | bit(b);
}
constexpr std::uint32_t operator|(std::uint32_t a, Permission b)
{
    return a | bit(b);
}

/// Stored as numbers.
enum class Role {
    contributor = 0,
    author = 1,
    editor = 2,
    moderator = 3,
    publisher = 4,
    administrator = 5
};

/// The one table of what each role may do.
std::uint32_t permissions_of(Role role);

/// "editor"; absent for other words.
std::string_view role_name(Role role);
std::optional<Role> role_named(std::string_view name);
/// The name of a permission in JSON and templates: "moderate".
std::string_view permission_name(Permission permission);
/// The names of all permissions in `bits`, in order.
std::vector<std::string_view> permission_names(std::uint32_t bits);

/// `invited`: has not yet used the link. `disabled`: may not sign in.
enum class StaffState { invited = 0, active = 1, disabled = 2 };

/// A person of the desk.
struct StaffMember {
    StaffId id;
    std::string name;
    Role role = Role::contributor;
    StaffState state = StaffState::invited;
    bool has_totp = false;
    ReaderId reader; ///< whose comments are marked as staff's
    Time created_at{};

    bool is_active() const { return state == StaffState::active; }
};

inline constexpr std::size_t staff_name_bytes_max = 200;

/// Subject: the member of staff.
inline constexpr std::string_view event_added = "staff.added";
inline constexpr std::string_view event_changed = "staff.changed";

std::optional<StaffMember> find_staff(db::Snapshot& snapshot, StaffId id);
std::optional<StaffMember> find_staff_of_reader(db::Snapshot& snapshot, ReaderId reader);

/// All members of staff in the order in which they came, at most 500.
std::vector<StaffMember> list_staff(db::Snapshot& snapshot);

/// What this member of staff may do now: 0 unless active. For accounts::SessionMemory.
std::uint32_t find_permissions(db::Snapshot& snapshot, StaffId id);

} // namespace masthead::staff
