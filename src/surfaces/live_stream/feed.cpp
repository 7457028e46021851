#include "surfaces/live_stream/feed.hpp"

#include "core/base/log.hpp"
#include "features/accounts/owner.hpp"
#include "features/notifications/notification.hpp"
#include "features/readers/reader.hpp"
#include "surfaces/live_stream/frames.hpp"

namespace masthead::live_stream {

Feed::Feed(db::Database& database, web::SseHub& hub, UnreadCount unread)
    : database_(database), hub_(hub), unread_(std::move(unread))
{
}

Feed::~Feed()
{
    stop();
}

void Feed::start(std::int64_t position)
{
    coalescer_.note(position);
    thread_ = std::thread{[this] { run(); }};
}

void Feed::stop()
{
    if (!thread_.joinable())
        return;
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void Feed::take(const std::vector<db::Event>& events, Coalescer::Moment now)
{
    {
        const std::lock_guard lock{mutex_};
        for (const auto& event : events)
            add(event, now);
        coalescer_.note(events.back().position);
    }
    changed_.notify_all();
}

void Feed::add(const db::Event& event, Coalescer::Moment now)
{
    if (event.story_id != 0)
        add_for(story_channel(StoryId{event.story_id}), event, now);
    if (event.name == notifications::event_notified && unread_)
        add_for(reader_channel(ReaderId{event.subject_id}), event, now);
    // What a closed session has opened comes back as who it is by then.
    if (event.name == accounts::event_session_closed)
        add_for(session_channel(event.subject_id), event, now);
}

// Who begins to listen later reads the log up to this event: it was committed before.
void Feed::add_for(const web::Channel& channel, const db::Event& event, Coalescer::Moment now)
{
    if (hub_.has_listeners(channel))
        coalescer_.add(channel, event, now);
}

void Feed::run()
{
    for (;;) {
        while (turn(std::chrono::steady_clock::now())) {
        }
        std::unique_lock lock{mutex_};
        const auto next = coalescer_.next();
        const auto woken = [&] {
            return stopping_ || has_turn(std::chrono::steady_clock::now()) ||
                   coalescer_.next() != next;
        };
        if (next)
            changed_.wait_until(lock, *next, woken);
        else
            changed_.wait(lock, woken);
        if (stopping_)
            return;
    }
}

bool Feed::has_turn(Coalescer::Moment now) const
{
    const auto next = coalescer_.next();
    return (next && *next <= now) || coalescer_.settled() != told_;
}

bool Feed::turn(Coalescer::Moment now)
{
    std::unique_lock lock{mutex_};
    const auto due = coalescer_.take(now);
    const auto settled = coalescer_.settled();
    const bool is_news = std::exchange(told_, settled) != settled;
    lock.unlock();
    if (due)
        tell(*due, settled);
    if (is_news)
        hub_.note_position(settled);
    return due || is_news;
}

void Feed::tell(const Coalescer::Due& due, std::int64_t settled)
{
    if (due.channel == session_channel(due.channel.id))
        return hub_.end(due.channel);
    std::string text;
    try {
        text = text_of(due, settled);
    } catch (const std::exception& failure) {
        log::error("live.read_failed", {{"what", failure.what()}});
        if (due.channel == story_channel(StoryId{due.channel.id}))
            text = reload_text(StoryId{due.channel.id}, due.position, settled);
    }
    if (text.empty())
        return;
    const bool is_bell = due.channel == reader_channel(ReaderId{due.channel.id});
    hub_.publish({due.channel, std::make_shared<const std::string>(std::move(text)),
                  is_bell ? 0 : due.position});
}

std::string Feed::text_of(const Coalescer::Due& due, std::int64_t settled)
{
    if (due.channel == reader_channel(ReaderId{due.channel.id}))
        return bell_text(database_.read(
            [&](db::Snapshot& snapshot) { return unread_(snapshot, ReaderId{due.channel.id}); }));
    const StoryId story{due.channel.id};
    if (due.events.empty())
        return reload_text(story, due.position, settled);
    return story_text(database_.read([&](db::Snapshot& snapshot) {
        return comments::find_changes(snapshot, story, due.events);
    }),
                      settled);
}

} // namespace masthead::live_stream
