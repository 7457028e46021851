#include "core/net/access_log.hpp"
#include "core/net/raw_client.hpp"
#include "core/net/server.hpp"
#include "core/net/worker_pool.hpp"

#include <doctest/doctest.h>

#include <future>
#include <thread>
#include <unistd.h>

using namespace masthead;
using namespace masthead::net;
using namespace std::chrono_literals;
using test::get;
using test::RawClient;

namespace {

/// A body made up while it is read.
class Letters final : public BodySource {
public:
    Letters(std::size_t count, std::size_t fails_after) : left_(count), good_(fails_after) {}
    std::size_t read(std::span<char> space) override
    {
        if (good_ == 0 && left_ > 0)
            throw std::runtime_error("as expected by this test");
        const auto count = std::min({space.size(), left_, good_});
        std::fill_n(space.begin(), count, 'x');
        left_ -= count;
        good_ -= count;
        return count;
    }

private:
    std::size_t left_;
    std::size_t good_;
};

WirePagePtr page_of(int status, std::string_view body, bool closes = false)
{
    return make_wire_page({.status = status, .fields = "", .body = body, .closes = closes});
}

/// Answers from the target: what each test needs of an application.
class TestApplication final : public Application {
public:
    ~TestApplication() override { workers.stop(); }

    WirePagePtr find_cached(const RequestHead& head) override
    {
        if (head.target == "/cached")
            return cached;
        return head.target == "/large" ? large : nullptr;
    }
    std::size_t body_bytes_max(const RequestHead& head) override
    {
        if (head.target == "/megabytes")
            return 1024 * 1024;
        return head.target == "/echo" ? 1'000 : 0;
    }
    void handle(RequestData request, Responder responder) override
    {
        ++handled;
        if (request.target == "/dropped")
            return;
        if (request.body_too_large)
            return responder.respond({page_of(413, "too large"), nullptr});
        if (request.target == "/slow")
            return answer_later(std::move(responder));
        if (request.target.starts_with("/letters")) {
            const auto fails_after = request.target == "/letters" ? 1'000'000U : 200'000U;
            WireParts parts;
            parts.length = WireParts::Length::given;
            parts.given_length = 1'000'000;
            return responder.respond(
                {make_wire_page(parts), std::make_shared<Letters>(1'000'000, fails_after)});
        }
        std::string text = request.target + "|" + request.body;
        for (const auto& [name, value] : request.fields)
            text += name == "x-a" || name == "x_a" ? "|" + name + "=" + value : "";
        responder.respond({page_of(200, text), nullptr});
    }
    WirePagePtr refusal(int status) override { return page_of(status, "refused", true); }
    Address client_of(const RequestHead& head) override { return head.peer; }
    bool submit(std::function<void()> job) override { return workers.submit(std::move(job)); }

    void answer_later(Responder responder)
    {
        auto kept = std::make_shared<Responder>(std::move(responder));
        submit([this, kept] {
            const auto opened = gate.get_future();
            opened.wait();
            kept->respond({page_of(200, "slow"), nullptr});
        });
    }

    WirePagePtr cached = page_of(200, "from the cache");
    WirePagePtr large = page_of(200, std::string(8 * 1024 * 1024, 'l'));
    std::atomic<int> handled{0};
    std::promise<void> gate;
    WorkerPool workers{4, 16};
};

ServerOptions quick()
{
    ServerOptions options;
    options.listen = {"127.0.0.1:0"};
    options.tick = 10ms;
    options.head_timeout = options.body_timeout = options.write_timeout = 150ms;
    options.keep_alive_timeout = 300ms;
    options.linger_timeout = 100ms;
    options.drain_timeout = 2s;
    return options;
}

struct Running {
    explicit Running(ServerOptions options = quick()) : server(std::move(options), application)
    {
        server.start();
    }
    RawClient client(int receive_buffer = 0) { return RawClient{server.port(), receive_buffer}; }

