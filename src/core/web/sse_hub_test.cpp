#include "core/web/sse_frame.hpp"
#include "core/web/sse_hub.hpp"

#include <doctest/doctest.h>

#include <deque>
#include <memory>
#include <string>
#include <vector>

using namespace masthead;
using namespace masthead::web;

namespace {

/// An I/O thread whose jobs run when the test says so.
class HandLoop final : public net::Loop {
public:
    void post(std::function<void()> job) override { jobs.push_back(std::move(job)); }
    bool turn()
    {
        if (jobs.empty())
            return false;
        auto job = std::move(jobs.front());
        jobs.pop_front();
        job();
        return true;
    }
    void run()
    {
        while (turn()) {
        }
    }
    std::deque<std::function<void()>> jobs;
};

class Peer final : public net::StreamPeer {
public:
    void send(const net::FramePtr& frame) override { text += *frame; }
    void finish() override { finished = true; }
    std::string text;
    bool finished = false;
};

net::FramePtr words(std::string_view text)
{
    return std::make_shared<const std::string>(text);
}

constexpr Channel strike{'s', 7};
constexpr Channel bridge{'s', 8};

struct Hall {
    std::shared_ptr<HandLoop> loop = std::make_shared<HandLoop>();
    std::deque<std::function<void()>> workers;
    bool workers_are_full = false;
    SseLimits limits;
    std::unique_ptr<SseHub> made;
    SseReplay replay{"", 0};

    SseHub& hub()
    {
        if (!made)
            made = std::make_unique<SseHub>(limits, [this](std::function<void()> job) {
                if (!workers_are_full)
                    workers.push_back(std::move(job));
                return !workers_are_full;
            });
        return *made;
    }
    SseWish wish(std::vector<Channel> channels, std::int64_t session = 0,
                 std::string_view address = "192.0.2.1")
    {
        return {std::move(channels), *net::parse_address(address), session,
                [this] { return replay; }};
    }
    void work()
    {
        while (!workers.empty()) {
            auto job = std::move(workers.front());
            workers.pop_front();
            job();
        }
        loop->run();
    }
    void publish(Channel channel, std::string_view text, std::int64_t position)
    {
        hub().publish({channel, words(text), position});
        loop->run();
    }
};

/// One open stream, its greeting already taken.
struct Open {
    Open(Hall& hall, std::vector<Channel> channels) : Open(hall, hall.wish(std::move(channels)))
    {
        hall.work();
    }
    Open(Hall& hall, SseWish wish) : source(hall.hub().open(std::move(wish)).source)
    {
        source->opened(peer, hall.loop);
        greeting = std::exchange(peer.text, "");
    }
    ~Open()
    {
        if (source)
            source->closed();
    }
    Open(const Open&) = delete;
    Open& operator=(const Open&) = delete;

    Peer peer;
    std::string greeting;
    std::shared_ptr<net::StreamSource> source;
};

} // namespace

TEST_CASE("an event is its position, name and data, and an empty line")
{
    CHECK(sse_text({"story", "{}", 42}) == "id: 42\nevent: story\ndata: {}\n\n");
    CHECK(sse_text({"bell", "{}"}) == "event: bell\ndata: {}\n\n");
    CHECK(*sse_heartbeat(42) == ":\nid: 42\n\n");
    CHECK(*sse_heartbeat(0) == ":\n\n");
}

TEST_CASE("browsers are told to wait within the named bounds, longer after a goodbye")
{
    for (int i = 0; i < 200; ++i) {
        const int first = std::stoi(sse_greeting()->substr(7));
        CHECK(first >= sse_retry_ms_min);
        CHECK(first <= sse_retry_ms_max);
        const int last = std::stoi(sse_farewell()->substr(7));
        CHECK(last >= sse_retry_after_bye_ms_min);
        CHECK(last <= sse_retry_after_bye_ms_max);
    }
    CHECK(sse_farewell()->ends_with("event: bye\ndata: {}\n\n"));
}

