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

/// Who asks, as their sessions say. Zero: nobody. core/web knows numbers only.
struct Visitor {
    std::int64_t reader = 0; ///< a signed-in reader
    std::int64_t reader_session = 0;
    std::int64_t staff = 0; ///< a signed-in member of staff: a session and a cookie of its own
    std::int64_t staff_session = 0;
    std::uint32_t permissions = 0; ///< of the member of staff: bits of staff::Permission
};

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
    Visitor visitor;            ///< on uncached routes
    std::string problem;        ///< for the error page alone: key of what stood in the way

    /// The first value, or an empty view.
    std::string_view query_value(std::string_view name) const;
    std::string_view route_value(std::string_view name) const;
    std::string_view header(std::string_view lower_case_name) const;

    /// The first cookie of that name as it was sent, or an empty view. The name as it stands in
    /// the field: see `cookie_name` in cookie.hpp.
    std::string_view cookie(std::string_view name) const;

    /// Whether Accept names application/json before text/html, as our script does and no browser
    /// that goes to a page: errors are then answered in JSON.
    bool wants_json() const;
};

} // namespace masthead::web
