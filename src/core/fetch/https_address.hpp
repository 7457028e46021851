#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace masthead::fetch {

inline constexpr std::size_t https_address_bytes_max = 1'024; ///< real ones have some 300

/// A place on the open net that a stranger has named.
struct HttpsAddress {
    std::string url;    ///< as it was given
    std::string host;   ///< lower case
    std::string origin; ///< "https://HOST"
};

/// Reads an address as the library reads it that will make the connection, so that there is one
/// opinion of what the host is. Absent for anything but https at port 443 of a host with a name
/// that could be public: no user, no fragment, no number in any spelling in the place of the name,
/// no "localhost", nothing outside printable ASCII. What the name stands for is checked when the
/// connection is made.
std::optional<HttpsAddress> parse_https_address(std::string_view url);

} // namespace masthead::fetch
