#include "core/web/direct_client.hpp"
#include "core/web/finishing.hpp"
#include "core/web/page_drawer.hpp"
#include "core/web/parking.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

using namespace masthead;
using namespace masthead::web;
using test::Answered;
using test::Coming;

namespace {

template <class Condition>
bool soon(Condition condition)
{
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds{5};
    while (!condition()) {
        if (std::chrono::steady_clock::now() > give_up)
            return false;
        std::this_thread::yield();
    }
    return true;
}

/// One conversation, whose comments are its position, and a dispatcher that is moved by hand.
struct Conversation {
    Conversation() : app(Router{routes()}, cache, clock, app_options()) {}

    AppOptions app_options()
    {
        AppOptions options;
        options.workers_max = 2;
        options.committed_position = [this] { return position.load(); };
        return options;
    }

    std::vector<Route> routes()
    {
        Route story;
        story.pattern = "/story/";
        story.cache = Cache::yes;
        story.handler = [this](const Request& request) {
            CHECK(request.query_value("since").empty());
            return draw();
        };
        Route live = story;
        live.pattern = "/live/";
        live.parameters = {"since"};
        live.handler = [](const Request& request) {
            Response response = html(200, "since " + std::string{request.query_value("since")});
            response.caching = PageCaching{{}, 1, std::nullopt};
            return response;
        };
        return {std::move(story), std::move(live)};
    }

    Response draw()
    {
        ++drawings;
        const std::int64_t read_at = position;
        if (held)
            opened.wait();
        Response response = html(200, "up to " + std::to_string(read_at));
        response.caching = PageCaching{{"story:1"}, read_at, std::nullopt};
        return response;
    }

    /// A comment is committed; what the dispatcher does comes with `dispatch`.
    std::int64_t post() { return ++position; }
    void dispatch()
    {
        const std::int64_t at = position;
        cache.drop("story:1", at);
        app.note_position(at);
    }

    Coming send(const std::string& target, std::string peer = "192.0.2.1")
    {
        test::Ask ask;
        ask.target = target;
        ask.peer = std::move(peer);
        return test::send(app, std::move(ask));
    }
    Coming send_since(std::int64_t since, std::string peer = "192.0.2.1")
    {
        return send("/story/?since=" + std::to_string(since), std::move(peer));
    }
    std::string body(const std::string& target) { return send(target).get().body; }

    std::atomic<int> drawings{0};
    std::atomic<std::int64_t> position{10};
    std::atomic<bool> held{false};
    std::promise<void> gate;
    std::shared_future<void> opened = gate.get_future().share();
    ManualClock clock{from_ms(1'800'000'000'000)};
    PageCache cache{clock};
    App app;
};

} // namespace

