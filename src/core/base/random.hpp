#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace masthead {

/// Fills with bytes from the kernel's generator. Throws std::system_error where it fails.
void fill_random(std::span<std::uint8_t> bytes);

/// `bytes` random bytes in lower-case hexadecimal: for names that must not be guessed.
std::string random_hex(std::size_t bytes);

} // namespace masthead
