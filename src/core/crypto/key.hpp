#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace masthead::crypto {

inline constexpr std::size_t key_bytes = 32;

/// A secret of 32 bytes with the number by which sealed texts name it. Wiped when it goes.
class Key {
public:
    using Bytes = std::array<std::uint8_t, key_bytes>;

    /// Ids are 1 to 255; zero is a bug.
    Key(std::uint8_t id, const Bytes& bytes);
    Key(const Key&) = default;
    Key& operator=(const Key&) = default;
    ~Key();

    /// A new key from the kernel's generator.
    static Key random(std::uint8_t id = 1);

    std::uint8_t id() const { return id_; }
    const Bytes& bytes() const { return bytes_; }

    /// The bytes for functions that take text; lives as long as the key.
    std::string_view view() const;

private:
    std::uint8_t id_;
    Bytes bytes_;
};

/// Keys of one purpose, oldest first: the last one seals, all of them unseal. Never empty.
class KeyRing {
public:
    explicit KeyRing(Key key) : keys_{std::move(key)} {}
    explicit KeyRing(std::vector<Key> keys);

    const Key& current() const { return keys_.back(); }
    const std::vector<Key>& all() const { return keys_; }

private:
    std::vector<Key> keys_;
};

} // namespace masthead::crypto
