#include "core/crypto/token.hpp"

#include "core/base/check.hpp"
#include "core/base/random.hpp"
#include "core/crypto/base64url.hpp"
#include "core/crypto/key.hpp"
#include "core/crypto/ready.hpp"

#include <sodium.h>

#include <array>
#include <span>

namespace masthead::crypto {

namespace {

constexpr std::size_t token_bytes = 32;
constexpr int digits_max = 18;

std::string hex_of(std::span<const unsigned char> bytes)
{
    std::string hex(2 * bytes.size() + 1, '\0');
    sodium_bin2hex(hex.data(), hex.size(), bytes.data(), bytes.size());
    hex.pop_back();
    return hex;
}

} // namespace

std::string random_token()
{
    std::array<std::uint8_t, token_bytes> bytes{};
    fill_random(bytes);
    return base64url({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::string random_digits(int count)
{
    MH_CHECK(count > 0 && count <= digits_max);
    ensure_ready();
    std::string digits;
    for (int i = 0; i < count; ++i)
        digits += static_cast<char>('0' + randombytes_uniform(10));
    return digits;
}

std::string token_hash(std::string_view token)
{
    std::array<unsigned char, crypto_generichash_BYTES> digest{};
    crypto_generichash(digest.data(), digest.size(), as_bytes(token), token.size(), nullptr, 0);
    return hex_of(digest);
}

bool equal_in_constant_time(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string hmac_hex(std::string_view key, std::string_view text)
{
    crypto_auth_hmacsha256_state state;
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> digest{};
    crypto_auth_hmacsha256_init(&state, as_bytes(key), key.size());
    crypto_auth_hmacsha256_update(&state, as_bytes(text), text.size());
    crypto_auth_hmacsha256_final(&state, digest.data());
    return hex_of(digest);
}

std::string hmac_hex(const Key& key, std::string_view text)
{
    return hmac_hex(key.view(), text);
}

std::string sha256(std::string_view text)
{
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256(digest.data(), as_bytes(text), text.size());
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

} // namespace masthead::crypto
