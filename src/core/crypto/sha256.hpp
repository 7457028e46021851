#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace masthead::crypto {

/// SHA-256 of a stream of bytes (FIPS 180-4).
class Sha256 {
public:
    Sha256();
    void add(std::string_view bytes);

    /// The digest in lower-case hexadecimal; ends the stream.
    std::string finish_hex();

private:
    alignas(16) std::array<std::byte, 128> state_{};
};

} // namespace masthead::crypto
