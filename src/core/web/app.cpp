#include "core/web/app.hpp"

#include "core/base/log.hpp"
#include "core/base/text.hpp"
#include "core/net/worker_pool.hpp"
#include "core/web/finishing.hpp"
#include "core/web/page_drawer.hpp"
#include "core/web/target.hpp"

#include <array>

namespace masthead::web {

const char* const default_content_security_policy =
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'self'; form-action 'self'; "
    "frame-src https:";

namespace {

constexpr std::array refused_by_net{400, 405, 408, 413, 414, 417, 431, 500, 501, 503, 505};
// No path holds a control byte, so these can stand between the parts of a key, or begin one.
constexpr char key_separator = '\n';
constexpr std::string_view unknown_path_key = "\nunknown path";

Method method_of(net::Verb verb)
{
    switch (verb) {
    case net::Verb::get: return Method::get;
    case net::Verb::head: return Method::head;
    case net::Verb::post: return Method::post;
    case net::Verb::put: return Method::put;
    case net::Verb::patch: return Method::patch;
    case net::Verb::del: return Method::del;
    case net::Verb::options: return Method::options;
    }
    return Method::other;
}

bool reads_only(Method method)
{
    return method == Method::get || method == Method::head;
}

std::string_view field_of(const net::RequestData& data, std::string_view name)
{
    for (const auto& [field_name, value] : data.fields) {
        if (field_name == name)
            return value;
    }
    return {};
}

/// The declared parameters of a route, in declared order.
Fields declared_of(const Route& route, const Fields& query)
{
    Fields declared;
    for (const std::string& name : route.parameters) {
        for (const auto& pair : query) {
            if (pair.first == name) {
                declared.push_back(pair);
                break;
            }
        }
    }
    return declared;
}

std::string cache_key(std::string_view path, const Fields& declared)
{
    std::string key{path};
    for (const auto& [name, value] : declared) {
        key += key_separator;
        key += name;
        key += '=';
        key += percent_encode(value);
    }
    return key;
}

/// A cached page is drawn from this and nothing else, so that it can hold nothing personal.
Request shareable_request(std::string path, Fields declared, Fields captures)
{
    Request request;
    request.raw_target = path;
    request.path = std::move(path);
    request.query = std::move(declared);
    request.route = std::move(captures);
    return request;
}

Wanted wanted_of(const net::RequestData& data)
{
    return {parse_accept_encoding(field_of(data, "accept-encoding")),
            std::string{field_of(data, "if-none-match")},
            std::string{field_of(data, "if-modified-since")}};
}

} // namespace

struct App::State {
    State(Router given_router, PageCache& given_cache, const Clock& given_clock,
          AppOptions given_options);

    // On I/O threads.
    bool submit_or_refuse(std::function<void()> job, net::Responder& responder);
    void serve(const Route& route, const RouteMatch& match, const Target& target,
               net::RequestData data, net::Responder responder);
    void serve_uncached(const Route& route, Request request, net::Responder responder);
    void serve_error(int status, std::string_view allow, const net::RequestData& data,
                     net::Responder responder);
    Request request_of(net::RequestData data, const Target& target) const;
    Client client_of(const net::RequestData& data) const;
    std::optional<std::string> slashed_address(const Target& target) const;
    net::Answer at_once(const Response& response) const { return finisher.answer(response); }

    // On workers.
    Response draw(const Route& route, const Request& request) const;
    Response error_page(int status, const Request& request) const;
    Response with_error_page(Response response, const Request& request) const;

