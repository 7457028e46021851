#include "core/net/raw_client.hpp"
#include "core/net/server.hpp"
#include "core/web/app.hpp"
#include "core/web/compress.hpp"
#include "shared_data.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <future>
#include <thread>

using namespace masthead;
using namespace masthead::web;
using namespace std::chrono_literals;
using net::test::get;
using net::test::RawClient;
using net::test::Received;

namespace {

Route route(std::string pattern, Handler handler, Cache cache = Cache::no)
{
    Route made;
    made.pattern = std::move(pattern);
    made.handler = std::move(handler);
    made.cache = cache;
    return made;
}

Response cached_page(std::string body, std::vector<std::string> tags, std::int64_t position)
{
    Response response = html(200, std::move(body));
    response.caching = PageCaching{std::move(tags), position, std::nullopt};
    return response;
}

/// A small newspaper with its server, whose one story can be held back, changed and withdrawn.
struct Newspaper {
    explicit Newspaper(AppOptions options = {})
        : app(Router{routes()}, cache, clock, std::move(options)), server(listen(), app)
    {
        server.start();
    }
    ~Newspaper()
    {
        server.drain();
        server.wait();
    }

    static net::ServerOptions listen()
    {
        net::ServerOptions options;
        options.listen = {"127.0.0.1:0"};
        options.tick = 10ms;
        options.linger_timeout = 100ms;
        options.drain_timeout = 1s;
        return options;
    }

