#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace masthead::crypto {

inline constexpr std::size_t hkdf_bytes_max = 32; ///< one block of SHA-256

/// HKDF with SHA-256 (RFC 5869) for keys of one block: at most `hkdf_bytes_max`, more is a bug.
std::string hkdf(std::string_view salt, std::string_view secret, std::string_view info,
                 std::size_t bytes);

} // namespace masthead::crypto
