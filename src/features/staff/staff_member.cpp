#include "features/staff/staff_member.hpp"

#include "features/staff/staff_sql.hpp"

#include <array>

namespace masthead::staff {

namespace {

constexpr int staff_listed_max = 500;

struct RoleRow {
    Role role;
    std::string_view name;
    std::uint32_t permissions;
};

constexpr std::uint32_t moderating =
    Permission::moderate | Permission::ban | Permission::see_readers;
constexpr std::uint32_t publishing =
    moderating | Permission::edit_wording | Permission::edit_rules | Permission::see_networks;

// Networks are personal data of every reader: only who answers for the newsroom sees them.
constexpr std::array roles = {
    RoleRow{Role::contributor, "contributor", 0},
    RoleRow{Role::author, "author", 0},
    RoleRow{Role::editor, "editor", moderating | Permission::edit_wording},
    RoleRow{Role::moderator, "moderator", moderating | Permission::edit_rules},
    RoleRow{Role::publisher, "publisher", publishing},
    RoleRow{Role::administrator, "administrator", publishing | Permission::manage_staff},
};

struct PermissionRow {
    Permission permission;
    std::string_view name;
};

constexpr std::array permissions = {
    PermissionRow{Permission::moderate, "moderate"},
    PermissionRow{Permission::ban, "ban"},
    PermissionRow{Permission::see_readers, "see_readers"},
    PermissionRow{Permission::edit_wording, "edit_wording"},
    PermissionRow{Permission::manage_staff, "manage_staff"},
    PermissionRow{Permission::see_networks, "see_networks"},
    PermissionRow{Permission::edit_rules, "edit_rules"},
};

} // namespace

std::uint32_t permissions_of(Role role)
{
    for (const auto& row : roles) {
        if (row.role == role)
            return row.permissions;
    }
    return 0;
}

std::string_view role_name(Role role)
{
    for (const auto& row : roles) {
        if (row.role == role)
            return row.name;
    }
    return {};
}

std::optional<Role> role_named(std::string_view name)
{
    for (const auto& row : roles) {
        if (row.name == name)
            return row.role;
    }
    return std::nullopt;
}

std::string_view permission_name(Permission permission)
{
    for (const auto& row : permissions) {
        if (row.permission == permission)
            return row.name;
    }
    return {};
}

std::vector<std::string_view> permission_names(std::uint32_t bits)
{
    std::vector<std::string_view> names;
    for (const auto& row : permissions) {
        if ((bits & bit(row.permission)) != 0)
            names.push_back(row.name);
    }
    return names;
}

std::optional<StaffMember> find_staff(db::Snapshot& snapshot, StaffId id)
{
    return sql::find_staff(snapshot, id);
}

std::optional<StaffMember> find_staff_of_reader(db::Snapshot& snapshot, ReaderId reader)
{
    return sql::find_by_reader(snapshot, reader);
}

std::vector<StaffMember> list_staff(db::Snapshot& snapshot)
{
    return sql::list_staff(snapshot, staff_listed_max);
}

std::uint32_t find_permissions(db::Snapshot& snapshot, StaffId id)
{
    const auto member = sql::find_staff(snapshot, id);
    return member && member->is_active() ? permissions_of(member->role) : 0;
}

} // namespace masthead::staff
