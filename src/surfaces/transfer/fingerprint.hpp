#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace masthead::transfer {

/// SHA-256 (FIPS 180-4) over fields, to tell whether two things are the same. Each field is put in
/// with its length, so that moving text from one to the next is a difference.
class Fingerprint {
public:
    Fingerprint& add(std::string_view field);
    Fingerprint& add(std::int64_t number);

    /// The first 128 bits in hexadecimal: enough to compare, half the bytes to store.
    std::string hex() const;

private:
    friend std::array<std::uint8_t, 32> sha256(std::string_view text);
    void feed(std::string_view bytes);
    void block(const char* bytes);
    std::array<std::uint8_t, 32> digest() const;

    std::array<std::uint32_t, 8> state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                        0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::string rest_; // fewer than 64 bytes that wait for a whole block
    std::uint64_t bytes_ = 0;
};

/// The plain digest of a text.
std::array<std::uint8_t, 32> sha256(std::string_view text);

} // namespace masthead::transfer
