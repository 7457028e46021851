#include "core/net/address.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>

namespace masthead::net {

namespace {

constexpr std::array<std::uint8_t, 12> mapped_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr int mapped_prefix_bits = 96;

Address masked(const Address& address, int bits)
{
    Address out = address;
    for (std::size_t i = 0; i < out.bytes.size(); ++i) {
        const int kept = std::clamp(bits - static_cast<int>(i) * 8, 0, 8);
        out.bytes[i] &= static_cast<std::uint8_t>(0xff00 >> kept);
    }
    return out;
}

} // namespace

bool Address::is_v4() const
{
    return std::equal(mapped_prefix.begin(), mapped_prefix.end(), bytes.begin());
}

std::optional<Address> parse_address(std::string_view text)
{
    if (text.empty() || text.size() > INET6_ADDRSTRLEN)
        return std::nullopt;
    const std::string terminated{text};
    if (terminated.find('\0') != std::string::npos)
        return std::nullopt;
    Address address;
    if (text.find(':') != std::string_view::npos) {
        if (inet_pton(AF_INET6, terminated.c_str(), address.bytes.data()) != 1)
            return std::nullopt;
        return address;
    }
    std::ranges::copy(mapped_prefix, address.bytes.begin());
    if (inet_pton(AF_INET, terminated.c_str(), address.bytes.data() + mapped_prefix.size()) != 1)
        return std::nullopt;
    return address;
}

std::string to_string(const Address& address)
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (address.is_v4())
        inet_ntop(AF_INET, address.bytes.data() + mapped_prefix.size(), text.data(), text.size());
    else
        inet_ntop(AF_INET6, address.bytes.data(), text.data(), text.size());
    return text.data();
}

std::string truncated(const Address& address)
{
    if (address.is_v4())
        return to_string(masked(address, mapped_prefix_bits + 24)) + "/24";
    return to_string(masked(address, 48)) + "/48";
}

Address network_of(const Address& address)
{
    return address.is_v4() ? address : masked(address, 64);
}

bool Cidr::contains(const Address& address) const
{
    return masked(address, prefix_bits) == base;
}

std::optional<Cidr> parse_cidr(std::string_view text)
{
    const auto slash = text.find('/');
    const auto address = parse_address(text.substr(0, slash));
    if (!address)
        return std::nullopt;
    const bool v4 = address->is_v4() && text.substr(0, slash).find(':') == std::string_view::npos;
    const int bits_max = v4 ? 32 : 128;
    int bits = bits_max;
    if (slash != std::string_view::npos) {
        const auto digits = text.substr(slash + 1);
        const auto* end = digits.data() + digits.size();
        const auto [stop, error] = std::from_chars(digits.data(), end, bits);
        if (error != std::errc{} || stop != end || bits < 0 || bits > bits_max)
            return std::nullopt;
    }
    const int prefix_bits = v4 ? bits + mapped_prefix_bits : bits;
    if (masked(*address, prefix_bits) != *address)
        return std::nullopt;
    return Cidr{*address, prefix_bits};
}

} // namespace masthead::net
