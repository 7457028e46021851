#pragma once

#include "core/crypto/p256_key.hpp"
#include "core/push/subscription.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace masthead::push {

inline constexpr std::size_t record_bytes =
    4'096; ///< what every push service takes (RFC 8030, 7.2)
inline constexpr std::size_t payload_bytes_max = 3'993; ///< a record without its head, mark and tag

/// What is made for one message and then forgotten.
struct MessageKeys {
    crypto::P256Key key;
    std::string salt; ///< 16 bytes

    static MessageKeys random();
};

/// The body of a push message (RFC 8291, content coding aes128gcm of RFC 8188, one record).
/// Refuses `too_large` past payload_bytes_max, `invalid` for a point that is not on the curve.
Result<std::string> encrypt(const Subscription& subscription, std::string_view payload,
                            const MessageKeys& keys);

} // namespace masthead::push
