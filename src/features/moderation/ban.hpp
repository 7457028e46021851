#pragma once

#include "core/base/clock.hpp"
#include "features/ids.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace masthead::moderation {

enum class BanKind { reader = 0, mail_domain = 1, network = 2 };

/// Somebody may not write until a moment, or until it is lifted.
struct Ban {
    BanId id;
    BanKind kind = BanKind::reader;
    std::string target; ///< "reader:42", "mail:example.com", "network:HASH"
    ReaderId reader;    ///< of a reader's ban
    std::string ground; ///< the rule or law
    std::string note;   ///< for staff
    Time created_at{};
    std::optional<Time> until; ///< absent: until lifted
    StaffId staff;
    std::optional<Time> lifted_at;
};

inline constexpr std::size_t ban_note_bytes_max = 2'000;
inline constexpr auto ban_duration_max = std::chrono::hours{24 * 366 * 10};

inline constexpr std::string_view event_reader_banned = "moderation.reader_banned";
inline constexpr std::string_view event_ban_lifted = "moderation.ban_lifted";

/// The key under which a network is banned and counted: HMAC of the IPv4 address or the IPv6 /64,
/// so that no table holds an address. `address` in its text form; empty where it is none.
std::string network_key(std::string_view key, std::string_view address);

} // namespace masthead::moderation
