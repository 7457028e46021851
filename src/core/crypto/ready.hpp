#pragma once

#include <string_view>

namespace masthead::crypto {

/// Prepares libsodium, once for the process; every function here that uses it calls this first.
/// Throws: std::runtime_error where the machine gives no randomness.
void ensure_ready();

/// libsodium and OpenSSL want bytes without a sign.
inline const unsigned char* as_bytes(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

} // namespace masthead::crypto
