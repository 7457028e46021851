#include "core/web/app.hpp"

#include "core/base/text.hpp"
#include "core/web/app_state.hpp"

namespace masthead::web {

const char* const default_content_security_policy =
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'self'; form-action 'self'; "
    "frame-src https:; worker-src 'self'";

App::App(Router router, PageCache& cache, const Clock& clock, AppOptions options)
    : state_(std::make_unique<State>(std::move(router), cache, clock, std::move(options)))
{
}

App::~App()
{
    state_->drawer.stop();
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
        const auto query = parse_query(target->query);
        if (since_of(*match.route, query) != 0)
            return nullptr; // it may have to wait
        made_key = cache_key(target->path, declared_of(*match.route, query));
        key = made_key;
    }
    const auto acceptance = parse_accept_encoding(head.field("accept-encoding"));
    const auto found = state_->cache.find(key, acceptance, head.field("if-none-match"),
                                          head.field("if-modified-since"));
    if (found.wants_brotli)
        state_->drawer.make_brotli(std::string{key});
    if (found.wants_denser)
        state_->drawer.make_denser(std::string{key});
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
        return state.serve_error({400}, data, std::move(responder));
    const Method method = method_of(data.verb);
    const auto match = state.router.match(method, target->path);
    if (reads_only(method) && !match.method_mismatch && (!match.route || match.by_rest)) {
        if (auto location = state.slashed_address(*target))
            return responder.respond(state.at_once(moved(std::move(*location))));
    }
    const bool known = match.route != nullptr || match.method_mismatch;
    if (!known)
        return state.serve_error({404}, data, std::move(responder));
    if (match.route == nullptr && method == Method::options)
        return responder.respond(
            {state.finisher.plain(204, "Allow: " + match.allow + "\r\n", false), nullptr});
    if (match.route == nullptr)
        return state.serve_error({405, {}, {{"Allow", match.allow}}}, data, std::move(responder));
    if (data.body_too_large)
        return state.serve_error({413}, data, std::move(responder));
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

void App::note_position(std::int64_t position)
{
    state_->drawer.note_position(position);
}

std::size_t App::parked_requests() const
{
    return state_->drawer.parked();
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
