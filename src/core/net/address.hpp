#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace masthead::net {

/// An IP address. IPv4 is kept in its mapped form (::ffff:a.b.c.d), so that the same peer is the
/// same value whichever kind of socket it reached.
struct Address {
    std::array<std::uint8_t, 16> bytes{};

    bool is_v4() const;
    friend auto operator<=>(const Address&, const Address&) = default;
};

/// Reads textual IPv4 or IPv6, without port, brackets or zone. Absent on anything else.
std::optional<Address> parse_address(std::string_view text);

/// The usual textual form.
std::string to_string(const Address& address);

/// What stands in logs: the /24 of an IPv4 address, the /48 of an IPv6 one, with its length.
std::string truncated(const Address& address);

/// What limits count by: an IPv4 address itself, the /64 of an IPv6 one, because a household or a
/// rented server has a whole /64 to choose addresses from.
Address network_of(const Address& address);

/// A block of addresses.
struct Cidr {
    Address base;
    int prefix_bits = 128; ///< of the mapped form: an IPv4 /24 is 120

    bool contains(const Address& address) const;
};

/// Reads "10.0.0.0/8", "2001:db8::/32" or a single address. Absent on anything else, also where
/// bits beyond the prefix are set, since that is a typing mistake.
std::optional<Cidr> parse_cidr(std::string_view text);

} // namespace masthead::net

template <>
struct std::hash<masthead::net::Address> {
    std::size_t operator()(const masthead::net::Address& address) const noexcept
    {
        const auto* data = reinterpret_cast<const char*>(address.bytes.data());
        return std::hash<std::string_view>{}({data, address.bytes.size()});
    }
};
