#pragma once

#include "core/crypto/key.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace masthead::crypto {

/// Encrypts and authenticates (XSalsa20-Poly1305) under a fresh nonce; base64url of the key's id,
/// the nonce and the box. Equal texts seal differently: for looking up, keep a `hmac_hex` beside
/// it. Threads: any.
std::string seal(const Key& key, std::string_view plain);
std::string seal(const KeyRing& keys, std::string_view plain);

/// The text again. Absent where another key sealed it, or where a bit has changed.
std::optional<std::string> unseal(const Key& key, std::string_view sealed);
std::optional<std::string> unseal(const KeyRing& keys, std::string_view sealed);

} // namespace masthead::crypto
