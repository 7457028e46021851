#include "features/moderation/ban.hpp"

#include "core/crypto/token.hpp"

#include <arpa/inet.h>

#include <cstring>

namespace masthead::moderation {

std::string network_key(std::string_view key, std::string_view address)
{
    const std::string text{address};
    std::array<char, 16> bytes{};
    std::size_t length = 0;
    constexpr std::size_t ipv6_network_bytes = 8;
    constexpr std::string_view mapped_prefix{"\0\0\0\0\0\0\0\0\0\0\xff\xff", 12};
    if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1) {
        length = 4;
    } else if (inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1) {
        length = ipv6_network_bytes;
        // An IPv4 address in IPv6 clothes is the same network.
        if (std::memcmp(bytes.data(), mapped_prefix.data(), mapped_prefix.size()) == 0) {
            std::memmove(bytes.data(), bytes.data() + mapped_prefix.size(), 4);
            length = 4;
        }
    }
    return length == 0 ? std::string{} : crypto::hmac_hex(key, {bytes.data(), length});
}

} // namespace masthead::moderation
