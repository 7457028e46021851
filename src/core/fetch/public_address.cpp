#include "core/fetch/public_address.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace masthead::fetch {

namespace {

struct Block4 {
    std::uint32_t base;
    int prefix_bits;
};

constexpr std::uint32_t v4(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d)
{
    return a << 24 | b << 16 | c << 8 | d;
}

// IANA IPv4 Special-Purpose Address Registry, and multicast with all that lies above it.
constexpr std::array special_v4{
    Block4{v4(0, 0, 0, 0), 8},       Block4{v4(10, 0, 0, 0), 8},
    Block4{v4(100, 64, 0, 0), 10},   Block4{v4(127, 0, 0, 0), 8},
    Block4{v4(169, 254, 0, 0), 16},  Block4{v4(172, 16, 0, 0), 12},
    Block4{v4(192, 0, 0, 0), 24},    Block4{v4(192, 0, 2, 0), 24},
    Block4{v4(192, 31, 196, 0), 24}, Block4{v4(192, 52, 193, 0), 24},
    Block4{v4(192, 88, 99, 0), 24},  Block4{v4(192, 168, 0, 0), 16},
    Block4{v4(192, 175, 48, 0), 24}, Block4{v4(198, 18, 0, 0), 15},
    Block4{v4(198, 51, 100, 0), 24}, Block4{v4(203, 0, 113, 0), 24},
    Block4{v4(224, 0, 0, 0), 3},
};

} // namespace

bool is_public_v4(std::span<const std::uint8_t, 4> address)
{
    const auto value = v4(address[0], address[1], address[2], address[3]);
    return std::ranges::none_of(special_v4, [&](const Block4& block) {
        return (value ^ block.base) >> (32 - block.prefix_bits) == 0;
    });
}

bool is_public_v6(std::span<const std::uint8_t, 16> a)
{
    static constexpr std::array<std::uint8_t, 12> nat64{0x00, 0x64, 0xff, 0x9b};
    if (std::equal(nat64.begin(), nat64.end(), a.begin()))
        return is_public_v4(a.subspan<12, 4>());
    if ((a[0] & 0xe0) != 0x20) // only 2000::/3 is given out as global unicast
        return false;
    if (a[0] == 0x20 && a[1] == 0x01) {
        const bool protocol_assignments = a[2] < 0x02; // 2001::/23: Teredo, ORCHID, benchmarks
        const bool documentation = a[2] == 0x0d && a[3] == 0xb8;
        return !protocol_assignments && !documentation;
    }
    if (a[0] == 0x20 && a[1] == 0x02) // 6to4 carries an IPv4 address
        return false;
    return !(a[0] == 0x3f && a[1] == 0xff && (a[2] & 0xf0) == 0); // 3fff::/20: documentation
}

bool is_public(const sockaddr& address)
{
    if (address.sa_family == AF_INET) {
        sockaddr_in in{};
        std::memcpy(&in, &address, sizeof in);
        std::array<std::uint8_t, 4> bytes{};
        std::memcpy(bytes.data(), &in.sin_addr, bytes.size());
        return is_public_v4(bytes);
    }
    if (address.sa_family == AF_INET6) {
        sockaddr_in6 in{};
        std::memcpy(&in, &address, sizeof in);
        std::array<std::uint8_t, 16> bytes{};
        std::memcpy(bytes.data(), &in.sin6_addr, bytes.size());
        return is_public_v6(bytes);
    }
    return false;
}

} // namespace masthead::fetch
