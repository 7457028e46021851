#pragma once

#include "features/ids.hpp"

#include <cstdint>
#include <string_view>

namespace masthead::accounts {

/// Whose credentials these are. Stored as numbers.
enum class OwnerKind { reader = 0, staff = 1 };

/// A reader or a member of staff, by number alone: this room knows nothing else of either.
struct Owner {
    OwnerKind kind = OwnerKind::reader;
    std::int64_t id = 0;

    explicit operator bool() const { return id != 0; }
    friend bool operator==(const Owner&, const Owner&) = default;
};

/// The owner that a reader or a member of staff is.
inline Owner owner_of(ReaderId reader)
{
    return {OwnerKind::reader, reader.value()};
}
inline Owner owner_of(StaffId staff)
{
    return {OwnerKind::staff, staff.value()};
}

/// Subject of `session.closed` is the session, of the others the owner's number.
inline constexpr std::string_view event_session_closed = "session.closed";
inline constexpr std::string_view event_mail_changed = "account.mail_changed";
inline constexpr std::string_view event_credentials_changed = "account.credentials_changed";

} // namespace masthead::accounts
