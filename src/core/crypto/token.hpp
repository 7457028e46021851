#pragma once

#include <string>
#include <string_view>

namespace masthead::crypto {

class Key;

/// 32 random bytes as base64url (43 characters): session tokens, links, states, challenges.
std::string random_token();

/// Decimal digits, each equally likely: codes that people type. Between 1 and 18 of them.
std::string random_digits(int count);

/// BLAKE2b-256 in hexadecimal: what tables hold of a token, so that a copied database opens no
/// session. For tokens of full strength only; short codes want `hmac_hex` with a key.
std::string token_hash(std::string_view token);

/// Whether both are the same; the time depends on the lengths alone.
bool equal_in_constant_time(std::string_view a, std::string_view b);

/// HMAC-SHA-256 in hexadecimal.
std::string hmac_hex(std::string_view key, std::string_view text);
std::string hmac_hex(const Key& key, std::string_view text);

/// SHA-256, 32 bytes as they are.
std::string sha256(std::string_view text);

} // namespace masthead::crypto
