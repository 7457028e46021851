#pragma once

struct sockaddr;

namespace masthead::fetch {

/// Whether one of this machine's interfaces has the address: it may be public and yet lead to what
/// listens here for ourselves alone. Looks each time, for addresses come and go.
/// Throws: std::system_error.
bool is_own_address(const sockaddr& address);

} // namespace masthead::fetch