    const Router router;
    PageCache& cache;
    const Clock& clock;
    const AppOptions options;
    const Finisher finisher;
    std::unordered_map<int, net::WirePagePtr> refusals;
    const net::WirePagePtr overloaded;
    net::WorkerPool workers;
    PageDrawer drawer;
};

App::State::State(Router given_router, PageCache& given_cache, const Clock& given_clock,
                  AppOptions given_options)
    : router(std::move(given_router)), cache(given_cache), clock(given_clock),
      options(std::move(given_options)),
      finisher(options.content_security_policy, options.strict_transport),
      overloaded(finisher.plain(503, "Retry-After: 2\r\n", false)),
      workers(options.workers_max, options.worker_queue_max),
      drawer(cache, clock, finisher, workers, overloaded)
{
    for (const int status : refused_by_net) {
        std::string_view more;
        if (status == 405)
            more = "Allow: GET, HEAD, POST, OPTIONS\r\n";
        else if (status == 503)
            more = "Retry-After: 5\r\n";
        refusals[status] = finisher.plain(status, more, true);
    }
}

/// False where the workers have too much to do; the reader has been told so.
bool App::State::submit_or_refuse(std::function<void()> job, net::Responder& responder)
{
    if (workers.submit(std::move(job)))
        return true;
    responder.respond({overloaded, nullptr});
    return false;
}

Client App::State::client_of(const net::RequestData& data) const
{
    const auto find = [&](std::string_view name) {
        std::string joined;
        for (const auto& [field_name, value] : data.fields) {
            if (field_name == name)
                joined += (joined.empty() ? "" : ", ") + value;
        }
        return joined;
    };
    return resolve_client(data.peer, data.host, find, options.trusted_proxies);
}

Request App::State::request_of(net::RequestData data, const Target& target) const
{
    const Client client = client_of(data);
    Request request;
    request.method = method_of(data.verb);
    request.path = target.path;
    request.query = parse_query(target.query);
    request.raw_target = std::move(data.target);
    request.headers = std::move(data.fields);
    request.body = std::move(data.body);
    request.remote_address = to_string(client.address);
    request.host = client.host;
    request.secure = client.secure;
    return request;
}

void App::State::serve(const Route& route, const RouteMatch& match, const Target& target,
                       net::RequestData data, net::Responder responder)
{
    const Method method = method_of(data.verb);
    if (route.cache == Cache::yes && reads_only(method)) {
        auto declared = declared_of(route, parse_query(target.query));
        auto key = cache_key(target.path, declared);
        auto request = shareable_request(target.path, std::move(declared), match.captures);
        auto drawing = [this, &route, request = std::move(request)] {
            return draw(route, request);
        };
        drawer.serve(key, {wanted_of(data), std::move(responder)}, std::move(drawing));
        return;
    }
    auto request = request_of(std::move(data), target);
    request.route = match.captures;
    serve_uncached(route, std::move(request), std::move(responder));
}

void App::State::serve_uncached(const Route& route, Request request, net::Responder responder)
{
    struct Work {
        Request request;
        net::Responder responder;
    };
    auto work = std::make_shared<Work>(Work{std::move(request), std::move(responder)});
    auto job = [this, &route, work] {
        const Response response = draw(route, work->request);
        // Compressed text that holds a secret beside what a stranger chose gives it away by its
        // length. Who sends no cookie has no secret in his page.
        const bool anonymous =
            work->request.header("cookie").empty() && work->request.header("authorization").empty();
        const auto acceptance = parse_accept_encoding(work->request.header("accept-encoding"));
        const bool zip = anonymous && acceptance.of(Encoding::gzip) > 0 &&
                         acceptance.prefers(Encoding::gzip, Encoding::identity);
        work->responder.respond(
            finisher.answer(response, zip ? Encoding::gzip : Encoding::identity));
    };
    submit_or_refuse(std::move(job), work->responder);
}

/// An error that no handler made: unknown path, wrong method, too large a body.
void App::State::serve_error(int status, std::string_view allow, const net::RequestData& data,
                             net::Responder responder)
{
    Response bare = html(status, {});
    if (!allow.empty())
        bare.headers.emplace_back("Allow", allow);
    const Request request = shareable_request("/", {}, {});
    if (!options.error_page)
        return responder.respond(at_once(with_error_page(std::move(bare), request)));
    if (status == 404 && reads_only(method_of(data.verb))) {
        // One drawing for all made-up paths: a thousand of them must not cost a thousand pages.
        auto drawing = [this, request] { return error_page(404, request); };
        return drawer.serve(std::string{unknown_path_key}, {wanted_of(data), std::move(responder)},
                            std::move(drawing));
    }
    auto kept = std::make_shared<net::Responder>(std::move(responder));
    auto job = [this, bare = std::move(bare), kept, request] {
        kept->respond(at_once(with_error_page(bare, request)));
    };
    submit_or_refuse(std::move(job), *kept);
}

/// A page's address ends with a slash; who leaves it out is sent there.
std::optional<std::string> App::State::slashed_address(const Target& target) const
{
    if (target.path.ends_with('/'))
        return std::nullopt;
    const auto slashed = router.match(Method::get, target.path + '/');
    if (slashed.route == nullptr || slashed.by_rest)
        return std::nullopt;
    std::string location = percent_encode(target.path, Slash::keep) + '/';
    if (!target.query.empty())
        location += "?" + std::string{target.query};
    return location;
}

/// Calls the handler: the one place where what it throws is caught.
Response App::State::draw(const Route& route, const Request& request) const
{
    try {
        return with_error_page(route.handler(request), request);
    } catch (const std::exception& failure) {
        log::error("web.handler_failed", {{"route", route.pattern}, {"what", failure.what()}});
    } catch (...) {
        log::error("web.handler_failed", {{"route", route.pattern}, {"what", "not an exception"}});
    }
    return with_error_page(html(500, {}), request);
}

/// The page of an error, plain where there is no hook or the hook itself fails.
Response App::State::error_page(int status, const Request& request) const
{
    if (options.error_page) {
        try {
            Response page = options.error_page(status, request);
            page.status = status;
            return page;
        } catch (const std::exception& failure) {
            log::error("web.error_page_failed", {{"status", status}, {"what", failure.what()}});
        }
    }
    return text(status, std::string{net::reason_phrase(status)} + "\n");
}

/// Gives an empty error its page. The handler's own fields and caching stay: only it knows the tags
/// that would make the page another.
Response App::State::with_error_page(Response response, const Request& request) const
{
    if (response.status < 400 || !response.body.empty() || response.stream)
        return response;
    Response page = error_page(response.status, request);
    response.content_type = std::move(page.content_type);
    response.body = std::move(page.body);
    for (auto& header : page.headers)
        response.headers.push_back(std::move(header));
    return response;
}

App::App(Router router, PageCache& cache, const Clock& clock, AppOptions options)
    : state_(std::make_unique<State>(std::move(router), cache, clock, std::move(options)))
{
}

App::~App()
{
    state_->workers.stop();
}

net::WirePagePtr App::find_cached(const net::RequestHead& head)
{
    std::string made_key;
    std::string_view key = head.target;
    if (!is_plain_path(key)) {
        const auto target = parse_target(head.target);
        if (!target)
            return nullptr;
        const auto match = state_->router.match(Method::get, target->path);
        if (match.route == nullptr || match.route->cache == Cache::no)
            return nullptr;
        made_key = cache_key(target->path, declared_of(*match.route, parse_query(target->query)));
        key = made_key;
    }
    const auto acceptance = parse_accept_encoding(head.field("accept-encoding"));
    const auto found = state_->cache.find(key, acceptance, head.field("if-none-match"),
                                          head.field("if-modified-since"));
    if (found.wants_brotli)
        state_->drawer.make_brotli(std::string{key});
    return found.page;
}

std::size_t App::body_bytes_max(const net::RequestHead& head)
{
    const auto target = parse_target(head.target);
    if (!target)
        return 0;
    const auto match = state_->router.match(method_of(head.verb), target->path);
    return match.route == nullptr ? 0 : match.route->body_bytes_max;
}

void App::handle(net::RequestData data, net::Responder responder)
{
    State& state = *state_;
    if (data.verb == net::Verb::options && data.target == "*") {
        responder.respond(
            {state.finisher.plain(204, "Allow: GET, HEAD, POST, OPTIONS\r\n", false), nullptr});
        return;
    }
    const auto target = parse_target(data.target);
    if (!target)
        return state.serve_error(400, {}, data, std::move(responder));
    const Method method = method_of(data.verb);
    const auto match = state.router.match(method, target->path);
    if (reads_only(method) && !match.method_mismatch && (!match.route || match.by_rest)) {
        if (auto location = state.slashed_address(*target))
            return responder.respond(state.at_once(moved(std::move(*location))));
    }
    const bool known = match.route != nullptr || match.method_mismatch;
    if (!known)
        return state.serve_error(404, {}, data, std::move(responder));
    if (match.route == nullptr && method == Method::options)
        return responder.respond(
            {state.finisher.plain(204, "Allow: " + match.allow + "\r\n", false), nullptr});
    if (match.route == nullptr)
        return state.serve_error(405, match.allow, data, std::move(responder));
    if (data.body_too_large)
        return state.serve_error(413, {}, data, std::move(responder));
    if (match.route->access != Access::everyone)
        return state.serve_error(403, {}, data, std::move(responder));
    state.serve(*match.route, match, *target, std::move(data), std::move(responder));
}

net::WirePagePtr App::refusal(int status)
{
    const auto found = state_->refusals.find(status);
    return found == state_->refusals.end() ? state_->refusals.at(500) : found->second;
}

net::Address App::client_of(const net::RequestHead& head)
{
    if (state_->options.trusted_proxies.empty())
        return head.peer;
    const auto find = [&](std::string_view name) {
        std::string joined;
        for (const auto& field : head.fields) {
            if (equals_ignoring_case(field.name, name)) {
                joined += joined.empty() ? "" : ", ";
                joined += field.value;
            }
        }
        return joined;
    };
    return resolve_client(head.peer, head.host, find, state_->options.trusted_proxies).address;
}

bool App::submit(std::function<void()> job)
{
    return state_->workers.submit(std::move(job));
}

const Router& App::router() const
{
    return state_->router;
}

Route health_route(std::function<bool()> healthy)
{
    Route route;
    route.pattern = "/healthz";
    route.handler = [healthy = std::move(healthy)](const Request&) {
        const bool good = !healthy || healthy();
        return good ? text(200, "ok\n") : text(503, "not ready\n");
    };
    return route;
}

} // namespace masthead::web
