#pragma once

#include "core/base/result.hpp"

#include <cstddef>
#include <string_view>

namespace masthead::crypto {

class BreachedList;

inline constexpr std::size_t password_characters_min = 10;
inline constexpr std::size_t password_bytes_max = 256;

/// Whether a new password may be used; the text must be NFC already (core/crypto knows no Unicode
/// tables). `breached` may be null.
/// Refuses: `invalid` with password.not_text, password.too_short, password.too_long,
/// password.too_simple (fewer than three different bytes), password.breached.
/// Throws: where the list cannot be read.
Result<void> check_password(std::string_view password, const BreachedList* breached);

} // namespace masthead::crypto
