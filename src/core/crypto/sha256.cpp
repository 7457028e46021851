#include "core/crypto/sha256.hpp"

#include <sodium.h>

namespace masthead::crypto {

namespace {

crypto_hash_sha256_state* state_in(std::array<std::byte, 128>& bytes)
{
    static_assert(sizeof(crypto_hash_sha256_state) <= 128);
    static_assert(alignof(crypto_hash_sha256_state) <= 16);
    return reinterpret_cast<crypto_hash_sha256_state*>(bytes.data());
}

} // namespace

Sha256::Sha256()
{
    crypto_hash_sha256_init(state_in(state_));
}

void Sha256::add(std::string_view bytes)
{
    crypto_hash_sha256_update(state_in(state_),
                              reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

std::string Sha256::finish_hex()
{
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256_final(state_in(state_), digest.data());
    std::array<char, 2 * crypto_hash_sha256_BYTES + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
    return hex.data();
}

} // namespace masthead::crypto
