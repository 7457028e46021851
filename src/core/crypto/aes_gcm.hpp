#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace masthead::crypto {

inline constexpr std::size_t aes128_key_bytes = 16;
inline constexpr std::size_t gcm_nonce_bytes = 12;
inline constexpr std::size_t gcm_tag_bytes = 16;

/// AES-128-GCM without further data: the cipher text, then the tag. Only for protocols that ask for
/// it and use a key once; what we keep ourselves goes through `seal`. Other lengths are a bug.
std::string encrypt_aes128_gcm(std::string_view key, std::string_view nonce,
                               std::string_view plain);

} // namespace masthead::crypto
