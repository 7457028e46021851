#include "core/crypto/seal.hpp"

#include "core/base/random.hpp"
#include "core/crypto/base64url.hpp"
#include "core/crypto/ready.hpp"

#include <sodium.h>

#include <span>

namespace masthead::crypto {

namespace {

// One byte of key id, the nonce, the box.
constexpr std::size_t nonce_at = 1;
constexpr std::size_t box_at = nonce_at + crypto_secretbox_NONCEBYTES;
constexpr std::size_t sealed_bytes_min = box_at + crypto_secretbox_MACBYTES;
static_assert(key_bytes == crypto_secretbox_KEYBYTES);

std::optional<std::string> open_box(const Key& key, std::string_view bytes)
{
    if (bytes.size() < sealed_bytes_min || static_cast<unsigned char>(bytes[0]) != key.id())
        return std::nullopt;
    const auto* start = as_bytes(bytes);
    std::string plain(bytes.size() - sealed_bytes_min, '\0');
    if (crypto_secretbox_open_easy(reinterpret_cast<unsigned char*>(plain.data()), start + box_at,
                                   bytes.size() - box_at, start + nonce_at,
                                   key.bytes().data()) != 0)
        return std::nullopt;
    return plain;
}

} // namespace

std::string seal(const Key& key, std::string_view plain)
{
    ensure_ready();
    std::string bytes(sealed_bytes_min + plain.size(), '\0');
    bytes[0] = static_cast<char>(key.id());
    auto* start = reinterpret_cast<unsigned char*>(bytes.data());
    fill_random(std::span{start + nonce_at, crypto_secretbox_NONCEBYTES});
    crypto_secretbox_easy(start + box_at, as_bytes(plain), plain.size(), start + nonce_at,
                          key.bytes().data());
    return base64url(bytes);
}

std::string seal(const KeyRing& keys, std::string_view plain)
{
    return seal(keys.current(), plain);
}

std::optional<std::string> unseal(const Key& key, std::string_view sealed)
{
    ensure_ready();
    const auto bytes = parse_base64url(sealed);
    return bytes ? open_box(key, *bytes) : std::nullopt;
}

std::optional<std::string> unseal(const KeyRing& keys, std::string_view sealed)
{
    ensure_ready();
    const auto bytes = parse_base64url(sealed);
    if (!bytes)
        return std::nullopt;
    for (const auto& key : keys.all()) {
        if (auto plain = open_box(key, *bytes))
            return plain;
    }
    return std::nullopt;
}

} // namespace masthead::crypto
