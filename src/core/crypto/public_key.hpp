#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

struct evp_pkey_st;

namespace masthead::crypto {

inline constexpr std::size_t rsa_bytes_min = 256; ///< 2048 bits
inline constexpr std::size_t rsa_bytes_max = 1'024;

/// How a signature was made and how it is written. ES256 comes as DER from authenticators
/// (WebAuthn) and as two joined numbers in tokens (RFC 7518).
enum class SignatureForm { es256_der, es256_joined, ed25519, rs256, ps256 };

/// Somebody else's public key, checked when it was made. Copies share it. Threads: any.
class PublicKey {
public:
    enum class Type { p256, ed25519, rsa };

    /// A point of the curve P-256, 32 bytes each. Absent where it lies on none.
    static std::optional<PublicKey> p256(std::string_view x, std::string_view y);
    static std::optional<PublicKey> ed25519(std::string_view bytes);
    /// Modulus and exponent, most significant byte first. Absent outside 2048 to 8192 bits, and for
    /// exponents that are even, below 3 or above four bytes.
    static std::optional<PublicKey> rsa(std::string_view modulus, std::string_view exponent);

    Type type() const { return type_; }

    /// Whether the holder of the private key signed `message`. False for a form that belongs to
    /// another type of key.
    bool verify(SignatureForm form, std::string_view message, std::string_view signature) const;

private:
    PublicKey(Type type, std::shared_ptr<evp_pkey_st> key) : type_(type), key_(std::move(key)) {}

    Type type_;
    std::shared_ptr<evp_pkey_st> key_;
};

} // namespace masthead::crypto