TEST_CASE("who has posted sees his comment, though the dispatcher is late; others wait for nothing")
{
    Conversation talk;
    CHECK(talk.body("/story/") == "up to 10");
    talk.clock.advance(Milliseconds{1'000});
    const auto mine = talk.post();
    auto poster = talk.send_since(mine);
    CHECK(soon([&] { return talk.app.parked_requests() == 1; }));
    CHECK(talk.send("/story/").is_here()); // answered while it was asked, from the cache
    CHECK(talk.body("/story/") == "up to 10");
    CHECK_FALSE(poster.is_here());
    talk.dispatch();
    CHECK(poster.get().body == "up to 11");
    CHECK(talk.app.parked_requests() == 0);
    CHECK(talk.drawings == 2);
    CHECK(talk.body("/story/") == "up to 11");
    CHECK(talk.send_since(mine).get().body == "up to 11");
    CHECK(talk.drawings == 2);
}

TEST_CASE("a page is not redrawn before its time because somebody waits for it")
{
    Conversation talk;
    CHECK(talk.body("/story/") == "up to 10");
    const auto mine = talk.post();
    talk.dispatch();
    auto poster = talk.send_since(mine);
    CHECK(soon([&] { return talk.app.parked_requests() == 1; }));
    CHECK(talk.body("/story/") == "up to 10"); // stale, but 250 ms have not passed
    CHECK(talk.drawings == 1);
    CHECK_FALSE(poster.is_here());
    talk.clock.advance(limits::page_redraw_interval);
    CHECK(poster.get().body == "up to 11");
    CHECK(talk.drawings == 2);
}

TEST_CASE("a drawing that began before the comment is not what its poster gets")
{
    Conversation talk;
    talk.held = true;
    auto reader = talk.send("/story/");
    CHECK(soon([&] { return talk.drawings == 1; }));
    const auto mine = talk.post();
    talk.dispatch();
    auto poster = talk.send_since(mine);
    talk.held = false;
    talk.gate.set_value();
    CHECK(reader.get().body == "up to 10"); // not delayed, not drawn for again
    CHECK(soon([&] { return talk.app.parked_requests() == 1; }));
    CHECK(talk.drawings == 1);
    talk.clock.advance(limits::page_redraw_interval);
    CHECK(poster.get().body == "up to 11");
    CHECK(talk.drawings == 2);
}

TEST_CASE("a page that no drop reached is new enough, whenever it was drawn")
{
    Conversation talk;
    CHECK(talk.body("/story/") == "up to 10");
    talk.post(); // something else happened elsewhere
    talk.app.note_position(11);
    CHECK(talk.send_since(11).is_here());
    CHECK(talk.send_since(11).get().body == "up to 10");
    CHECK(talk.drawings == 1);
}

TEST_CASE("positions that were never reached, and words that are none, are not waited for")
{
    Conversation talk;
    CHECK(talk.body("/story/") == "up to 10");
    for (const char* since : {"9000000000000000000", "11", "0", "-5", "", "x", "10x", " 10", "1e3",
                              "99999999999999999999999", "%31%31%00", "11&since=10"}) {
        CAPTURE(since);
        auto asked = talk.send(std::string{"/story/?since="} + since);
        CHECK(asked.is_here());
        CHECK(asked.get().body == "up to 10");
    }
    CHECK(talk.drawings == 1);
    CHECK(talk.app.parked_requests() == 0);
    CHECK(talk.body("/live/?since=11") == "since 11"); // a route's own parameter is its own
}

TEST_CASE("a flood that asks for the newest page costs no more drawings than anybody")
{
    Conversation talk;
    CHECK(talk.body("/story/") == "up to 10");
    const auto newest = talk.post();
    talk.dispatch();
    std::vector<Coming> flood;
    for (int network = 0; network < 10; ++network) {
        for (std::size_t i = 0; i < parked_per_network_max + 1; ++i)
            flood.push_back(talk.send_since(newest, "192.0.2." + std::to_string(network)));
    }
    // Of each network one is too many: he gets the page there is, at once.
    CHECK(talk.app.parked_requests() == 10 * parked_per_network_max);
    const auto old = [](Coming& one) { return one.is_here() && one.get().body == "up to 10"; };
    CHECK(std::ranges::count_if(flood, old) == 10);
    CHECK(talk.drawings == 1);
    talk.clock.advance(limits::page_redraw_interval);
    CHECK(soon([&] { return talk.app.parked_requests() == 0; }));
    CHECK(talk.body("/story/") == "up to 11");
    CHECK(talk.drawings == 2);
}

TEST_CASE("who waits when the end comes is let go")
{
    std::optional<Coming> waiting;
    {
        Conversation talk;
        CHECK(talk.body("/story/") == "up to 10");
        waiting.emplace(talk.send_since(talk.post()));
        CHECK(talk.app.parked_requests() == 1);
    }
    CHECK(waiting->get().status == 0); // the connection answers for itself
}

TEST_CASE("patience ends: then the page there is must do")
{
    Conversation talk;
    CHECK(talk.body("/story/") == "up to 10");
    // The dispatcher never comes; the reader is answered all the same, and no page is drawn.
    CHECK(talk.send_since(talk.post()).get().body == "up to 10");
    CHECK(talk.drawings == 1);
    CHECK(talk.app.parked_requests() == 0);
}

TEST_CASE("parked requests are bounded in all and by network, and leave in their time")
{
    ParkedRequests lot{{.requests_max = 3, .per_network_max = 2}};
    const Parked::Moment start{};
    const auto parked = [&](const char* network, int wake_ms, std::optional<std::int64_t> by) {
        Parked made;
        made.key = std::to_string(wake_ms);
        made.waiter.since = {1, start, *net::parse_address(network)};
        made.wake_at = start + Milliseconds{wake_ms};
        made.wake_by = by;
        return made;
    };
    const auto add = [&](Parked made) { return lot.add(made); };
    CHECK_FALSE(lot.next());
    CHECK(add(parked("192.0.2.1", 300, std::nullopt)));
    CHECK(add(parked("192.0.2.1", 100, 5)));
    CHECK_FALSE(add(parked("192.0.2.1", 100, 5))); // his network has two
    CHECK(add(parked("192.0.2.2", 200, 6)));
    CHECK_FALSE(add(parked("192.0.2.3", 200, 6))); // there are three
    CHECK(lot.next() == start + Milliseconds{100});
    CHECK(lot.take_due(start + Milliseconds{99}, 4).empty());
    auto due = lot.take_due(start, 5); // by its position
    REQUIRE(due.size() == 1);
    CHECK(due[0].key == "100");
    CHECK(add(parked("192.0.2.1", 150, std::nullopt))); // there is room again
    due = lot.take_due(start + Milliseconds{200}, 5);   // by their moments
    CHECK(due.size() == 2);
    CHECK(lot.take_due(start + Milliseconds{300}, 5).size() == 1);
    CHECK(lot.size() == 0);
}

TEST_CASE("after the end nobody parks")
{
    Parking parking{[](Parked) {}};
    parking.stop();
    Parked parked;
    CHECK_FALSE(parking.park(parked));
    CHECK(parking.size() == 0);
}