    Response draw_story(const Request& request)
    {
        ++drawings;
        if (request.route_value("slug") == "slow")
            opened.wait();
        if (request.route_value("slug") == "missing")
            return refuse(masthead::refuse(Refusal::not_found, "story.missing"));
        const std::int64_t read_at = position;
        if (request.route_value("slug").starts_with("made-up") && !arrived) {
            Response absent = html(404, {});
            absent.caching = PageCaching{{"stories"}, read_at, std::nullopt};
            return absent;
        }
        if (withdrawn) {
            Response gone = html(410, {});
            gone.caching = PageCaching{{"story:1"}, read_at, std::nullopt};
            return gone;
        }
        std::string body = "<p>" + std::string{request.route_value("slug")} + " version " +
                           std::to_string(read_at);
        body += " sort " + std::string{request.query_value("sort")};
        body += " cookie " + std::string{request.header("cookie")} + request.host +
                request.remote_address;
        while (body.size() < 4'000)
            body += " and so on";
        return cached_page(body, {"story:1"}, read_at);
    }

    std::vector<Route> routes()
    {
        std::vector<Route> table;
        table.push_back(route("/", [](const Request&) { return html(200, "front"); }));
        auto story = [this](const Request& request) { return draw_story(request); };
        table.push_back(route("/{slug}/", story, Cache::yes));
        table.back().parameters = {"sort", "page"};
        table.push_back(route("/fails/", [](const Request&) -> Response {
            throw std::runtime_error("secret detail");
        }));
        table.push_back(route("/who/", [](const Request& request) {
            return text(200, request.remote_address + (request.secure ? " https " : " http ") +
                                 request.host);
        }));
        table.push_back(route("/staff/", [](const Request&) { return html(200, "desk"); }));
        table.back().access = Access::staff;
        table.push_back(
            route("/large/", [](const Request&) { return html(200, std::string(20'000, 'l')); }));
        Route echo = route("/echo/", [](const Request& request) {
            return text(200, request.body + std::string{request.query_value("q")});
        });
        echo.method = Method::post;
        echo.body_bytes_max = 100;
        echo.cross_site = CrossSite::allowed;
        table.push_back(std::move(echo));
        table.push_back(health_route());
        return table;
    }

    RawClient client() { return RawClient{server.port()}; }

    Received ask(const std::string& request)
    {
        auto fresh = client();
        const auto answer = fresh.ask(request);
        REQUIRE(answer);
        return *answer;
    }

    std::atomic<int> drawings{0};
    std::atomic<std::int64_t> position{1};
    std::atomic<bool> withdrawn{false};
    std::atomic<bool> arrived{false};
    std::promise<void> gate;
    std::shared_future<void> opened = gate.get_future().share();
    SystemClock clock;
    PageCache cache{clock};
    App app;
    net::Server server;
};

template <class Condition>
bool soon(Condition condition)
{
    const auto give_up = std::chrono::steady_clock::now() + 5s;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > give_up)
            return false;
        std::this_thread::sleep_for(2ms);
    }
    return true;
}

} // namespace

TEST_CASE("a hundred concurrent misses cause one drawing, and block one worker")
{
    AppOptions options;
    options.workers_max = 2; // far fewer than those who wait
    Newspaper paper{options};
    std::vector<RawClient> readers;
    for (int i = 0; i < 100; ++i) {
        readers.push_back(paper.client());
        readers.back().send(get("/slow/", i % 2 == 0 ? "Accept-Encoding: gzip\r\n" : ""));
    }
    CHECK(soon([&] { return paper.cache.counts().misses == 100; }));
    CHECK(paper.ask(get("/")).body == "front"); // the other worker is free
    paper.gate.set_value();
    std::string first;
    for (std::size_t i = 0; i < readers.size(); ++i) {
        const auto answer = readers[i].receive();
        REQUIRE(answer);
        CHECK(answer->status == 200);
        const bool zipped = answer->field("content-encoding") == "gzip";
        CHECK(zipped == (i % 2 == 0));
        const auto body = zipped ? gunzip(answer->body) : answer->body;
        first = first.empty() ? body : first;
        CHECK(body == first);
    }
    CHECK(paper.drawings == 1);
}

TEST_CASE("forms are negotiated, brotli from its second asking on")
{
    Newspaper paper;
    auto reader = paper.client();
    const auto ask = [&](const char* field) { return reader.ask(get("/a/", field)); };
    CHECK(ask("Accept-Encoding: gzip, deflate, br\r\n")->field("content-encoding") == "gzip");
    CHECK(soon([&] {
        return ask("Accept-Encoding: gzip, deflate, br\r\n")->field("content-encoding") == "br";
    }));
    CHECK(ask("Accept-Encoding: gzip\r\n")->field("content-encoding") == "gzip");
    CHECK(ask("Accept-Encoding: br;q=0.1, gzip\r\n")->field("content-encoding") == "gzip");
    CHECK(ask("Accept-Encoding: gzip;q=0\r\n")->field("content-encoding") == "");
    const auto plain = ask("");
    CHECK(plain->body.starts_with("<p>a version 1"));
    CHECK(plain->field("vary") == "Accept-Encoding");
    const auto zipped = ask("Accept-Encoding: gzip\r\n");
    CHECK(gunzip(zipped->body) == plain->body);
    CHECK(zipped->field("etag") != plain->field("etag"));
    CHECK(paper.drawings == 1);
}

TEST_CASE("a page that has not changed is answered with 304, and HEAD with its head")
{
    Newspaper paper;
    auto reader = paper.client();
    const auto page = reader.ask(get("/a/"));
    const auto again = reader.ask(get("/a/", "If-None-Match: " + page->field("etag") + "\r\n"));
    CHECK(again->status == 304);
    CHECK(again->field("etag") == page->field("etag"));
    CHECK(again->field("vary") == "Accept-Encoding");
    CHECK(again->field("cache-control") == page->field("cache-control"));
    CHECK(again->field("content-length") == "");
    CHECK(reader.ask(get("/a/", "If-None-Match: *\r\n"))->status == 304);
    CHECK(reader.ask(get("/a/", "If-Modified-Since: " + page->field("last-modified") + "\r\n"))
              ->status == 304);
    CHECK(reader
              .ask(get("/a/", "If-None-Match: \"x\"\r\nIf-Modified-Since: " +
                                  page->field("last-modified") + "\r\n"))
              ->status == 200);
    const auto head = reader.ask("HEAD /a/ HTTP/1.1\r\nHost: a\r\n\r\n", true);
    CHECK(head->status == 200);
    CHECK(head->field("etag") == page->field("etag"));
    CHECK(head->field("content-length") == page->field("content-length"));
    CHECK(reader.ask(get("/a/"))->status == 200);
}

TEST_CASE("unknown parameters make no other page, declared ones do")
{
    Newspaper paper;
    auto reader = paper.client();
    CHECK(reader.ask(get("/a/?utm_source=x"))->body.find(" sort  ") != std::string::npos);
    CHECK(reader.ask(get("/a/?utm_source=y&fbclid=z"))->status == 200);
    CHECK(reader.ask(get("/a/"))->status == 200);
    CHECK(reader.ask(get("/%61/"))->status == 200);
    CHECK(paper.drawings == 1);
    CHECK(reader.ask(get("/a/?utm_source=x&sort=oldest"))->body.find(" sort oldest ") !=
          std::string::npos);
    CHECK(reader.ask(get("/a/?sort=oldest&sort=newest"))->status == 200);
    CHECK(paper.drawings == 2);
    CHECK(reader.ask(get("/a%3Fsort=oldest/"))->status == 200); // a path, not a parameter
    CHECK(paper.drawings == 3);
}

TEST_CASE("a cached page is drawn from nothing personal")
{
    Newspaper paper;
    const auto page = paper.ask(get("/a/", "Cookie: session=secret\r\n"));
    CHECK(page.body.find(" cookie  and") != std::string::npos);
}

TEST_CASE("a drop brings the new page, an urgent one at once")
{
    Newspaper paper;
    auto reader = paper.client();
    CHECK(reader.ask(get("/a/"))->body.find("version 1 ") != std::string::npos);
    paper.position = 2;
    paper.cache.drop("story:1", 2);
    CHECK(
        soon([&] { return reader.ask(get("/a/"))->body.find("version 2 ") != std::string::npos; }));
    CHECK(paper.drawings == 2);
    paper.withdrawn = true;
    paper.position = 3;
    paper.cache.drop("story:1", 3, Drop::urgently);
    CHECK(reader.ask(get("/a/"))->status == 410);
    CHECK(reader.ask(get("/a/"))->status == 410);
    CHECK(paper.drawings == 3); // the 410 is a cached page too
}

TEST_CASE("a story withdrawn while it is drawn is shown to none of those who wait")
{
    Newspaper paper;
    std::vector<RawClient> readers;
    for (int i = 0; i < 5; ++i) {
        readers.push_back(paper.client());
        readers.back().send(get("/slow/"));
    }
    CHECK(soon([&] { return paper.cache.counts().misses == 5; }));
    // The drawing has begun and will read the state from before.
    paper.cache.drop("story:1", 2, Drop::urgently);
    paper.gate.set_value();
    for (auto& reader : readers)
        CHECK(reader.receive()->status == 200);
    CHECK(paper.drawings == 2);
}

TEST_CASE("a handler that throws gives a bare 500 and tells nothing")
{
    Newspaper paper;
    const auto answer = paper.ask(get("/fails/"));
    CHECK(answer.status == 500);
    CHECK(answer.body.find("secret") == std::string::npos);
    CHECK(answer.field("x-content-type-options") == "nosniff");
}

TEST_CASE("errors are drawn by the hook, and a failing hook by us")
{
    AppOptions options;
    std::atomic<int> drawn{0};
    options.error_page = [&](int status, const Request&) -> Response {
        if (status == 500)
            throw std::runtime_error("the theme is broken too");
        ++drawn;
        return cached_page("themed " + std::to_string(status), {"theme"}, 1);
    };
    Newspaper paper{options};
    CHECK(paper.ask(get("/no/such/page/")).body == "themed 404");
    CHECK(paper.ask(get("/no/other/page/")).body == "themed 404");
    CHECK(drawn == 1); // one page for all made-up paths
    CHECK(paper.ask(get("/missing/")).body == "themed 404");
    CHECK(paper.ask(get("/missing/")).status == 404);
    CHECK(drawn == 3); // a 404 that says something of its own is not that page, nor kept
    CHECK(paper.ask(get("/fails/")).body == "Internal Server Error\n");
    CHECK(paper.ask("POST / HTTP/1.1\r\nHost: a\r\n\r\n").body == "themed 405");
}

TEST_CASE("addresses that name nothing share one page until they name something")
{
    std::atomic<int> drawn{0};
    std::atomic<std::int64_t> position{1};
    AppOptions options;
    options.error_page = [&](int status, const Request& request) -> Response {
        ++drawn;
        CHECK(request.path.empty());
        const std::int64_t read_at = position;
        auto page = cached_page("nothing here, " + std::to_string(read_at), {"lists"}, read_at);
        while (page.body.size() < 4'000)
            page.body += " and so on";
        page.status = status;
        return page;
    };
    Newspaper paper{options};
    const auto body = [&](const std::string& path) {
        return gunzip(paper.ask(get(path, "Accept-Encoding: gzip\r\n")).body).substr(0, 15);
    };
    for (int i = 0; i < 20; ++i)
        CHECK(body("/made-up-" + std::to_string(i) + "/") == "nothing here, 1");
    CHECK(drawn == 1);
    CHECK(paper.drawings == 20);
    const auto plain = paper.ask(get("/made-up-21/"));
    CHECK(plain.status == 404);
    CHECK(plain.body.starts_with("nothing here, 1"));
    CHECK(paper.ask(get("/made-up-21/", "Accept-Encoding: br\r\n")).field("content-encoding") ==
          "br");
    CHECK(paper.drawings == 21); // kept, each under its own address
    // What the shared page shows is withdrawn: nobody sees it again under any address.
    position = 2;
    paper.cache.drop("lists", 2, Drop::urgently);
    CHECK(body("/made-up-3/") == "nothing here, 2");
    CHECK(body("/made-up-4/") == "nothing here, 2");
    CHECK(drawn == 2);
    paper.arrived = true;
    paper.position = 3;
    paper.cache.drop("stories", 3);
    CHECK(soon([&] { return paper.ask(get("/made-up-4/")).status == 200; }));
}

TEST_CASE("methods: 405 with Allow, OPTIONS with 204, staff routes closed")
{
    Newspaper paper;
    const auto wrong = paper.ask("DELETE /a/ HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(wrong.status == 405);
    CHECK(wrong.field("allow") == "GET, HEAD, OPTIONS");
    const auto options = paper.ask("OPTIONS /echo/ HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(options.status == 204);
    CHECK(options.field("allow").find("POST") != std::string::npos);
    CHECK(options.field("content-length") == "");
    CHECK(paper.ask("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n").status == 204);
    CHECK(paper.ask(get("/staff/")).status == 303);
}

TEST_CASE("a page without its slash is a redirect that stays on the site")
{
    Newspaper paper;
    const auto answer = paper.ask(get("/a?sort=oldest"));
    CHECK(answer.status == 301);
    CHECK(answer.field("location") == "/a/?sort=oldest");
    CHECK(paper.ask(get("/caf%C3%A9")).field("location") == "/caf%C3%A9/");
    for (const char* target : {"//evil.example", "//evil.example/", "///evil.example/%2f..",
                               "/%2fevil.example", "/%5cevil.example", "/;@evil.example"}) {
        CAPTURE(target);
        const auto tricked = paper.ask(get(target));
        const auto location = tricked.field("location");
        CHECK_FALSE(location.starts_with("//"));
        CHECK((location.empty() || location.starts_with("/")));
    }
}

TEST_CASE("bodies are taken up to the route's limit")
{
    Newspaper paper;
    const auto post = [](std::size_t bytes) {
        return "POST /echo/?q=%C3%A9 HTTP/1.1\r\nHost: a\r\nContent-Length: " +
               std::to_string(bytes) + "\r\n\r\n" + std::string(bytes, 'b');
    };
    CHECK(paper.ask(post(100)).body == std::string(100, 'b') + "\xc3\xa9");
    CHECK(paper.ask(post(101)).status == 413);
    CHECK(paper.ask("POST /a/ HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nb").status == 405);
}

TEST_CASE("only text of a reader without cookies is compressed")
{
    Newspaper paper;
    const std::string zip = "Accept-Encoding: gzip\r\n";
    CHECK(paper.ask(get("/large/", zip)).field("content-encoding") == "gzip");
    CHECK(paper.ask(get("/large/", zip + "Cookie: a=b\r\n")).field("content-encoding") == "");
    CHECK(paper.ask(get("/large/", zip)).field("cache-control") == "no-store");
}

TEST_CASE("full workers are answered with 503 and a time to come back")
{
    AppOptions options;
    options.workers_max = 1;
    options.worker_queue_max = 1;
    Newspaper paper{options};
    auto first = paper.client();
    first.send(get("/slow/"));
    CHECK(soon([&] { return paper.drawings == 1; }));
    auto second = paper.client();
    second.send(get("/other/")); // waits in the queue
    CHECK(soon([&] { return paper.cache.counts().misses == 2; }));
    auto third = paper.client();
    const auto refused = third.ask(get("/third/"));
    CHECK(refused->status == 503);
    CHECK(refused->field("retry-after") == "2");
    paper.gate.set_value();
    CHECK(first.receive()->status == 200);
    CHECK(second.receive()->status == 200);
    CHECK(third.ask(get("/third/"))->status == 200); // and nothing is left behind
}

TEST_CASE("the reader's address comes through listed proxies only")
{
    const std::string forged = "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\n"
                               "X-Forwarded-Host: www.example\r\n";
    Newspaper open;
    CHECK(open.ask(get("/who/", forged)).body == "127.0.0.1 http news.example");
    AppOptions options;
    options.trusted_proxies = {*net::parse_cidr("127.0.0.1")};
    Newspaper behind{options};
    CHECK(behind.ask(get("/who/", forged)).body == "192.0.2.1 https www.example");
    CHECK(behind.ask(get("/who/", "X-Forwarded-For: 6.6.6.6\r\n" + forged)).body ==
          "192.0.2.1 https www.example");
}

TEST_CASE("health is told")
{
    Newspaper paper;
    CHECK(paper.ask(get("/healthz")).body == "ok\n");
}

TEST_CASE("no line of the attack lists gets through or breaks anything")
{
    Newspaper paper;
    for (const char* name : {"crlf-a.txt", "open-redirect-a.txt", "path-traversal-a.txt"}) {
        const auto file = test::shared_data(std::string{"suites/injection/"} + name);
        if (!file) {
            test::skip(name);
            continue;
        }
        std::ifstream lines{*file};
        for (std::string line; std::getline(lines, line);) {
            CAPTURE(line);
            std::string target = line.starts_with('/') ? line : "/" + line;
            std::erase(target, '\r');
            auto reader = paper.client();
            const auto answer = reader.ask(get(target));
            REQUIRE(answer);
            CHECK((answer->status < 500 || answer->status == 505));
            CHECK(answer->field("set-cookie") == "");
            const auto location = answer->field("location");
            CHECK_FALSE(location.starts_with("//"));
            CHECK((location.empty() || location.starts_with("/")));
        }
    }
}
