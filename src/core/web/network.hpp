#pragma once

#include "core/web/request.hpp"

#include <string>

namespace masthead::web {

/// The network a request came from, as limits count: the IPv4 address, or the /64 of an IPv6 one.
/// For hashing and sealing only, never for logs. Empty where the address is unknown.
std::string network_of(const Request& request);

} // namespace masthead::web
