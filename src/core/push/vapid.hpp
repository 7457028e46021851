#pragma once

#include "core/base/clock.hpp"
#include "core/crypto/p256_key.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace masthead::push {

/// A token lives half of what RFC 8292 allows: clocks differ.
inline constexpr auto token_lifetime = std::chrono::hours{12};

/// Who sends: the key by which push services know the newsroom, and where its people are reached.
struct Sender {
    crypto::P256Key key;
    std::string contact; ///< "mailto:…" or an https address
};

/// The key as a page hands it to `PushManager.subscribe`: base64url.
std::string application_server_key(const Sender& sender);

/// The value of the Authorization field (RFC 8292): a token for one push service, signed, and the
/// key it is to be checked with.
std::string authorization_for(const Sender& sender, std::string_view origin, Time now);

} // namespace masthead::push
