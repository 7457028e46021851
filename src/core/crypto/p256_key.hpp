#pragma once

#include "core/crypto/key.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace masthead::crypto {

inline constexpr std::size_t p256_point_bytes = 65; ///< 0x04, then both coordinates

/// Whether these are the 65 bytes of a point that lies on the curve.
bool is_p256_point(std::string_view bytes);

/// A private key on the curve P-256: it agrees on secrets and signs. Copies share it. Threads: any.
class P256Key {
public:
    /// A new key from OpenSSL's generator: for one message.
    static P256Key random();

    /// The key that belongs to a secret of the newsroom, the same at each start.
    static P256Key from_secret(const Key& secret);

    /// The key of a number, 32 bytes, most significant first. Absent for zero and for numbers that
    /// are not below the curve's order.
    static std::optional<P256Key> from_number(std::string_view bytes);

    /// The 65 bytes that others may know.
    const std::string& public_point() const { return public_point_; }

    /// What this key and the owner of the point both find (ECDH): 32 bytes. Absent where the point
    /// lies on no curve.
    std::optional<std::string> agree_with(std::string_view point) const;

    /// ES256 as tokens carry it: two numbers joined, 64 bytes (RFC 7518, section 3.4).
    std::string sign(std::string_view message) const;

private:
    P256Key(std::shared_ptr<evp_pkey_st> key, std::string public_point)
        : key_(std::move(key)), public_point_(std::move(public_point))
    {
    }

    std::shared_ptr<evp_pkey_st> key_;
    std::string public_point_;
};

} // namespace masthead::crypto
