#pragma once

#include "core/web/request.hpp"
#include "core/web/response.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace masthead::web {

// The newspaper's cookies. Nobody who only reads is given one.
inline constexpr std::string_view reader_cookie = "masthead";      ///< a reader's session
inline constexpr std::string_view staff_cookie = "masthead-desk";  ///< a member of staff's session
inline constexpr std::string_view draft_cookie = "masthead-draft"; ///< a guest's draft
inline constexpr std::string_view flow_cookie = "masthead-flow";   ///< a sign-in under way

/// One cookie; always HttpOnly, SameSite=Lax and for the whole site.
struct Cookie {
    std::string name;                            ///< without the prefix
    std::string value;                           ///< RFC 6265 cookie octets, as base64url has
    std::optional<std::chrono::seconds> max_age; ///< absent: until the browser ends
};

/// The name under which it is sent: with `__Host-` where the reader came over https, so that no
/// neighbouring host and no plain connection can set or read it.
std::string cookie_name(const Request& request, std::string_view name);

/// The value of the newspaper's own cookie of that name, or an empty view.
std::string_view own_cookie(const Request& request, std::string_view name);

/// Adds the Set-Cookie field. A name or value that a cookie cannot hold is a bug of ours.
void set_cookie(Response& response, const Request& request, const Cookie& cookie);

/// Tells the browser to forget it.
void drop_cookie(Response& response, const Request& request, std::string_view name);

} // namespace masthead::web
