#include "surfaces/notifying/notifying.hpp"

#include "surfaces/notifying/handlers.hpp"

namespace masthead::notifying {

namespace {

using web::Access;
using web::CrossSite;
using web::Method;
using namespace std::chrono_literals;

using Handle = Response (*)(const NotifyingServices&, const Request&);

struct Row {
    Method method;
    const char* pattern;
    Access access;
    Handle handle;
    web::Rate rate;
    CrossSite cross_site = CrossSite::refused;
};

// Of one network: wide enough for an office behind one address.
constexpr web::Rate to_look{120, 250ms, "notifications"};
constexpr web::Rate to_choose{60, 1s, "notification_choices"};
// A mail provider's machines unsubscribe many readers from few addresses.
constexpr web::Rate to_unsubscribe{600, 50ms, "unsubscribe"};

constexpr std::size_t body_bytes_max = 64 * 1024;

constexpr Row rows[]{
    {Method::get, "/notifications/", Access::reader, notifications_page, to_look},
    {Method::post, "/notifications/seen/", Access::reader, mark_all_seen, to_look},
    {Method::get, "/notifications/{id}/", Access::reader, open_notification, to_look},
    {Method::get, "/api/v1/notifications", Access::reader, notifications_json, to_look},
    {Method::get, "/reader/account/notifications/", Access::reader, choices_page, to_choose},
    {Method::post, "/reader/account/notifications/", Access::reader, save_choices, to_choose},
    {Method::get, "/reader/unsubscribe/", Access::everyone, unsubscribe_page,
     to_unsubscribe},
    // RFC 8058: whoever shows the mail sends this, from wherever, without a cookie.
    {Method::post, "/reader/unsubscribe/", Access::everyone, unsubscribe, to_unsubscribe,
     CrossSite::allowed},
};

} // namespace

ReaderId reader_of(const Request& request)
{
    return ReaderId{request.visitor.reader};
}

Notifying::Notifying(NotifyingServices services) : services_(std::move(services)) {}

std::vector<web::Route> Notifying::routes()
{
    std::vector<web::Route> routes;
    for (const auto& row : rows) {
        web::Route route;
        route.method = row.method;
        route.pattern = row.pattern;
        route.access = row.access;
        route.rate = row.rate;
        route.cross_site = row.cross_site;
        if (row.method == Method::post)
            route.body_bytes_max = body_bytes_max;
        route.handler = [this, handle = row.handle](const Request& request) {
            return handle(services_, request);
        };
        routes.push_back(std::move(route));
    }
    return routes;
}

} // namespace masthead::notifying
