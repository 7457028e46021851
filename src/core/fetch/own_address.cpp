#include "core/fetch/own_address.hpp"

#include <ifaddrs.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>

namespace masthead::fetch {

namespace {

struct FreeAddresses {
    void operator()(ifaddrs* list) const { freeifaddrs(list); }
};

// Ports and scopes aside.
bool is_same(const sockaddr& a, const sockaddr& b)
{
    if (a.sa_family != b.sa_family)
        return false;
    if (a.sa_family == AF_INET)
        return std::memcmp(&reinterpret_cast<const sockaddr_in&>(a).sin_addr,
                           &reinterpret_cast<const sockaddr_in&>(b).sin_addr, sizeof(in_addr)) == 0;
    return a.sa_family == AF_INET6 &&
           std::memcmp(&reinterpret_cast<const sockaddr_in6&>(a).sin6_addr,
                       &reinterpret_cast<const sockaddr_in6&>(b).sin6_addr, sizeof(in6_addr)) == 0;
}

} // namespace

bool is_own_address(const sockaddr& address)
{
    ifaddrs* first = nullptr;
    if (getifaddrs(&first) != 0)
        throw std::system_error{errno, std::generic_category(), "cannot list the own addresses"};
    const std::unique_ptr<ifaddrs, FreeAddresses> list{first};
    for (const auto* one = first; one; one = one->ifa_next) {
        if (one->ifa_addr && is_same(*one->ifa_addr, address))
            return true;
    }
    return false;
}

} // namespace masthead::fetch
