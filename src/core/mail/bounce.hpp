#pragma once

#include "core/mail/address.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace masthead::smtp {

/// What a report says of one mail that could not be delivered (RFC 3464).
struct Bounce {
    Address return_path;   ///< where the report was sent: says which mail it is about
    std::string status;    ///< "5.1.1"
    bool is_final = false; ///< a failure for good, no delay
};

inline constexpr std::size_t bounce_bytes_max = 1024 * 1024;

/// Reads a delivery status notification: who got it (Delivered-To, X-Original-To or To) and the
/// Action and Status of its first recipient. Absent for anything else, and over the limit. Linear
/// time; nothing in it is trusted: the address carries a keyed code.
std::optional<Bounce> read_bounce(std::string_view message);

} // namespace masthead::smtp
