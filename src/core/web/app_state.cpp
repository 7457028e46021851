#include "core/web/app_state.hpp"

#include "core/base/log.hpp"
#include "core/base/text.hpp"
#include "core/web/words.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace masthead::web {

namespace {

constexpr std::array refused_by_net{400, 405, 408, 413, 414, 417, 431, 500, 501, 503, 505};
constexpr char key_separator = '\n'; // no path holds a control byte

std::string_view field_of(const net::RequestData& data, std::string_view name)
{
    for (const auto& [field_name, value] : data.fields) {
        if (field_name == name)
            return value;
    }
    return {};
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

bool has_header(const Response& response, std::string_view name)
{
    return std::ranges::any_of(response.headers, [&](const auto& header) {
        return equals_ignoring_case(header.first, name);
    });
}

/// What one reader is told is kept by nobody, whatever the handler says.
void forbid_keeping(Response& response)
{
    std::erase_if(response.headers, [](const auto& header) {
        return equals_ignoring_case(header.first, "Cache-Control") ||
               equals_ignoring_case(header.first, "CDN-Cache-Control");
    });
    response.headers.emplace_back("Cache-Control", "no-store");
}

/// Compressed text that holds a secret beside what a stranger chose gives it away by its length.
/// Who only reads and sends no cookie has no secret in his page.
Encoding encoding_for(const Request& request)
{
    const bool anonymous = reads_only(request.method) && request.header("cookie").empty() &&
                           request.header("authorization").empty();
    const auto acceptance = parse_accept_encoding(request.header("accept-encoding"));
    const bool zip = anonymous && acceptance.of(Encoding::gzip) > 0 &&
                     acceptance.prefers(Encoding::gzip, Encoding::identity);
    return zip ? Encoding::gzip : Encoding::identity;
}

Refused too_many(Milliseconds wait)
{
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
    return {429, problem_too_many, {{"Retry-After", std::to_string(seconds)}}};
}

Wanted wanted_of(const net::RequestData& data)
{
    return {parse_accept_encoding(field_of(data, "accept-encoding")),
            std::string{field_of(data, "if-none-match")},
            std::string{field_of(data, "if-modified-since")}};
}

/// The page of an unknown address is drawn without knowing the address, since all share it.
Request nowhere()
{
    return shareable_request({}, {}, {});
}

} // namespace

Response Refused::bare() const
{
    Response response = html(status, {});
    response.problem = problem;
    response.headers = headers;
    return response;
}

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

std::int64_t since_of(const Route& route, const Fields& query)
{
    const auto given = std::ranges::find(query, "since", &Fields::value_type::first);
    if (given == query.end() ||
        std::ranges::find(route.parameters, "since") != route.parameters.end())
        return 0;
    const std::string& text = given->second;
    std::int64_t position = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), position);
    return read.ec == std::errc{} && read.ptr == text.data() + text.size() && position > 0
               ? position
               : 0;
}

App::State::State(Router given_router, PageCache& given_cache, const Clock& given_clock,
                  AppOptions given_options)
    : router(std::move(given_router)), cache(given_cache), clock(given_clock),
      options(std::move(given_options)),
      finisher(options.content_security_policy, options.strict_transport), errors(options),
      gate(options, errors, clock), rates(router.routes()),
      overloaded(finisher.plain(503, "Retry-After: 2\r\n", false)),
      workers(options.workers_max, options.worker_queue_max),
      drawer(cache, clock, finisher, workers, overloaded,
             [this] { return errors.page(404, nowhere()); })
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
    if (route.rate.burst > 0) {
        const auto wait = rates.take(route, client_of(data).address, clock.now());
        if (wait > Milliseconds{0})
            return serve_error(too_many(wait), data, std::move(responder));
    }
    if (route.cache == Cache::yes && reads_only(method_of(data.verb)))
        return serve_cached(route, match, target, data, std::move(responder));
    auto request = request_of(std::move(data), target);
    request.route = match.captures;
    if (gate.is_from_abroad(route, request)) {
        net::RequestData asked;
        asked.fields = std::move(request.headers);
        return serve_error({403, problem_cross_site}, asked, std::move(responder));
    }
    serve_uncached(route, std::move(request), std::move(responder));
}

