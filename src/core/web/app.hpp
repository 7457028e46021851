#pragma once

#include "core/base/clock.hpp"
#include "core/base/limits.hpp"
#include "core/net/application.hpp"
#include "core/web/forwarded.hpp"
#include "core/web/page_cache.hpp"
#include "core/web/router.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace masthead::web {

/// The default Content-Security-Policy: scripts, styles and pictures of our own only, so that no
/// page can ask another host for anything; frames from https for embeds the reader clicked.
extern const char* const default_content_security_policy;

/// How an application answers.
struct AppOptions {
    std::string content_security_policy = default_content_security_policy;
    std::vector<net::Cidr> trusted_proxies;
    std::size_t workers_max = limits::workers_max;
    std::size_t worker_queue_max = limits::worker_queue_max;
    bool strict_transport = false; ///< adds Strict-Transport-Security: site_url is https

    /// Draws the page of an error (403, 404, 405, 410, 413, 500, ...), on a worker. Absent, or
    /// where it throws: a plain page. For a path that no route knows its answer may carry `caching`
    /// and is then shared by all such paths.
    std::function<Response(int status, const Request&)> error_page;

    /// The words for a reader that a message key stands for (`Response::problem`, or one of the
    /// keys "web.*" of words.hpp). Absent or empty: the default words, in English. Threads: any.
    std::function<std::string(std::string_view key)> words;

    /// Who asks. Called on a worker, for uncached routes, and only where a session cookie
    /// (`reader_cookie`, `staff_cookie`) is present.
    std::function<Visitor(const Request&)> find_visitor;

    /// What a guest is answered at a reader's or a staff route, on a worker. Absent: 303 to
    /// /reader/sign-in/?to=PATH or /desk/sign-in/?to=PATH; 401 for who wants JSON.
    std::function<Response(const Request&, Access)> sign_in_page;

    /// An unsafe request that says nothing of where it comes from (browsers before 2020, text
    /// browsers): a page that repeats the fields and adds the hidden field `csrf`. Absent: a plain
    /// one.
    std::function<Response(const Request&, std::string_view token)> confirm_page;

    /// The key of the `csrf` field; empty: a random one, good until the process ends.
    std::string csrf_secret;

    /// The newspaper's own address; forms sent from its pages are ours whatever name we are asked
    /// by (a proxy in front may change both name and scheme).
    std::string site_url;

    /// The last event position that is committed: `?since=` beyond it is not waited for. Called on
    /// I/O threads: must not block. Absent: what `note_position` was told.
    std::function<std::int64_t()> committed_position;
};

/// Routes, page cache, workers and finishing of answers: everything between the connections and
/// the handlers. Handlers run on workers. A handler of a route with Cache::yes is given a request
/// without header fields, addresses or undeclared parameters, so that its bytes can be shared.
class App final : public net::Application {
public:
    /// `cache` and `clock` must outlive the application. A server that serves it must end first.
    App(Router router, PageCache& cache, const Clock& clock, AppOptions options = {});

    /// Waits for the workers.
    ~App() override;

    net::WirePagePtr find_cached(const net::RequestHead& head) override;
    std::size_t body_bytes_max(const net::RequestHead& head) override;
    void handle(net::RequestData request, net::Responder responder) override;
    net::WirePagePtr refusal(int status) override;
    net::Address client_of(const net::RequestHead& head) override;
    bool submit(std::function<void()> job) override;

    /// All drops of events up to this position have been made in the page cache: called after each
    /// dispatched batch. Threads: any.
    void note_position(std::int64_t position);

    /// Requests that wait for a position now.
    std::size_t parked_requests() const;

    const Router& router() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// GET /healthz: 200 "ok" while `healthy` says so, else 503. Uncached, without personal matter.
Route health_route(std::function<bool()> healthy = nullptr);

} // namespace masthead::web
