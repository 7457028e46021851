#include "core/web/gate.hpp"

#include "core/base/check.hpp"
#include "core/base/text.hpp"
#include "core/web/cookie.hpp"
#include "core/web/words.hpp"

namespace masthead::web {

namespace {

constexpr std::size_t way_back_bytes_max = 1'024;

Response refusal(int status, std::string_view problem)
{
    Response response = html(status, {});
    response.problem = problem;
    return response;
}

bool is_unsafe(Method method)
{
    return !reads_only(method) && method != Method::options;
}

/// Only the reader's own words can be sent again from a page: no files, no JSON.
FormLimits repeatable(const Request& request)
{
    FormLimits limits;
    limits.field_bytes_max = request.body.size();
    limits.files_max = 0;
    return limits;
}

} // namespace

bool reads_only(Method method)
{
    return method == Method::get || method == Method::head;
}

RouteRates::RouteRates(const std::vector<Route>& routes)
{
    struct Named {
        Rate rate;
        std::shared_ptr<RateLimit> limit;
    };
    std::map<std::string_view, Named> by_name;
    for (const Route& route : routes) {
        const Rate& rate = route.rate;
        if (rate.burst <= 0)
            continue;
        const auto make = [&] {
            return std::make_shared<RateLimit>(
                RateLimit::Options{rate.burst, rate.refill_every, rate_networks_max});
        };
        if (rate.name.empty()) {
            limits_[&route] = make();
            continue;
        }
        Named& named = by_name[rate.name];
        if (!named.limit)
            named = {rate, make()};
        MH_CHECK(named.rate.burst == rate.burst && named.rate.refill_every == rate.refill_every);
        limits_[&route] = named.limit;
    }
}

Milliseconds RouteRates::take(const Route& route, const net::Address& address, Time now) const
{
    const auto found = limits_.find(&route);
    return found == limits_.end() ? Milliseconds{0} : found->second->take(address, now);
}

Gate::Gate(const AppOptions& options, const ErrorPages& errors, const Clock& clock)
    : options_(options), errors_(errors), clock_(clock), site_origin_(origin_of(options.site_url)),
      tokens_(options.csrf_secret)
{
}

bool Gate::is_from_abroad(const Route& route, const Request& request) const
{
    return is_unsafe(request.method) && route.cross_site == CrossSite::refused &&
           sent_from(request, site_origin_) == SentFrom::abroad;
}

std::optional<Response> Gate::stop(const Route& route, Request& request) const
{
    if (is_unsafe(request.method) && route.cross_site == CrossSite::refused &&
        sent_from(request, site_origin_) != SentFrom::here) {
        if (auto stopped = stop_unconfirmed(request))
            return stopped;
    }
    const bool has_session =
        !own_cookie(request, reader_cookie).empty() || !own_cookie(request, staff_cookie).empty();
    if (has_session && options_.find_visitor)
        request.visitor = options_.find_visitor(request);
    const Visitor& visitor = request.visitor;
    if (route.access == Access::reader && visitor.reader == 0)
        return sign_in(request, Access::reader);
    if (route.access == Access::staff && visitor.staff == 0)
        return sign_in(request, Access::staff);
    if ((visitor.permissions & route.permission) != route.permission)
        return refusal(403, problem_not_allowed);
    return std::nullopt;
}

/// For a request that does not say where it was sent from: the token in its form must.
std::optional<Response> Gate::stop_unconfirmed(const Request& request) const
{
    const auto form = read_form(request, repeatable(request));
    if (!form)
        return refusal(403, problem_cross_site);
    const Time now = clock_.now();
    if (tokens_.is_good(request, form->text("csrf"), now))
        return std::nullopt;
    if (request.wants_json())
        return refusal(403, problem_cross_site);
    const std::string token = tokens_.make(request, now);
    if (options_.confirm_page)
        return options_.confirm_page(request, token);
    return plain_confirm_page(
        *form, token,
        {errors_.words(problem_confirm, 403), errors_.words(problem_confirm_button, 403)});
}

Response Gate::sign_in(const Request& request, Access access) const
{
    if (options_.sign_in_page)
        return options_.sign_in_page(request, access);
    const std::string page = access == Access::staff ? "/desk/sign-in/" : "/reader/sign-in/";
    const std::string address = page + "?to=" + percent_encode(way_back(request));
    if (!request.wants_json())
        return see_other(address);
    return json(401, "{\"error\":" + json_string(problem_sign_in) +
                         ",\"message\":" + json_string(errors_.words(problem_sign_in, 401)) +
                         ",\"sign_in\":" + json_string(address) + "}");
}

/// Where the reader goes on after signing in: the page he asked for, or the one of ours that his
/// form or our script stood in.
std::string Gate::way_back(const Request& request) const
{
    std::string_view target = request.raw_target;
    if (!reads_only(request.method) || request.wants_json()) {
        const std::string_view referer = request.header("referer");
        const auto origin = origin_of(referer);
        const auto asked = origin_of((request.secure ? "https://" : "http://") + request.host);
        const auto authority = referer.find("://");
        if (origin.empty() || (origin != asked && origin != site_origin_))
            return "/";
        target = referer.substr(std::min(referer.find('/', authority + 3), referer.size()));
        target = target.substr(0, target.find('#'));
    }
    const bool is_fit = target.starts_with('/') && !target.starts_with("//") &&
                        !target.starts_with("/\\") && target.size() <= way_back_bytes_max;
    return is_fit ? std::string{target} : "/";
}

} // namespace masthead::web
