#pragma once

#include "core/base/clock.hpp"
#include "core/net/address.hpp"
#include "core/web/app.hpp"
#include "core/web/cross_site.hpp"
#include "core/web/error_pages.hpp"
#include "core/web/rate_limit.hpp"
#include "core/web/router.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

namespace masthead::web {

/// GET and HEAD: what changes nothing. OPTIONS never reaches a handler.
bool reads_only(Method method);

/// How many networks one rate remembers: at worst someone with more of them is forgiven early.
inline constexpr std::size_t rate_networks_max = 16'384;

/// The rates of a route table, one bucket per name and network. Threads: any.
class RouteRates {
public:
    /// Routes that share a name must share its numbers: anything else is a bug.
    explicit RouteRates(const std::vector<Route>& routes);

    /// Takes a token for the route. Zero where there was one, else the time until the next.
    Milliseconds take(const Route& route, const net::Address& address, Time now) const;

private:
    std::unordered_map<const Route*, std::shared_ptr<RateLimit>> limits_;
};

/// What stands between a request and the handler of an uncached route. Threads: any.
class Gate {
public:
    /// All must outlive it.
    Gate(const AppOptions& options, const ErrorPages& errors, const Clock& clock);

    /// What the header alone tells: whether the request was sent by another site's page.
    bool is_from_abroad(const Route& route, const Request& request) const;

    /// Finds out who asks and writes it into the request. Absent where the handler may be called,
    /// else the answer, undressed. On workers; throws what the hooks throw.
    std::optional<Response> stop(const Route& route, Request& request) const;

private:
    std::optional<Response> stop_unconfirmed(const Request& request) const;
    Response sign_in(const Request& request, Access access) const;
    std::string way_back(const Request& request) const;

    const AppOptions& options_;
    const ErrorPages& errors_;
    const Clock& clock_;
    const std::string site_origin_;
    const FormTokens tokens_;
};

} // namespace masthead::web
