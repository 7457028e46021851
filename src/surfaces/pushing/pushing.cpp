#include "surfaces/pushing/pushing.hpp"

#include "core/base/embedded.hpp"
#include "core/push/subscription.hpp"
#include "features/notifications/find_push.hpp"
#include "features/notifications/subscribe_push.hpp"

#include <boost/json.hpp>

namespace masthead::pushing {

namespace {

using web::Access;
using web::Method;
using web::Request;
using web::Response;
using namespace std::chrono_literals;
namespace json = boost::json;

using Handle = Response (*)(const PushingServices&, const Request&);

struct Row {
    Method method;
    const char* pattern;
    Access access;
    Handle handle;
    web::Rate rate;
    std::size_t body_bytes_max = 0;
};

constexpr std::string_view worker_file = "themes/broadsheet/assets/built/push-worker.js";
constexpr std::size_t form_bytes_max = 1'024;
constexpr web::Rate to_look{120, 250ms, "push"};
constexpr web::Rate to_switch{20, 10s, "push_switch"};

ReaderId reader_of(const Request& request)
{
    return ReaderId{request.visitor.reader};
}

SessionId session_of(const Request& request)
{
    return SessionId{request.visitor.reader_session};
}

Response state_of(const PushingServices& services, const Request& request)
{
    const bool is_on = services.database.read([&](db::Snapshot& snapshot) {
        return notifications::has_push_subscription(snapshot, session_of(request));
    });
    return web::json(200,
                     json::serialize(json::object{{"key", services.server_key}, {"on", is_on}}));
}

Response switch_on(const PushingServices& services, const Request& request)
{
    auto subscription = push::parse_subscription(request.body);
    if (!subscription)
        return web::refuse(subscription.error());
    const notifications::SubscribePush command{reader_of(request), session_of(request),
                                               std::move(*subscription)};
    const auto kept = services.database.write([&](db::Tx& tx) {
        return notifications::subscribe_push(tx, command, services.seal, services.clock.now());
    });
    return kept ? state_of(services, request) : web::refuse(kept.error());
}

Response switch_off(const PushingServices& services, const Request& request)
{
    (void)*services.database.write([&](db::Tx& tx) -> Result<int> {
        notifications::unsubscribe_push(tx, reader_of(request), session_of(request),
                                        services.clock.now());
        return 0;
    });
    return state_of(services, request);
}

// By a plain form: also for browsers that are no longer at hand.
Response switch_off_everywhere(const PushingServices& services, const Request& request)
{
    (void)*services.database.write([&](db::Tx& tx) -> Result<int> {
        return notifications::unsubscribe_push_everywhere(tx, reader_of(request),
                                                          services.clock.now());
    });
    return web::see_other("/reader/account/notifications/?done=1");
}

// From the root, so that its scope is the site; asked for each time, so that a new one is taken at
// once.
Response worker(const PushingServices&, const Request&)
{
    Response response;
    response.content_type = "text/javascript; charset=utf-8";
    response.body = std::string{find_embedded(worker_file)};
    response.headers.emplace_back("Cache-Control", "no-cache");
    return response;
}

constexpr Row rows[]{
    {Method::get, "/push-worker.js", Access::everyone, worker, to_look},
    {Method::get, "/reader/push/", Access::reader, state_of, to_look},
    {Method::post, "/reader/push/", Access::reader, switch_on, to_switch,
     push::subscription_bytes_max},
    {Method::post, "/reader/push/off/", Access::reader, switch_off, to_switch, form_bytes_max},
    {Method::post, "/reader/push/off-everywhere/", Access::reader, switch_off_everywhere, to_switch,
     form_bytes_max},
};

} // namespace

Pushing::Pushing(PushingServices services) : services_(std::move(services)) {}

std::vector<web::Route> Pushing::routes()
{
    std::vector<web::Route> routes;
    for (const auto& row : rows) {
        web::Route route;
        route.method = row.method;
        route.pattern = row.pattern;
        route.access = row.access;
        route.rate = row.rate;
        route.body_bytes_max = row.body_bytes_max;
        route.handler = [this, handle = row.handle](const Request& request) {
            return handle(services_, request);
        };
        routes.push_back(std::move(route));
    }
    return routes;
}

} // namespace masthead::pushing