    TestApplication application;
    Server server;
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

TEST_CASE("a cached page is answered without a worker, with a date of now")
{
    Running running;
    auto client = running.client();
    const auto answer = client.ask(get("/cached"));
    REQUIRE(answer);
    CHECK(answer->status == 200);
    CHECK(answer->body == "from the cache");
    CHECK(answer->field("date").find("1970") == std::string::npos);
    CHECK(answer->field("connection") == "");
    CHECK(running.application.handled == 0);
}

TEST_CASE("HEAD is answered with the head of GET")
{
    Running running;
    auto client = running.client();
    const auto answer =
        client.ask("HEAD /cached HTTP/1.1\r\nHost: a\r\n\r\n" + get("/cached"), true);
    REQUIRE(answer);
    CHECK(answer->field("content-length") == "14");
    const auto next = client.receive();
    REQUIRE(next);
    CHECK(next->body == "from the cache");
}

TEST_CASE("pipelined requests are answered in their order, cached and drawn alike")
{
    Running running;
    auto client = running.client();
    std::string requests;
    for (int i = 0; i < 60; ++i)
        requests += get(i % 3 == 0 ? "/cached" : "/drawn/" + std::to_string(i));
    client.send(requests);
    for (int i = 0; i < 60; ++i) {
        const auto answer = client.receive();
        REQUIRE(answer);
        CHECK(answer->body ==
              (i % 3 == 0 ? "from the cache" : "/drawn/" + std::to_string(i) + "|"));
    }
}

TEST_CASE("a request may come byte by byte")
{
    Running running;
    auto client = running.client();
    for (const char c : "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                        "2\r\nhi\r\n0\r\n\r\n" +
                            get("/cached"))
        REQUIRE(client.send({&c, 1}));
    CHECK(client.receive()->body == "/echo|hi");
    CHECK(client.receive()->body == "from the cache");
}

TEST_CASE("a few blank lines between requests are forgiven, many are not")
{
    Running running;
    auto client = running.client();
    client.send("\r\n\r\n" + get("/cached") + "\r\n\r\n\r\n\r\n" + get("/cached"));
    CHECK(client.receive()->status == 200);
    CHECK(client.receive()->status == 200);
    CHECK(client.ask("\r\n\r\n\r\n\r\n\r\n\r\n" + get("/cached"))->status == 400);
}

TEST_CASE("bodies are read up to the route's limit and refused one past it")
{
    Running running;
    const auto post = [](std::size_t bytes) {
        return "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(bytes) +
               "\r\n\r\n" + std::string(bytes, 'b');
    };
    auto client = running.client();
    CHECK(client.ask(post(1'000))->body == "/echo|" + std::string(1'000, 'b'));
    CHECK(client.ask(post(1'001))->status == 413);
    CHECK(client.ask(get("/cached"))->status == 200); // a small refused body ends nothing
    CHECK(client.ask(post(limits::discarded_body_bytes_max + 1))->status == 413);
    CHECK(client.is_closed());
    const auto chunked = [](std::size_t bytes) {
        return "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3E8\r\n" +
               std::string(1'000, 'b') + "\r\n" + (bytes > 1'000 ? "1\r\nb\r\n" : "") + "0\r\n\r\n";
    };
    auto other = running.client();
    CHECK(other.ask(chunked(1'000))->status == 200);
    CHECK(other.ask(chunked(1'001))->status == 413);
    CHECK(other.ask(get("/cached"))->status == 200);
}

TEST_CASE("a megabyte arrives whole")
{
    Running running;
    auto client = running.client();
    const std::string body(1024 * 1024, 'm');
    const auto answer = client.ask("POST /megabytes HTTP/1.1\r\nHost: a\r\nContent-Length: " +
                                   std::to_string(body.size()) + "\r\n\r\n" + body);
    REQUIRE(answer);
    CHECK(answer->body.size() == body.size() + 11);
}

TEST_CASE("a body is asked for only where it is wanted")
{
    Running running;
    const auto head = [](std::string_view target, int bytes) {
        return "POST " + std::string{target} +
               " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(bytes) +
               "\r\nExpect: 100-continue\r\n\r\n";
    };
    auto welcome = running.client();
    CHECK(welcome.ask(head("/echo", 2))->status == 100);
    CHECK(welcome.ask("hi")->body == "/echo|hi");
    auto unwelcome = running.client();
    CHECK(unwelcome.ask(head("/echo", 1'001))->status == 413);
    CHECK(unwelcome.is_closed());
    auto old = running.client();
    const auto answer = old.ask("POST /echo HTTP/1.0\r\nContent-Length: 2\r\n"
                                "Expect: 100-continue\r\n\r\nhi");
    CHECK(answer->status == 200);
}

TEST_CASE("a malformed body is answered with 400 and the end")
{
    Running running;
    auto client = running.client();
    const auto answer = client.ask("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: "
                                   "chunked\r\n\r\nzz\r\n" +
                                   get("/cached"));
    CHECK(answer->status == 400);
    CHECK(answer->field("connection") == "close");
    CHECK(client.is_closed());
}

TEST_CASE("after an error of the protocol nothing more is read, and the answer still arrives")
{
    Running running;
    auto client = running.client();
    client.send("GET / HTTP/1.1\r\n\r\n" + get("/cached") + std::string(300'000, 'x'));
    CHECK(client.receive()->status == 400);
    CHECK(client.is_closed());
    CHECK(running.application.handled == 0);
}

TEST_CASE("HTTP/1.0 closes unless asked to stay")
{
    Running running;
    auto client = running.client();
    const auto stays = client.ask("GET /cached HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    CHECK(stays->field("connection") == "keep-alive");
    const auto ends = client.ask("GET /cached HTTP/1.0\r\n\r\n");
    CHECK(ends->field("connection") == "close");
    CHECK(client.is_closed());
}

TEST_CASE("a field whose name could pass for another is not handed on")
{
    Running running;
    auto client = running.client();
    const auto answer = client.ask(get("/x", "X_A: forged\r\nX-A: true\r\n"));
    CHECK(answer->body == "/x||x-a=true");
}

TEST_CASE("slow heads and bodies end with 408, idle connections with nothing")
{
    Running running;
    auto slow_head = running.client();
    slow_head.send("GET / HTTP/1.1\r\nHo");
    auto slow_body = running.client();
    slow_body.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc");
    auto silent = running.client();
    auto idle = running.client();
    CHECK(idle.ask(get("/cached"))->status == 200);
    CHECK(slow_head.receive()->status == 408);
    CHECK(slow_head.is_closed());
    CHECK(slow_body.receive()->status == 408);
    CHECK(slow_body.is_closed());
    CHECK(silent.is_closed());
    CHECK(idle.is_closed());
}

TEST_CASE("a head that trickles in has one deadline, not one for each byte")
{
    Running running;
    auto client = running.client();
    const auto give_up = std::chrono::steady_clock::now() + 10s;
    client.patience(20);
    client.send("GET / HTTP/1.1\r\nX: ");
    while (client.send("x") && !client.fill() && std::chrono::steady_clock::now() < give_up) {
    }
    // It came while bytes were still arriving, long before a deadline of each byte's own.
    CHECK(client.rest().starts_with("HTTP/1.1 408 "));
}

TEST_CASE("a reader who does not read is let go")
{
    auto options = quick();
    options.bytes_per_second_min = 100 * 1024 * 1024;
    Running running{options};
    auto stuck = running.client(4096);
    stuck.send(get("/large"));
    CHECK(soon([&] { return running.server.connections() == 1; }));
    CHECK(soon([&] { return running.server.connections() == 0; }));
}

TEST_CASE("a reader on a slow line is given the time that his page takes")
{
    auto options = quick();
    options.bytes_per_second_min = 4 * 1024 * 1024; // 8 MB: two seconds more
    Running running{options};
    auto slow = running.client(4096);
    slow.send(get("/large"));
    std::this_thread::sleep_for(500ms); // longer than the bare time-out
    const auto answer = slow.receive();
    REQUIRE(answer);
    CHECK(answer->body.size() == 8 * 1024 * 1024);
}

TEST_CASE("connections are capped in all and by network")
{
    auto options = quick();
    options.keep_alive_timeout = options.head_timeout = 10s;
    options.connections_per_network_max = 3;
    Running running{options};
    {
        std::vector<RawClient> clients;
        for (int i = 0; i < 3; ++i) {
            clients.push_back(running.client());
            CHECK(clients.back().ask(get("/cached"))->status == 200);
        }
        auto fourth = running.client();
        CHECK(fourth.receive()->status == 503);
        CHECK(fourth.is_closed());
    }
    CHECK(soon([&] { return running.server.connections() == 0; }));
    auto later = running.client();
    CHECK(later.ask(get("/cached"))->status == 200);
}

TEST_CASE("a request that is dropped without an answer is answered with 500")
{
    Running running;
    auto client = running.client();
    CHECK(client.ask(get("/dropped"))->status == 500);
}

TEST_CASE("a file is streamed whole, and a broken one cut")
{
    Running running;
    auto client = running.client();
    const auto whole = client.ask(get("/letters"));
    REQUIRE(whole);
    CHECK(whole->body == std::string(1'000'000, 'x'));
    CHECK(client.ask(get("/cached"))->status == 200);
    CHECK_FALSE(client.ask(get("/letters-broken")));
    auto head = running.client();
    CHECK(head.ask("HEAD /letters HTTP/1.1\r\nHost: a\r\n\r\n", true)->field("content-length") ==
          "1000000");
    CHECK(head.ask(get("/cached"))->status == 200);
}

TEST_CASE("draining finishes what is under way and closes what is idle")
{
    Running running;
    auto idle = running.client();
    CHECK(idle.ask(get("/cached"))->status == 200);
    auto busy = running.client();
    busy.send(get("/slow"));
    CHECK(soon([&] { return running.application.handled == 1; }));
    running.server.drain();
    CHECK(idle.is_closed());
    CHECK_THROWS(running.client());
    running.application.gate.set_value();
    const auto answer = busy.receive();
    REQUIRE(answer);
    CHECK(answer->body == "slow");
    CHECK(answer->field("connection") == "close");
    CHECK(busy.is_closed());
    running.server.wait();
}

TEST_CASE("draining cuts what does not end in time, and late answers do no harm")
{
    auto options = quick();
    options.drain_timeout = 100ms;
    Running running{options};
    auto busy = running.client();
    busy.send(get("/slow"));
    CHECK(soon([&] { return running.application.handled == 1; }));
    running.server.drain();
    running.server.wait();
    CHECK(busy.is_closed());
    running.application.gate.set_value();
}

TEST_CASE("several I/O threads share one port")
{
    auto options = quick();
    options.io_threads = 3;
    Running running{options};
    for (int i = 0; i < 30; ++i) {
        auto client = running.client();
        CHECK(client.ask(get("/cached"))->status == 200);
    }
}

TEST_CASE("a port that is taken is named in the error")
{
    Running running;
    auto options = quick();
    options.listen = {"127.0.0.1:" + std::to_string(running.server.port())};
    for (const unsigned threads : {1U, 2U}) {
        options.io_threads = threads;
        TestApplication application;
        CHECK_THROWS_WITH_AS(Server(options, application),
                             doctest::Contains(options.listen[0].c_str()), std::system_error);
    }
    options.listen = {"nonsense"};
    TestApplication application;
    CHECK_THROWS_AS(Server(options, application), std::system_error);
}

TEST_CASE("each request leaves a line in the access log, refused ones too")
{
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    {
        AccessLog log{ends[1]};
        auto options = quick();
        options.access_log = &log;
        Running running{options};
        auto client = running.client();
        CHECK(client.ask(get("/cached?secret=1"))->status == 200);
        CHECK(client.ask(get("/cached"))->status == 200);
        CHECK(client.ask("GET / HTTP/1.1\r\n\r\n")->status == 400);
        CHECK(client.is_closed());
        running.server.drain();
        running.server.wait();
    }
    ::close(ends[1]);
    std::string text(4'000, '\0');
    text.resize(static_cast<std::size_t>(::read(ends[0], text.data(), text.size())));
    ::close(ends[0]);
    CHECK(text.find(" GET /cached 200 ") != std::string::npos);
    CHECK(text.find(" - miss 127.0.0.0/24\n") != std::string::npos);
    CHECK(text.find(" - hit 127.0.0.0/24\n") != std::string::npos);
    CHECK(text.find(" - - 400 ") != std::string::npos);
    CHECK(text.find("secret") == std::string::npos);
}
