#pragma once

#include "core/base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>

/// Web Push (RFC 8030): messages to a browser through the service that its maker runs.
namespace masthead::push {

inline constexpr std::size_t subscription_bytes_max = 4 * 1024; ///< real ones have some 500
inline constexpr std::size_t auth_bytes = 16;

/// Where a browser is pushed to, and the keys that only this browser can read with.
struct Subscription {
    std::string endpoint; ///< an https address; whoever knows it may push to the browser
    std::string point;    ///< the browser's public key, 65 bytes on the curve P-256
    std::string auth;     ///< 16 bytes that browser and newsroom alone know
};

/// Reads what a browser's `PushSubscription.toJSON()` gives; other members are passed over.
/// Refuses `invalid` (push.subscription) where anything is missing, too long, not at an address
/// that could be public (fetch::parse_https_address), no point of the curve, or not of its length;
/// `detail` says what.
Result<Subscription> parse_subscription(std::string_view json);

} // namespace masthead::push
