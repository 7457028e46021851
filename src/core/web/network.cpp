#include "core/web/network.hpp"

#include "core/net/address.hpp"

namespace masthead::web {

std::string network_of(const Request& request)
{
    const auto address = net::parse_address(request.remote_address);
    return address ? net::to_string(net::network_of(*address)) : std::string{};
}

} // namespace masthead::web
