#include "core/crypto/totp.hpp"

#include "core/base/random.hpp"
#include "core/base/text.hpp"
#include "core/crypto/ready.hpp"
#include "core/crypto/token.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <cstdio>
#include <optional>
#include <stdexcept>

namespace masthead::crypto::totp {

namespace {

constexpr std::size_t secret_bytes = 20;
constexpr std::size_t secret_text_max = 128;
constexpr std::int64_t step_seconds = 30;
constexpr std::int64_t steps_around = 1;
constexpr std::size_t digits = 6;
constexpr std::uint32_t digits_modulus = 1'000'000;
constexpr std::size_t code_text_max = 32;
constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

std::string base32(std::string_view bytes)
{
    std::string out;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char byte : bytes) {
        bits = (bits << 8 | static_cast<unsigned char>(byte)) & 0xfff;
        for (count += 8; count >= 5; count -= 5)
            out += alphabet[bits >> (count - 5) & 31];
    }
    if (count > 0)
        out += alphabet[bits << (5 - count) & 31];
    return out;
}

std::optional<std::string> parse_base32(std::string_view text)
{
    if (text.empty() || text.size() > secret_text_max)
        return std::nullopt;
    std::string out;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char digit : text) {
        const auto value = alphabet.find(digit);
        if (value == std::string_view::npos)
            return std::nullopt;
        bits = (bits << 5 | static_cast<std::uint32_t>(value)) & 0xfff;
        count += 5;
        if (count < 8)
            continue;
        count -= 8;
        out += static_cast<char>(bits >> count & 255);
    }
    return out;
}

std::int64_t step_of(Time now)
{
    return to_ms(now) / (1'000 * step_seconds);
}

/// RFC 4226, section 5.3, over the step as counter.
std::string code_of(std::string_view key, std::int64_t step)
{
    std::array<unsigned char, 8> counter{};
    for (std::size_t i = 0; i < counter.size(); ++i)
        counter[counter.size() - 1 - i] = static_cast<unsigned char>(step >> (8 * i) & 255);
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned int length = 0;
    if (!HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), counter.data(), counter.size(),
              mac.data(), &length) ||
        length != secret_bytes)
        throw std::runtime_error("HMAC-SHA-1 is not to be had");
    const std::size_t at = mac[length - 1] & 15;
    const std::uint32_t number = (mac[at] & 127U) << 24 |
                                 static_cast<std::uint32_t>(mac[at + 1]) << 16 |
                                 static_cast<std::uint32_t>(mac[at + 2]) << 8 | mac[at + 3];
    std::array<char, digits + 1> text{};
    std::snprintf(text.data(), text.size(), "%06u", number % digits_modulus);
    return text.data();
}

std::string without_spaces(std::string_view code)
{
    std::string out;
    for (const char c : code) {
        if (c != ' ')
            out += c;
    }
    return out;
}

} // namespace

std::string new_secret()
{
    std::array<std::uint8_t, secret_bytes> bytes{};
    fill_random(bytes);
    return base32({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

bool verify(std::string_view secret, std::string_view code, Time now, std::int64_t& last_step)
{
    const auto key = parse_base32(secret);
    if (!key || code.size() > code_text_max)
        return false;
    const auto given = without_spaces(code);
    const auto middle = step_of(now);
    for (auto step = middle - steps_around; step <= middle + steps_around; ++step) {
        if (step > last_step && equal_in_constant_time(code_of(*key, step), given)) {
            last_step = step;
            return true;
        }
    }
    return false;
}

std::string code_at(std::string_view secret, Time now)
{
    const auto key = parse_base32(secret);
    return key ? code_of(*key, step_of(now)) : std::string{};
}

std::string otpauth_uri(std::string_view issuer, std::string_view account, std::string_view secret)
{
    const auto name = percent_encode(issuer, Slash::encode);
    return "otpauth://totp/" + name + ':' + percent_encode(account, Slash::encode) +
           "?secret=" + std::string{secret} + "&issuer=" + name +
           "&algorithm=SHA1&digits=6&period=30";
}

} // namespace masthead::crypto::totp
