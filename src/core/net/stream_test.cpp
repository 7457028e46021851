#include "core/net/access_log.hpp"
#include "core/net/raw_client.hpp"
#include "core/net/server.hpp"
#include "core/net/worker_pool.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <fcntl.h>
#include <future>
#include <mutex>
#include <thread>
#include <unistd.h>

using namespace masthead;
using namespace masthead::net;
using namespace std::chrono_literals;
using test::get;
using test::RawClient;

namespace {

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

FramePtr frame(std::string text)
{
    return std::make_shared<const std::string>(std::move(text));
}

/// A stream that says what the test tells it to, from the test's thread.
class Told final : public StreamSource, public std::enable_shared_from_this<Told> {
public:
    void opened(StreamPeer& peer, const std::shared_ptr<Loop>& loop) override
    {
        peer_ = &peer;
        peer.send(frame("hello\n"));
        const std::lock_guard lock{mutex_};
        loop_ = loop;
    }
    void idle() override
    {
        ++idles;
        peer_->send(frame(":\n"));
    }
    void draining() override
    {
        peer_->send(frame("bye\n"));
        peer_->finish();
    }
    void closed() override
    {
        peer_ = nullptr;
        closed_ = true;
    }

    bool is_open()
    {
        const std::lock_guard lock{mutex_};
        return loop_ != nullptr;
    }
    void say(const FramePtr& what, int times = 1)
    {
        loop_->post([self = shared_from_this(), what, times] {
            for (int i = 0; i < times && self->peer_ != nullptr; ++i)
                self->peer_->send(what);
        });
    }
    /// Everything said so far has been dealt with.
    void settle()
    {
        for (int turn = 0; turn < 3; ++turn) {
            const auto reached = std::make_shared<std::promise<void>>();
            loop_->post([reached] { reached->set_value(); });
            reached->get_future().wait();
        }
    }
    void end()
    {
        loop_->post([self = shared_from_this()] {
            if (self->peer_ != nullptr)
                self->peer_->finish();
        });
    }
    bool is_closed() const { return closed_; }

    std::atomic<int> idles{0};

private:
    StreamPeer* peer_ = nullptr;
    std::mutex mutex_;
    std::shared_ptr<Loop> loop_;
    std::atomic<bool> closed_{false};
};

class StreamingApplication final : public Application {
public:
    WirePagePtr find_cached(const RequestHead&) override { return nullptr; }
    std::size_t body_bytes_max(const RequestHead&) override { return 0; }
    void handle(RequestData, Responder responder) override
    {
        WireParts parts;
        parts.fields = "Content-Type: text/event-stream\r\n";
        parts.length = WireParts::Length::none;
        parts.closes = true;
        const std::lock_guard lock{mutex_};
        told_.push_back(std::make_shared<Told>());
        Answer answer{make_wire_page(parts)};
        answer.stream = told_.back();
        responder.respond(std::move(answer));
    }
    WirePagePtr refusal(int status) override
    {
        return make_wire_page({.status = status, .fields = "", .body = "refused", .closes = true});
    }
    Address client_of(const RequestHead& head) override { return head.peer; }
    bool submit(std::function<void()>) override { return false; }

    std::shared_ptr<Told> last()
    {
        const std::lock_guard lock{mutex_};
        return told_.empty() ? nullptr : told_.back();
    }

private:
    std::mutex mutex_;
    std::vector<std::shared_ptr<Told>> told_;
};

ServerOptions quick()
{
    ServerOptions options;
    options.listen = {"127.0.0.1:0"};
    options.tick = 10ms;
    options.head_timeout = options.write_timeout = 150ms;
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
    std::shared_ptr<Told> opened(RawClient& client, std::string_view request)
    {
        const auto before = application.last();
        client.send(request);
        REQUIRE(soon([&] {
            const auto last = application.last();
            return last != before && last->is_open();
        }));
        return application.last();
    }

    StreamingApplication application;
    Server server;
};

bool receives(RawClient& client, std::string_view text)
{
    while (client.rest().find(text) == std::string::npos) {
        if (!client.fill())
            return false;
    }
    return true;
}

} // namespace

TEST_CASE("a stream is a head without length, then frames in their order, then the end")
{
    Running running;
    RawClient client{running.server.port()};
    const auto told = running.opened(client, get("/live"));
    const auto head = client.receive();
    REQUIRE(head);
    CHECK(head->status == 200);
    CHECK(head->field("content-type") == "text/event-stream");
    CHECK(head->field("connection") == "close");
    CHECK(head->field("content-length").empty());
    CHECK(head->field("transfer-encoding").empty());
    told->say(frame("one\n"));
    told->say(frame("two\n"));
    told->end();
    CHECK(receives(client, "hello\none\ntwo\n"));
    CHECK(soon([&] { return told->is_closed(); }));
    CHECK_FALSE(client.fill());
}

