#pragma once

#include "core/base/clock.hpp"

#include <cstdint>
#include <string>
#include <string_view>

/// Codes of authenticator apps (RFC 6238: SHA-1, 30 seconds, six digits, as every app knows them).
namespace masthead::crypto::totp {

/// 20 random bytes in base32 (RFC 4648), as apps want them.
std::string new_secret();

/// Whether `code` belongs to this half minute or one of its neighbours, and to a later one than
/// `last_step`, which then moves there: store it in the same transaction, so that a code works
/// once. Spaces in the code are ignored. False where the secret is none of ours.
bool verify(std::string_view secret, std::string_view code, Time now, std::int64_t& last_step);

/// The code of a moment: for tests and for showing that the clock is right.
std::string code_at(std::string_view secret, Time now);

/// What the QR code says: otpauth://totp/ISSUER:ACCOUNT?secret=…
std::string otpauth_uri(std::string_view issuer, std::string_view account, std::string_view secret);

} // namespace masthead::crypto::totp
