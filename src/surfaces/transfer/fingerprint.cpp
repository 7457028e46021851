#include "surfaces/transfer/fingerprint.hpp"

#include <algorithm>
#include <bit>

namespace masthead::transfer {

namespace {

constexpr std::size_t block_bytes = 64;

// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
constexpr std::array<std::uint32_t, 64> round_constants{
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

std::uint32_t big32(const char* bytes)
{
    const auto byte = [&](int i) { return std::uint32_t{static_cast<std::uint8_t>(bytes[i])}; };
    return byte(0) << 24 | byte(1) << 16 | byte(2) << 8 | byte(3);
}

std::string big64(std::uint64_t value)
{
    std::string out(8, '\0');
    for (int i = 7; i >= 0; --i, value >>= 8)
        out[static_cast<std::size_t>(i)] = static_cast<char>(value & 0xff);
    return out;
}

std::array<std::uint32_t, 64> schedule(const char* bytes)
{
    std::array<std::uint32_t, 64> w{};
    for (std::size_t i = 0; i < 16; ++i)
        w[i] = big32(bytes + 4 * i);
    for (std::size_t i = 16; i < 64; ++i) {
        const auto a = w[i - 15];
        const auto b = w[i - 2];
        const auto s0 = std::rotr(a, 7) ^ std::rotr(a, 18) ^ (a >> 3);
        const auto s1 = std::rotr(b, 17) ^ std::rotr(b, 19) ^ (b >> 10);
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    return w;
}

} // namespace

Fingerprint& Fingerprint::add(std::string_view field)
{
    feed(big64(field.size()));
    feed(field);
    return *this;
}

Fingerprint& Fingerprint::add(std::int64_t number)
{
    return add(std::string_view{big64(static_cast<std::uint64_t>(number))});
}

std::string Fingerprint::hex() const
{
    static constexpr char digits[] = "0123456789abcdef";
    const auto bytes = digest();
    std::string out;
    for (std::size_t i = 0; i < 16; ++i) {
        out += digits[bytes[i] >> 4];
        out += digits[bytes[i] & 15];
    }
    return out;
}

void Fingerprint::feed(std::string_view bytes)
{
    bytes_ += bytes.size();
    if (!rest_.empty()) {
        const auto taken = std::min(bytes.size(), block_bytes - rest_.size());
        rest_ += bytes.substr(0, taken);
        bytes.remove_prefix(taken);
        if (rest_.size() < block_bytes)
            return;
        block(rest_.data());
        rest_.clear();
    }
    for (; bytes.size() >= block_bytes; bytes.remove_prefix(block_bytes))
        block(bytes.data());
    rest_ = bytes;
}

void Fingerprint::block(const char* bytes)
{
    const auto w = schedule(bytes);
    auto [a, b, c, d, e, f, g, h] = state_;
    for (std::size_t i = 0; i < 64; ++i) {
        const auto s1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
        const auto t1 = h + s1 + ((e & f) ^ (~e & g)) + round_constants[i] + w[i];
        const auto s0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
        const auto t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
        h = g;
        g = f;
        f = e;
        e = d + t1;
        d = c;
        c = b;
        b = a;
        a = t1 + t2;
    }
    const std::array<std::uint32_t, 8> mixed{a, b, c, d, e, f, g, h};
    std::ranges::transform(state_, mixed, state_.begin(), std::plus{});
}

std::array<std::uint8_t, 32> Fingerprint::digest() const
{
    auto last = *this;
    const auto bits = bytes_ * 8;
    last.feed("\x80");
    while (last.rest_.size() != block_bytes - 8)
        last.feed(std::string_view{"\0", 1});
    last.feed(big64(bits));
    std::array<std::uint8_t, 32> out{};
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = static_cast<std::uint8_t>(last.state_[i / 4] >> (24 - 8 * (i % 4)));
    return out;
}

std::array<std::uint8_t, 32> sha256(std::string_view text)
{
    Fingerprint plain;
    plain.feed(text);
    return plain.digest();
}

} // namespace masthead::transfer