TEST_CASE("a stream gets the frames of its channels and no others, from one shared buffer")
{
    Hall hall;
    Open both{hall, {strike, bridge}};
    Open one{hall, {bridge}};
    CHECK(both.greeting.starts_with("retry: "));
    hall.publish(strike, "[a]", 1);
    hall.publish(bridge, "[b]", 2);
    CHECK(both.peer.text == "[a][b]");
    CHECK(one.peer.text == "[b]");
}

TEST_CASE("what comes between registration and replay follows the replay, without doubles")
{
    Hall hall;
    Open open{hall, hall.wish({strike})};
    hall.publish(strike, "[told by the replay]", 5);
    hall.publish(strike, "[new]", 6);
    CHECK(open.peer.text.empty());
    hall.replay = {"[replay]", 5};
    hall.work();
    CHECK(open.peer.text == "[replay][new]");
    // The feed may be behind the log that the replay was read from.
    hall.publish(strike, "[late]", 5);
    hall.publish(strike, "[next]", 7);
    CHECK(open.peer.text == "[replay][new][next]");
}

TEST_CASE("a frame of no position is never left out")
{
    Hall hall;
    hall.replay = {"", 100};
    Open open{hall, {strike}};
    hall.publish(strike, "[bell]", 0);
    CHECK(open.peer.text == "[bell]");
}

TEST_CASE("a heartbeat carries the position that everything up to has been sent of")
{
    Hall hall;
    hall.replay = {"", 10};
    Open open{hall, hall.wish({strike})};
    open.source->idle();
    CHECK(open.peer.text == ":\n\n");
    hall.work();
    open.source->idle();
    CHECK(open.peer.text == ":\n\n:\nid: 10\n\n");
    open.peer.text.clear();
    hall.hub().note_position(12);
    open.source->idle();
    CHECK(open.peer.text == ":\nid: 10\n\n"); // its turn has not come
    hall.loop->run();
    open.source->idle();
    CHECK(open.peer.text == ":\nid: 10\n\n:\nid: 12\n\n");
}

TEST_CASE("a stream whose replay fails or finds no worker ends, to come back")
{
    Hall hall;
    auto wish = hall.wish({strike});
    wish.replay = []() -> SseReplay { throw std::runtime_error("as expected by this test"); };
    Open failing{hall, std::move(wish)};
    hall.work();
    CHECK(failing.peer.finished);
    hall.workers_are_full = true;
    Open unlucky{hall, hall.wish({strike})};
    CHECK(unlucky.peer.finished);
}

