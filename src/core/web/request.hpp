#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace masthead::web {

enum class Method { get, head, post, put, patch, del, options, other };

using Fields = std::vector<std::pair<std::string, std::string>>;

/// One request as handlers see it: parsed, limited, with the reader's address already resolved
/// through the trusted proxies. A value; it owns its text.
struct Request {
    Method method = Method::get;
    std::string path;       ///< percent-decoded, valid UTF-8, begins with '/'
    std::string raw_target; ///< as it stood in the request line
    Fields query;           ///< decoded pairs in their order
    Fields route;           ///< what the route's {names} captured, decoded
    Fields headers;         ///< names in lower case
    std::string body;
    std::string remote_address; ///< textual IPv4 or IPv6 of the reader; only for limits
    std::string host;           ///< authority by which the reader asked
    bool secure = false;        ///< the reader came over https

    /// The first value, or an empty view.
    std::string_view query_value(std::string_view name) const;
    std::string_view route_value(std::string_view name) const;
    std::string_view header(std::string_view lower_case_name) const;
};

} // namespace masthead::web