TEST_CASE("HTTP/1.0 reads the same bytes; HEAD gets the head and opens no stream")
{
    Running running;
    RawClient old{running.server.port()};
    const auto told = running.opened(old, "GET /live HTTP/1.0\r\n\r\n");
    told->say(frame("one\n"));
    CHECK(receives(old, "hello\none\n"));
    RawClient asking{running.server.port()};
    const auto head = asking.ask("HEAD /live HTTP/1.1\r\nHost: a\r\n\r\n", true);
    REQUIRE(head);
    CHECK(head->status == 200);
    CHECK(asking.is_closed());
    CHECK_FALSE(running.application.last()->is_open());
}

TEST_CASE("a client that goes, or that talks too much, ends its stream")
{
    Running running;
    std::shared_ptr<Told> told;
    {
        RawClient client{running.server.port()};
        told = running.opened(client, get("/live"));
    }
    CHECK(soon([&] { return told->is_closed(); }));
    RawClient talker{running.server.port()};
    told = running.opened(talker, get("/live"));
    talker.send(std::string(stream_input_bytes_max, 'x'));
    told->say(frame("still here\n"));
    CHECK(receives(talker, "still here\n"));
    CHECK_FALSE(told->is_closed());
    talker.send("x");
    CHECK(soon([&] { return told->is_closed(); }));
}

TEST_CASE("silence is noticed, and speech puts it off")
{
    auto options = quick();
    options.stream_idle = 50ms;
    Running running{std::move(options)};
    RawClient client{running.server.port()};
    const auto told = running.opened(client, get("/live"));
    CHECK(receives(client, ":\n:\n"));
    CHECK(told->idles >= 2);
}

TEST_CASE("a client that takes nothing is cut when too many frames wait, and not before")
{
    auto options = quick();
    options.write_timeout = 60s;
    Running running{std::move(options)};
    RawClient client{running.server.port(), 4'096};
    const auto told = running.opened(client, get("/live"));
    // The first fills what the kernel takes; each of the others waits whole.
    const auto large = frame(std::string(16 * 1024 * 1024, 'l'));
    told->say(large);
    told->say(frame("small\n"), static_cast<int>(stream_frames_pending_max) - 1);
    told->settle();
    CHECK_FALSE(told->is_closed());
    told->say(frame("one too many\n"));
    CHECK(soon([&] { return told->is_closed(); }));
}

TEST_CASE("frames that waited arrive whole and in order once the client reads")
{
    auto options = quick();
    options.write_timeout = 60s;
    Running running{std::move(options)};
    RawClient client{running.server.port()};
    const auto told = running.opened(client, get("/live"));
    REQUIRE(client.receive());
    const std::string large(16 * 1024 * 1024, 'l'); // more than the kernel takes
    told->say(frame(large));
    for (int i = 0; i < 20; ++i)
        told->say(frame("<" + std::to_string(i) + ">"));
    std::string expected;
    for (int i = 0; i < 20; ++i)
        expected += "<" + std::to_string(i) + ">";
    const auto whole = "hello\n" + large + expected;
    while (client.rest().size() < whole.size() && client.fill()) {
    }
    CHECK(bool{client.rest() == whole});
}

TEST_CASE("a client that takes nothing for the write time-out is cut")
{
    Running running;
    RawClient client{running.server.port(), 4'096};
    const auto told = running.opened(client, get("/live"));
    told->say(frame(std::string(16 * 1024 * 1024, 'l')));
    CHECK(soon([&] { return told->is_closed(); }));
}

TEST_CASE("a draining server says goodbye to its streams and ends")
{
    Running running;
    RawClient client{running.server.port()};
    const auto told = running.opened(client, get("/live"));
    CHECK(receives(client, "hello\n"));
    running.server.drain();
    CHECK(receives(client, "bye\n"));
    running.server.wait();
    CHECK(told->is_closed());
    CHECK(running.server.connections() == 0);
}

TEST_CASE("the access log tells of a stream when it has ended")
{
    int ends[2];
    REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    {
        AccessLog log{ends[1]};
        auto options = quick();
        options.access_log = &log;
        Running running{std::move(options)};
        RawClient client{running.server.port()};
        const auto told = running.opened(client, get("/live?stories=7"));
        told->end();
        CHECK(soon([&] { return told->is_closed(); }));
    }
    ::close(ends[1]);
    std::string lines(4'096, '\0');
    lines.resize(static_cast<std::size_t>(::read(ends[0], lines.data(), lines.size())));
    ::close(ends[0]);
    CHECK(lines.find("GET /live 200 ") != std::string::npos);
}