TEST_CASE("too much before the replay is out ends the stream, and not one frame less")
{
    Hall hall;
    Open open{hall, hall.wish({strike})};
    for (std::size_t i = 0; i < net::stream_frames_pending_max; ++i)
        hall.publish(strike, "x", static_cast<std::int64_t>(i) + 1);
    CHECK_FALSE(open.peer.finished);
    hall.publish(strike, "x", 1'000);
    CHECK(open.peer.finished);
}

TEST_CASE("a broadcast goes out in slices, and other work comes between them")
{
    Hall hall;
    hall.limits.per_network_max = 2'000;
    std::vector<std::unique_ptr<Open>> open;
    for (std::size_t i = 0; i < sse_slice + 1; ++i)
        open.push_back(std::make_unique<Open>(hall, std::vector{strike}));
    hall.hub().publish({strike, words("[a]"), 1});
    hall.hub().publish({strike, words("[b]"), 2});
    hall.loop->turn();
    std::size_t reached = 0;
    for (const auto& one : open)
        reached += one->peer.text == "[a]" ? 1 : 0;
    CHECK(reached == sse_slice);
    bool came_between = false;
    hall.loop->post([&] { came_between = open.front()->peer.text != "[a][b]"; });
    hall.loop->run();
    CHECK(came_between);
    for (const auto& one : open)
        CHECK(one->peer.text == "[a][b]");
}

TEST_CASE("whoever leaves or comes between two slices, nobody is skipped and nobody told twice")
{
    Hall hall;
    hall.limits.per_network_max = 2'000;
    std::vector<std::unique_ptr<Open>> open;
    for (std::size_t i = 0; i < 2 * sse_slice; ++i)
        open.push_back(std::make_unique<Open>(hall, std::vector{strike, bridge}));
    hall.hub().publish({strike, words("[a]"), 1});
    hall.loop->turn();
    open.erase(open.begin() + 3, open.begin() + 40);
    open.erase(open.end() - 40, open.end() - 3);
    Open late{hall, hall.wish({strike})};
    hall.work();
    for (const auto& one : open)
        CHECK(one->peer.text == "[a]");
    open.clear();
    CHECK(hall.hub().streams() == 1);
}

TEST_CASE("streams are counted in all, by network and by session, at the limit and one past it")
{
    Hall hall;
    hall.limits = {4, 2, 1};
    SseHub& hub = hall.hub();
    using enum SseHub::Verdict;
    const auto first = hub.open(hall.wish({strike}, 5, "2001:db8:1:2::1"));
    CHECK(first.verdict == admitted);
    CHECK(hub.open(hall.wish({strike}, 5, "192.0.2.9")).verdict == too_many_of_session);
    const auto second = hub.open(hall.wish({strike}, 6, "2001:db8:1:2:ffff::2"));
    CHECK(second.verdict == admitted);
    CHECK(hub.open(hall.wish({strike}, 0, "2001:db8:1:2:3::3")).verdict == too_many_from_network);
    const auto third = hub.open(hall.wish({strike}, 0, "192.0.2.1"));
    auto fourth = hub.open(hall.wish({strike}, 0, "192.0.2.1"));
    CHECK(fourth.verdict == admitted);
    CHECK(hub.open(hall.wish({strike}, 0, "192.0.2.2")).verdict == too_many);
    CHECK(hub.streams() == 4);
    fourth.source.reset();
    CHECK(hub.streams() == 3);
    CHECK(hub.open(hall.wish({strike}, 0, "192.0.2.2")).verdict == admitted);
}

TEST_CASE("the hub knows who is listened to, until the last has gone")
{
    Hall hall;
    CHECK_FALSE(hall.hub().has_listeners(strike));
    {
        Open one{hall, {strike, {'r', 1}}};
        Open other{hall, {strike}};
        CHECK(hall.hub().has_listeners(strike));
        CHECK(hall.hub().channels('s') == std::vector{strike});
    }
    CHECK_FALSE(hall.hub().has_listeners(strike));
    CHECK(hall.hub().channels('s').empty());
    CHECK(hall.hub().streams() == 0);
}

TEST_CASE("a channel's streams can be ended; a drain says goodbye")
{
    Hall hall;
    Open reader{hall, {strike, {'r', 1}}};
    Open guest{hall, {strike}};
    hall.hub().end({'r', 1});
    hall.loop->run();
    CHECK(reader.peer.finished);
    CHECK_FALSE(guest.peer.finished);
    guest.source->draining();
    CHECK(guest.peer.finished);
    CHECK(guest.peer.text.find("event: bye") != std::string::npos);
}

TEST_CASE("when more is published than can be sent, streams end instead of losing events")
{
    Hall hall;
    hall.limits.per_network_max = 2'000;
    std::vector<std::unique_ptr<Open>> open;
    for (std::size_t i = 0; i < sse_slice + 1; ++i)
        open.push_back(std::make_unique<Open>(hall, std::vector{strike}));
    for (std::size_t i = 0; i < sse_broadcasts_pending_max; ++i)
        hall.hub().publish({strike, words("x"), static_cast<std::int64_t>(i) + 1});
    // Each publication is one job; the slices that follow are further ones, behind them.
    for (std::size_t i = 0; i < sse_broadcasts_pending_max; ++i)
        hall.loop->turn();
    CHECK_FALSE(open.front()->peer.finished);
    hall.loop->jobs.clear(); // the thread is busy with other things
    hall.hub().publish({strike, words("x"), 100'000});
    hall.loop->turn();
    for (const auto& one : open)
        CHECK(one->peer.finished);
}
