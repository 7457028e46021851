#pragma once

#include "core/base/limits.hpp"
#include "core/web/request.hpp"
#include "core/web/response.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace masthead::web {

/// Who may call a route; decided by the table before the handler runs.
enum class Access { everyone, reader, staff };

/// Whether answers are kept in the page cache (GET and HEAD only).
enum class Cache { no, yes };

/// Whether other sites' pages may send their readers here with an unsafe method.
enum class CrossSite { refused, allowed };

/// How often one network (an IPv6 /64 is one) may call a route. Routes of one name share one count
/// and must then say the same.
struct Rate {
    int burst = 0; ///< calls at once; 0: no limit
    Milliseconds refill_every{0};
    std::string_view name = {}; ///< a literal; empty: the route alone
};

using Handler = std::function<Response(const Request&)>;

/// A row of the route table. Patterns are literal segments and `{name}` captures of one whole
/// segment; a trailing `{name*}` captures the rest. A literal beats a capture at the same place.
/// A cached route is everyone's, since what it answers is shared.
struct Route {
    Method method = Method::get;
    std::string pattern; ///< "/{slug}/comments/{id}/"
    Access access = Access::everyone;
    Handler handler;
    Cache cache = Cache::no;
    std::vector<std::string> parameters; ///< query names that are part of the cache key
    std::size_t body_bytes_max = 0;      ///< a longer body is refused with 413; 0: no body
    std::uint32_t permission = 0;        ///< bits a member of staff must have; needs Access::staff
    Rate rate = {};
    CrossSite cross_site = CrossSite::refused;
};

struct RouteMatch {
    const Route* route = nullptr; ///< null: no such path
    bool method_mismatch = false; ///< the path exists under other methods: 405
    bool by_rest = false;         ///< through a `{name*}`: anything else would come first
    std::string allow;            ///< the path's methods, for the Allow field
    Fields captures;
};

/// Finds routes by path. Immutable after construction; threads: any.
class Router {
public:
    explicit Router(std::vector<Route> routes);
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;

    RouteMatch match(Method method, std::string_view decoded_path) const;

    const std::vector<Route>& routes() const;

    /// Every first literal segment in use: no story may take one as its slug.
    std::vector<std::string> reserved_first_segments() const;

private:
    struct Table;
    std::unique_ptr<Table> table_;
};

} // namespace masthead::web
