#pragma once

#include <array>
#include <cstdint>
#include <span>

struct sockaddr;

namespace masthead::fetch {

/// Whether an IPv4 address (network order) belongs to the public internet: none of the private,
/// shared (100.64/10), loopback, link-local, documentation, benchmark, multicast and reserved
/// blocks of the IANA special-purpose registry.
bool is_public_v4(std::span<const std::uint8_t, 4> address);

/// The same for IPv6: global unicast (2000::/3) without documentation, Teredo, 6to4 and ORCHID,
/// which carry other addresses inside; NAT64's 64:ff9b::/96 where the IPv4 address in it is public.
/// IPv4-mapped addresses are never public: no honest name server answers with them.
bool is_public_v6(std::span<const std::uint8_t, 16> address);

/// The same for what a socket is about to be connected to; false for any other family.
bool is_public(const sockaddr& address);

} // namespace masthead::fetch
