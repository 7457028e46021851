#include "core/crypto/base64url.hpp"

#include <array>
#include <cstdint>

namespace masthead::crypto {

namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t no_digit = 255;

constexpr std::array<std::uint8_t, 256> make_values()
{
    std::array<std::uint8_t, 256> values{};
    values.fill(no_digit);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        values[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
    return values;
}
constexpr auto values = make_values();

} // namespace

std::string base64url(std::string_view bytes)
{
    std::string out;
    out.reserve((bytes.size() * 4 + 2) / 3);
    std::uint32_t bits = 0;
    int count = 0;
    for (const char byte : bytes) {
        bits = (bits << 8 | static_cast<unsigned char>(byte)) & 0xffff;
        for (count += 8; count >= 6; count -= 6)
            out += alphabet[bits >> (count - 6) & 63];
    }
    if (count > 0)
        out += alphabet[bits << (6 - count) & 63];
    return out;
}

std::optional<std::string> parse_base64url(std::string_view text)
{
    if (text.size() % 4 == 1)
        return std::nullopt;
    std::string out;
    out.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    int count = 0;
    for (const char digit : text) {
        const auto value = values[static_cast<unsigned char>(digit)];
        if (value == no_digit)
            return std::nullopt;
        bits = (bits << 6 | value) & 0xfff;
        count += 6;
        if (count < 8)
            continue;
        count -= 8;
        out += static_cast<char>(bits >> count & 255);
    }
    const auto left_over = bits & ((1U << count) - 1);
    return left_over == 0 ? std::optional<std::string>{std::move(out)} : std::nullopt;
}

} // namespace masthead::crypto
