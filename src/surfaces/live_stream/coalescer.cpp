#include "surfaces/live_stream/coalescer.hpp"

#include "features/comments/find_changes.hpp"

#include <algorithm>

namespace masthead::live_stream {

void Coalescer::add(const web::Channel& channel, const db::Event& event, Moment now)
{
    const auto [place, is_new] = waiting_.try_emplace(channel);
    Waiting& waiting = place->second;
    if (is_new) {
        waiting.first = event.position;
        const auto last = last_.find(channel);
        waiting.due = last == last_.end() ? now : std::max(now, last->second + frame_pause);
    }
    waiting.last = event.position;
    if (waiting.events.size() >= static_cast<std::size_t>(comments::events_told_max)) {
        waiting.too_many = true;
        waiting.events.clear();
    }
    if (!waiting.too_many)
        waiting.events.push_back(event);
}

std::optional<Coalescer::Due> Coalescer::take(Moment now)
{
    auto first = waiting_.end();
    for (auto at = waiting_.begin(); at != waiting_.end(); ++at) {
        if (at->second.due <= now &&
            (first == waiting_.end() || at->second.due < first->second.due))
            first = at;
    }
    if (first == waiting_.end())
        return std::nullopt;
    Due due{first->first, std::move(first->second.events), first->second.last};
    waiting_.erase(first);
    last_[due.channel] = now;
    forget_old(now);
    return due;
}

std::optional<Coalescer::Moment> Coalescer::next() const
{
    std::optional<Moment> next;
    for (const auto& [channel, waiting] : waiting_)
        next = next ? std::min(*next, waiting.due) : waiting.due;
    return next;
}

std::int64_t Coalescer::settled() const
{
    std::int64_t settled = noted_;
    for (const auto& [channel, waiting] : waiting_)
        settled = std::min(settled, waiting.first - 1);
    return settled;
}

/// A pause that is over need not be remembered.
void Coalescer::forget_old(Moment now)
{
    if (now < forgotten_ + frame_pause)
        return;
    forgotten_ = now;
    std::erase_if(last_, [&](const auto& entry) { return entry.second + frame_pause <= now; });
}

} // namespace masthead::live_stream
