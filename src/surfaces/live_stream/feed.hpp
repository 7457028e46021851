#pragma once

#include "core/db/database.hpp"
#include "core/web/sse_hub.hpp"
#include "features/ids.hpp"
#include "surfaces/live_stream/coalescer.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace masthead::live_stream {

/// How many notifications a reader has not seen.
using UnreadCount = std::function<std::int64_t(db::Snapshot&, ReaderId)>;

/// Turns events into frames, each read from the database once however many listen. Lives on a
/// thread of its own, so that the dropping of pages does not wait for it.
class Feed {
public:
    /// Both outlive it. Without `unread` no bell is rung.
    Feed(db::Database& database, web::SseHub& hub, UnreadCount unread);
    ~Feed();
    Feed(const Feed&) = delete;
    Feed& operator=(const Feed&) = delete;

    /// Everything after this position will come through `take`.
    void start(std::int64_t position);
    void stop();

    /// A subscriber of the event dispatcher, called once the pages of these events are dropped.
    void take(const std::vector<db::Event>& events,
              Coalescer::Moment now = std::chrono::steady_clock::now());

    /// One step of the feed's thread: tells what is due at this moment to one channel. False where
    /// nothing was. For that thread, and for tests that start none.
    bool turn(Coalescer::Moment now);

private:
    void add(const db::Event& event, Coalescer::Moment now);
    void add_for(const web::Channel& channel, const db::Event& event, Coalescer::Moment now);
    void run();
    bool has_turn(Coalescer::Moment now) const;
    void tell(const Coalescer::Due& due, std::int64_t settled);
    std::string text_of(const Coalescer::Due& due, std::int64_t settled);

    db::Database& database_;
    web::SseHub& hub_;
    const UnreadCount unread_;
    std::mutex mutex_;
    std::condition_variable changed_;
    Coalescer coalescer_;
    std::int64_t told_ = 0; // the last position the hub was given
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace masthead::live_stream
