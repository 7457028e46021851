#pragma once

#include "core/net/worker_pool.hpp"
#include "core/web/app.hpp"
#include "core/web/error_pages.hpp"
#include "core/web/finishing.hpp"
#include "core/web/gate.hpp"
#include "core/web/page_drawer.hpp"
#include "core/web/target.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

/// The inside of the application, for app.cpp and app_state.cpp alone.
namespace masthead::web {

/// An error that no handler made: unknown path, wrong method, too large a body, too many requests.
struct Refused {
    int status = 400;
    std::string_view problem = {};
    Fields headers = {};

    Response bare() const;
};

/// The same verb in the words of handlers.
Method method_of(net::Verb verb);

/// The declared parameters of a route, in declared order.
Fields declared_of(const Route& route, const Fields& query);

/// What tells cached pages apart.
std::string cache_key(std::string_view path, const Fields& declared);

/// The position of `?since=`, which is no part of the key: 0 where there is none, it is no
/// position, or the route has a parameter of that name for itself.
std::int64_t since_of(const Route& route, const Fields& query);

/// What the application is made of.
struct App::State {
    State(Router given_router, PageCache& given_cache, const Clock& given_clock,
          AppOptions given_options);

    // On I/O threads.
    bool submit_or_refuse(std::function<void()> job, net::Responder& responder);
    void serve(const Route& route, const RouteMatch& match, const Target& target,
               net::RequestData data, net::Responder responder);
    void serve_cached(const Route& route, const RouteMatch& match, const Target& target,
                      const net::RequestData& data, net::Responder responder);
    void serve_uncached(const Route& route, Request request, net::Responder responder);
    void serve_error(const Refused& refused, const net::RequestData& data,
                     net::Responder responder);
    Since since_wanted(std::int64_t position, const net::RequestData& data) const;
    Request request_of(net::RequestData data, const Target& target) const;
    Client client_of(const net::RequestData& data) const;
    std::optional<std::string> slashed_address(const Target& target) const;
    net::Answer at_once(const Response& response) const { return finisher.answer(response); }

    // On workers.
    Response draw(const Route& route, const Request& request) const;
    Response answer(const Route& route, Request& request) const;
    template <class Draw>
    Response caught(const Route& route, const Request& request, Draw draw_it) const;

    const Router router;
    PageCache& cache;
    const Clock& clock;
    const AppOptions options;
    const Finisher finisher;
    ErrorPages errors;
    const Gate gate;
    const RouteRates rates;
    std::unordered_map<int, net::WirePagePtr> refusals;
    const net::WirePagePtr overloaded;
    net::WorkerPool workers;
    PageDrawer drawer;
};

} // namespace masthead::web
