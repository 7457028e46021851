// The smaller parts: worker pool, connection counts, access log, wire pages, listen addresses.

#include "core/net/access_log.hpp"
#include "core/net/connection_counts.hpp"
#include "core/net/server.hpp"
#include "core/net/wire_page.hpp"
#include "core/net/worker_pool.hpp"

#include <doctest/doctest.h>

#include <future>
#include <unistd.h>

using namespace masthead;
using namespace masthead::net;

TEST_CASE("the pool starts threads only when work waits, and takes what its queue holds")
{
    WorkerPool pool{2, 3};
    CHECK(pool.threads() == 0);
    std::promise<void> gate;
    const auto opened = gate.get_future().share();
    std::atomic<int> done{0};
    std::atomic<int> started{0};
    const auto job = [&, opened] {
        ++started;
        opened.wait();
        ++done;
    };
    CHECK(pool.submit(job));
    CHECK(pool.submit(job));
    while (started < 2)
        std::this_thread::yield();
    CHECK(pool.threads() == 2);
    for (int i = 0; i < 3; ++i)
        CHECK(pool.submit(job));
    CHECK_FALSE(pool.submit(job));
    gate.set_value();
    pool.stop();
    CHECK(done == 5);
    CHECK_FALSE(pool.submit(job));
}

TEST_CASE("a job that throws takes no worker with it")
{
    WorkerPool pool{1, 10};
    std::promise<void> ran;
    CHECK(pool.submit([] { throw std::runtime_error("as expected by this test"); }));
    CHECK(pool.submit([&] { ran.set_value(); }));
    ran.get_future().get();
}

TEST_CASE("connections are counted in all and by network")
{
    using Verdict = ConnectionCounts::Verdict;
    ConnectionCounts counts{5, 2, {*parse_cidr("10.0.0.0/8")}};
    const auto a = *parse_address("2001:db8::1");
    const auto neighbour = *parse_address("2001:db8::2");
    const auto proxy = *parse_address("10.1.1.1");
    CHECK(counts.enter(a) == Verdict::admitted);
    CHECK(counts.enter(neighbour) == Verdict::admitted);
    CHECK(counts.enter(neighbour) == Verdict::too_many_from_network);
    for (int i = 0; i < 3; ++i)
        CHECK(counts.enter(proxy) == Verdict::admitted);
    CHECK(counts.enter(*parse_address("192.0.2.1")) == Verdict::too_many);
    counts.leave(a);
    CHECK(counts.enter(neighbour) == Verdict::admitted);
    CHECK(counts.total() == 5);
}

TEST_CASE("an access line holds neither query nor whole address")
{
    std::string line;
    AccessRecord record;
    record.method = "GET";
    record.target = "/search/?q=secret";
    record.status = 200;
    record.bytes = 512;
    record.took = std::chrono::microseconds{1'250};
    record.encoding = "gzip";
    record.from_cache = true;
    record.client = *parse_address("203.0.113.77");
    append_access_line(line, record, "2026-11-23T14:33:03.000Z");
    CHECK(line == "2026-11-23T14:33:03.000Z GET /search/ 200 512 1.3 gzip hit 203.0.113.0/24\n");
}

TEST_CASE("the log writes what it was given and drops what its reader does not take")
{
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    {
        AccessLog log{ends[1]};
        std::string lines = "one\n";
        log.write(lines);
        CHECK(lines.empty());
        std::string flood(AccessLog::pending_bytes_max + 1, 'x');
        log.write(flood);
        CHECK(flood.empty());
    }
    ::close(ends[1]);
    std::string read(100, '\0');
    const auto count = ::read(ends[0], read.data(), read.size());
    CHECK(std::string_view{read}.substr(0, static_cast<std::size_t>(count)) == "one\n");
    ::close(ends[0]);
}

TEST_CASE("a wire page knows where its parts are")
{
    const auto page = make_wire_page({.status = 404, .fields = "A: b\r\n", .body = "gone"});
    CHECK(page->bytes.substr(0, page->head_bytes).ends_with("A: b\r\nContent-Length: 4\r\n\r\n"));
    CHECK(page->bytes.substr(page->head_bytes) == "gone");
    CHECK(page->bytes.substr(page->date_at, http_date_bytes).ends_with(" GMT"));
    CHECK(page->bytes.substr(0, page->patch_bytes).ends_with("\r\n"));
    const auto bare = make_wire_page({.status = 304, .fields = "", .body = "never"});
    CHECK(bare->bytes.find("Content-Length") == std::string::npos);
    CHECK(bare->bytes.size() == bare->head_bytes);
}

TEST_CASE("listen addresses are HOST:PORT with brackets around IPv6")
{
    CHECK(parse_listen_address("127.0.0.1:80")->host == "127.0.0.1");
    CHECK(parse_listen_address("[::1]:8080")->host == "::1");
    CHECK(parse_listen_address("[::1]:8080")->port == 8080);
    CHECK(parse_listen_address("localhost:0")->port == 0);
    for (const char* text :
         {"", ":80", "a", "a:", "a:b", "a:65536", "::1:80", "[]:80", "[::1:80", "a:-1", "a:80x"})
        CHECK_FALSE(parse_listen_address(text));
}
