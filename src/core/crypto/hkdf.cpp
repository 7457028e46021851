#include "core/crypto/hkdf.hpp"

#include "core/base/check.hpp"
#include "core/crypto/ready.hpp"

#include <sodium.h>

#include <array>

namespace masthead::crypto {

namespace {

using Block = std::array<unsigned char, crypto_auth_hmacsha256_BYTES>;
static_assert(sizeof(Block) == hkdf_bytes_max);

std::string_view view(const Block& block)
{
    return {reinterpret_cast<const char*>(block.data()), block.size()};
}

Block hmac(std::string_view key, std::string_view text)
{
    crypto_auth_hmacsha256_state state;
    Block digest{};
    crypto_auth_hmacsha256_init(&state, as_bytes(key), key.size());
    crypto_auth_hmacsha256_update(&state, as_bytes(text), text.size());
    crypto_auth_hmacsha256_final(&state, digest.data());
    return digest;
}

} // namespace

std::string hkdf(std::string_view salt, std::string_view secret, std::string_view info,
                 std::size_t bytes)
{
    MH_CHECK(bytes <= hkdf_bytes_max);
    const auto extracted = hmac(salt, secret);
    const auto expanded = hmac(view(extracted), std::string{info} + '\x01');
    return std::string{view(expanded).substr(0, bytes)};
}

} // namespace masthead::crypto
