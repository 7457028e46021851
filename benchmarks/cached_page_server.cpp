// A small newspaper of one page: serves FILE at "/" from the page cache, echoes what is posted
// there. Usage: cached_page_server HOST:PORT FILE [I/O threads] [log]

#include "core/net/access_log.hpp"
#include "core/net/server.hpp"
#include "core/web/app.hpp"

#include <csignal>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <unistd.h>

namespace {

using namespace masthead;

std::string read_whole(const char* path)
{
    std::ifstream in{path, std::ios::binary};
    if (!in)
        throw std::runtime_error(std::string{"cannot read "} + path);
    return {std::istreambuf_iterator<char>{in}, {}};
}

web::Router routes(const std::string& page)
{
    web::Route front;
    front.pattern = "/";
    front.cache = web::Cache::yes;
    front.handler = [page](const web::Request&) {
        web::Response response = web::html(200, page);
        response.caching = web::PageCaching{{"page"}, 1, std::nullopt};
        return response;
    };
    web::Route echo;
    echo.method = web::Method::post;
    echo.pattern = "/";
    echo.body_bytes_max = limits::request_body_bytes_max;
    echo.handler = [](const web::Request& request) { return web::text(200, request.body); };
    return web::Router{{std::move(front), std::move(echo), web::health_route()}};
}

void wait_for_signal()
{
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    int signal = 0;
    sigwait(&ends, &signal);
}

int serve(int count, char** words)
{
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr); // before any thread starts

    const SystemClock clock;
    web::PageCache cache{clock};
    web::App app{routes(read_whole(words[2])), cache, clock};
    std::unique_ptr<net::AccessLog> log;
    net::ServerOptions options;
    options.listen = {words[1]};
    options.io_threads = count > 3 ? static_cast<unsigned>(std::stoul(words[3])) : 1;
    options.connections_per_network_max = options.connections_max;
    if (count > 4) {
        log = std::make_unique<net::AccessLog>(STDOUT_FILENO);
        options.access_log = log.get();
    }
    net::Server server{options, app};
    server.start();
    std::printf("listening on port %u\n", static_cast<unsigned>(server.port()));
    std::fflush(stdout);
    wait_for_signal();
    server.drain();
    server.wait();
    return 0;
}

} // namespace

int main(int count, char** words)
{
    if (count < 3) {
        std::fputs("usage: cached_page_server HOST:PORT FILE [I/O threads] [log]\n", stderr);
        return 2;
    }
    try {
        return serve(count, words);
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "cached_page_server: %s\n", failure.what());
        return 1;
    }
}
