#pragma once

#include "core/db/database.hpp"
#include "core/db/event_log.hpp"
#include "core/web/router.hpp"
#include "core/web/sse_hub.hpp"
#include "surfaces/live_stream/feed.hpp"

#include <memory>
#include <vector>

namespace masthead::live_stream {

/// Stories that one stream may be about.
inline constexpr std::size_t stories_a_stream_max = 32;

/// Told to a stream that resumes; the stories left then are to be loaded anew. Unlike a frame it is
/// one connection's own, for as long as the client does not take it.
inline constexpr std::size_t replay_bytes_max = 8 * 1024;

/// What the live stream is given. Everything named by reference outlives it.
struct LiveServices {
    db::Database& database;
    web::SseLimits limits;
    web::SseHub::Submit submit; ///< runs a job on a worker
    UnreadCount unread;         ///< absent: no bell
};

/// What happens under a story, told while it happens: server-sent events, and the same as JSON for
/// whoever was away for longer.
class LiveStream {
public:
    explicit LiveStream(LiveServices services);

    /// Handlers refer to this object; it outlives them.
    std::vector<web::Route> routes();

    /// A subscriber of the event dispatcher, called once the pages of these events are dropped.
    void take(const std::vector<db::Event>& events) { feed_.take(events); }

    /// From the position on that the dispatcher starts at.
    void start(std::int64_t position) { feed_.start(position); }

    /// After the server's end, before the dispatcher's.
    void stop() { feed_.stop(); }

    std::size_t streams() const { return hub_.streams(); }

    /// For tests that start no thread.
    Feed& feed() { return feed_; }

private:
    web::Response open(const web::Request& request);
    web::Response changes(const web::Request& request);

    const LiveServices services_;
    web::SseHub hub_;
    Feed feed_;
};

} // namespace masthead::live_stream
