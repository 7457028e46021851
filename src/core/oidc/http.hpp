#pragma once

#include "core/base/result.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace masthead::oidc {

inline constexpr std::size_t http_body_bytes_max = 512 * 1024;
inline constexpr auto http_connect_timeout = std::chrono::seconds{5};
inline constexpr auto http_total_timeout = std::chrono::seconds{10};

/// A form to be posted, or without one an address to be got.
struct HttpRequest {
    std::string url;
    std::string form;          ///< urlencoded; empty: GET
    std::string authorization; ///< the whole value of the field; empty: none
};

/// What came back, whatever its status.
struct HttpAnswer {
    int status = 0;
    std::string content_type;
    std::string body;
};

/// Asks the provider. Refuses with `conflict` oidc.unreachable where no answer came. Threads: any.
using HttpClient = std::function<Result<HttpAnswer>(const HttpRequest&)>;

/// Which addresses a provider may have. The operator chose it, so a private one can be meant.
struct HttpRules {
    enum class Private { refused, allowed };
    enum class PlainLoopback { refused, allowed };
    Private private_addresses = Private::refused;
    PlainLoopback plain_loopback = PlainLoopback::refused; ///< http://127.0.0.1:PORT, for tests
};

/// Whether an address may be asked or shown: https, or plain http to 127.0.0.1 by the rules;
/// without user name and fragment.
bool is_allowed_url(std::string_view url, const HttpRules& rules);

/// libcurl: TLS verified, no redirects, no proxy, bounded in bytes and time.
HttpClient make_http_client(HttpRules rules);

} // namespace masthead::oidc
