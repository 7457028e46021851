#pragma once

#include "core/base/text.hpp"
#include "forum_cast.hpp"
#include "surfaces/live_stream/feed.hpp"
#include "surfaces/live_stream/live_stream.hpp"

#include <boost/json.hpp>

#include <deque>
#include <future>
#include <memory>
#include <string>
#include <string_view>

namespace masthead::test {

/// An I/O thread whose jobs run when the test says so.
class HandLoop final : public net::Loop {
public:
    void post(std::function<void()> job) override { jobs_.push_back(std::move(job)); }
    void run()
    {
        while (!jobs_.empty()) {
            const auto job = std::move(jobs_.front());
            jobs_.pop_front();
            job();
        }
    }

private:
    std::deque<std::function<void()>> jobs_;
};

/// The other end of a stream: a browser that hears everything and forgets nothing.
class Listener final : public net::StreamPeer {
public:
    void send(const net::FramePtr& frame) override { heard += *frame; }
    void finish() override { finished = true; }

    /// One event as a browser would dispatch it.
    struct Event {
        std::string name;
        boost::json::object data;
    };

    /// Takes what has come since the last call; `last_id` follows as a browser's does.
    std::vector<Event> events()
    {
        std::vector<Event> list;
        for (auto end = heard.find("\n\n"); end != std::string::npos; end = heard.find("\n\n")) {
            read_block(heard.substr(0, end + 1), list);
            heard.erase(0, end + 2);
        }
        return list;
    }

    std::string heard;
    std::string last_id;
    bool finished = false;

private:
    void read_block(const std::string& block, std::vector<Event>& list)
    {
        Event event;
        for (const auto line : split(block, '\n')) {
            if (line.starts_with("id: "))
                last_id = line.substr(4);
            else if (line.starts_with("event: "))
                event.name = line.substr(7);
            else if (line.starts_with("data: "))
                event.data = boost::json::parse(line.substr(6)).as_object();
        }
        if (!event.name.empty())
            list.push_back(std::move(event));
    }
};

/// A newsroom with live streams whose every step is the test's: events are handed over, time
/// passes and threads run when it says so.
struct LiveHouse : ForumCast {
    std::shared_ptr<HandLoop> loop = std::make_shared<HandLoop>();
    std::deque<std::function<void()>> workers;
    web::SseLimits limits;
    live_stream::UnreadCount unread;
    std::unique_ptr<live_stream::LiveStream> made;
    live_stream::Coalescer::Moment moment{std::chrono::hours{1}};
    std::int64_t dispatched = position();

    live_stream::LiveStream& live()
    {
        if (!made)
            made = std::make_unique<live_stream::LiveStream>(
                live_stream::LiveServices{*database, limits,
                                          [this](std::function<void()> job) {
                                              workers.push_back(std::move(job));
                                              return true;
                                          },
                                          unread});
        return *made;
    }

    /// What the route's handler answers.
    web::Response ask(std::string_view pattern, web::Request request)
    {
        request.remote_address =
            request.remote_address.empty() ? "192.0.2.1" : request.remote_address;
        for (const auto& route : live().routes()) {
            if (route.pattern == pattern)
                return route.handler(request);
        }
        return {};
    }

    web::Response ask_live(std::string stories, const web::Fields& headers = {},
                           const web::Visitor& visitor = {})
    {
        web::Request request;
        request.query = {{"stories", std::move(stories)}};
        request.headers = headers;
        request.visitor = visitor;
        return ask("/live", std::move(request));
    }

    /// Runs what workers and the I/O thread have to do.
    void settle_threads()
    {
        while (!workers.empty()) {
            const auto job = std::move(workers.front());
            workers.pop_front();
            job();
        }
        loop->run();
    }

    /// What the dispatcher does with the events so far.
    void dispatch()
    {
        const auto events =
            database->read([&](db::Snapshot& s) { return db::events_after(s, dispatched, 1'000); });
        if (events.empty())
            return;
        dispatched = events.back().position;
        live().feed().take(events, moment);
    }

    void pass(Milliseconds time)
    {
        moment += time;
        while (live().feed().turn(moment)) {
        }
        settle_threads();
    }

    /// Everything is told.
    void calm()
    {
        dispatch();
        pass(live_stream::frame_pause);
        pass(live_stream::frame_pause);
    }
};

/// One open stream of the house; destroyed, it is cut.
struct OpenStream {
    OpenStream(LiveHouse& house, const web::Response& response) : source(response.live)
    {
        if (source)
            source->opened(peer, house.loop);
    }
    ~OpenStream()
    {
        if (source)
            source->closed();
    }
    OpenStream(const OpenStream&) = delete;
    OpenStream& operator=(const OpenStream&) = delete;

    Listener peer;
    std::shared_ptr<net::StreamSource> source;
};

} // namespace masthead::test
