#pragma once

#include "core/db/database.hpp"
#include "core/db/event_log.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace masthead::db {

/// Hands each new event to the subscribers of this process, in commit order, on one thread of its
/// own. Starts at the tail: for things that live and die with the process (cache, live streams).
/// Durable subscribers keep a cursor row instead.
class EventDispatcher {
public:
    using Subscriber = std::function<void(const std::vector<Event>&)>;

    explicit EventDispatcher(Database& database);
    ~EventDispatcher();
    EventDispatcher(const EventDispatcher&) = delete;
    EventDispatcher& operator=(const EventDispatcher&) = delete;

    /// Before start() only. Subscribers must not throw.
    void subscribe(Subscriber subscriber);
    void start();
    void stop();

    /// Position up to which all subscribers have run. Threads: any.
    std::int64_t position() const;

    /// Waits until position() reaches `position` or the time is over; answers whether it did.
    bool wait_for(std::int64_t position, Milliseconds at_most) const;

private:
    void run();
    bool deliver_new();
    void wake();

    Database& database_;
    std::vector<Subscriber> subscribers_;
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    std::int64_t position_ = 0;
    bool woken_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace masthead::db