void App::State::serve_cached(const Route& route, const RouteMatch& match, const Target& target,
                              const net::RequestData& data, net::Responder responder)
{
    const auto query = parse_query(target.query);
    auto declared = declared_of(route, query);
    auto key = cache_key(target.path, declared);
    auto request = shareable_request(target.path, std::move(declared), match.captures);
    auto drawing = [this, &route, request = std::move(request)] { return draw(route, request); };
    PageCache::Waiter waiter{wanted_of(data), std::move(responder),
                             since_wanted(since_of(route, query), data)};
    drawer.serve(key, std::move(waiter), std::move(drawing));
}

/// Nobody waits for a position that has not been committed: whoever asks for one has made it up.
Since App::State::since_wanted(std::int64_t position, const net::RequestData& data) const
{
    if (position == 0)
        return {};
    if (position > drawer.noted() &&
        (!options.committed_position || position > options.committed_position()))
        return {};
    return {position, std::chrono::steady_clock::now() + parked_time_max, client_of(data).address};
}

void App::State::serve_uncached(const Route& route, Request request, net::Responder responder)
{
    struct Work {
        Request request;
        net::Responder responder;
    };
    auto work = std::make_shared<Work>(Work{std::move(request), std::move(responder)});
    auto job = [this, &route, work] {
        const Response response = answer(route, work->request);
        if (PageDrawer::is_unknown(response)) {
            const auto accepted = work->request.header("accept-encoding");
            const Wanted wanted{parse_accept_encoding(accepted), {}, {}};
            return drawer.serve_unknown({wanted, std::move(work->responder), {}});
        }
        const auto encoding = encoding_for(work->request);
        work->responder.respond(finisher.answer(response, encoding));
    };
    submit_or_refuse(std::move(job), work->responder);
}

void App::State::serve_error(const Refused& refused, const net::RequestData& data,
                             net::Responder responder)
{
    Response bare = refused.bare();
    if (prefers_json(field_of(data, "accept")))
        return responder.respond(at_once(errors.as_json(std::move(bare))));
    if (PageDrawer::is_unknown(bare))
        return drawer.serve_unknown({wanted_of(data), std::move(responder), {}});
    const Request request = nowhere();
    if (!options.error_page)
        return responder.respond(at_once(errors.dress(std::move(bare), request)));
    if (const auto dressed = errors.dress_kept(bare, clock.now()))
        return responder.respond(at_once(*dressed));
    auto kept = std::make_shared<net::Responder>(std::move(responder));
    auto job = [this, bare = std::move(bare), kept, request] {
        kept->respond(at_once(errors.dress_shared(bare, request, clock.now())));
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

/// Calls what answers: the one place where what a handler or a hook throws is caught.
template <class Draw>
Response App::State::caught(const Route& route, const Request& request, Draw draw_it) const
{
    try {
        Response response = draw_it();
        // The one page of unknown addresses is for those that anyone may ask for.
        const bool shared = route.access == Access::everyone && !request.wants_json();
        if (shared && PageDrawer::is_unknown(response))
            return response;
        return errors.dress(std::move(response), request);
    } catch (const std::exception& failure) {
        log::error("web.handler_failed", {{"route", route.pattern}, {"what", failure.what()}});
    } catch (...) {
        log::error("web.handler_failed", {{"route", route.pattern}, {"what", "not an exception"}});
    }
    return errors.dress(html(500, {}), request);
}

Response App::State::draw(const Route& route, const Request& request) const
{
    return caught(route, request, [&] { return route.handler(request); });
}

Response App::State::answer(const Route& route, Request& request) const
{
    Response response = caught(route, request, [&] {
        auto stopped = gate.stop(route, request);
        return stopped ? std::move(*stopped) : route.handler(request);
    });
    if (route.access != Access::everyone || has_header(response, "Set-Cookie"))
        forbid_keeping(response);
    return response;
}

} // namespace masthead::web
