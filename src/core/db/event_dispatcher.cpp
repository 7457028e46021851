#include "core/db/event_dispatcher.hpp"

#include "core/base/log.hpp"

namespace masthead::db {

namespace {

constexpr int events_a_read = 500;

// A failed read (a full disk's temporary file, a busy engine) is tried again after this pause even
// if nothing more is committed: a cached page must not stay stale for want of a wake-up.
constexpr auto retry_pause = Milliseconds{200};

} // namespace

EventDispatcher::EventDispatcher(Database& database) : database_(database)
{
    position_ = database_.read([](Snapshot& s) { return last_event_position(s); });
}

EventDispatcher::~EventDispatcher()
{
    stop();
}

void EventDispatcher::subscribe(Subscriber subscriber)
{
    subscribers_.push_back(std::move(subscriber));
}

void EventDispatcher::start()
{
    database_.on_commit([this] { wake(); });
    thread_ = std::thread{[this] { run(); }};
}

void EventDispatcher::stop()
{
    if (!thread_.joinable())
        return;
    database_.on_commit({});
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

std::int64_t EventDispatcher::position() const
{
    const std::lock_guard lock{mutex_};
    return position_;
}

bool EventDispatcher::wait_for(std::int64_t position, Milliseconds at_most) const
{
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, at_most, [&] { return position_ >= position || stopping_; }) &&
           position_ >= position;
}

void EventDispatcher::wake()
{
    {
        const std::lock_guard lock{mutex_};
        woken_ = true;
    }
    changed_.notify_all();
}

void EventDispatcher::run()
{
    for (;;) {
        bool failed = false;
        try {
            while (deliver_new()) {
            }
        } catch (const std::exception& error) {
            failed = true;
            log::error("events.read_failed", {{"error", error.what()}});
        }
        std::unique_lock lock{mutex_};
        const auto due = [&] { return woken_ || stopping_; };
        if (failed)
            changed_.wait_for(lock, retry_pause, [&] { return stopping_; });
        else
            changed_.wait(lock, due);
        if (stopping_)
            return;
        woken_ = false;
    }
}

bool EventDispatcher::deliver_new()
{
    const auto after = position();
    const auto events = database_.read(
        [&](Snapshot& snapshot) { return events_after(snapshot, after, events_a_read); });
    if (events.empty())
        return false;
    for (const auto& subscriber : subscribers_)
        subscriber(events);
    {
        const std::lock_guard lock{mutex_};
        position_ = events.back().position;
    }
    changed_.notify_all();
    return true;
}

} // namespace masthead::db
