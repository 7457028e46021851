#include "core/web/sse_shard.hpp"

#include "core/base/log.hpp"

#include <algorithm>

namespace masthead::web {

void SseShard::add(Broadcast broadcast)
{
    loop_->post([self = shared_from_this(), broadcast = std::move(broadcast)]() mutable {
        self->begin(std::move(broadcast));
    });
}

void SseShard::begin(Broadcast broadcast)
{
    if (waiting_.size() >= sse_broadcasts_pending_max)
        return give_up();
    waiting_.push_back(std::move(broadcast));
    if (!working_)
        work();
}

/// One slice. Broadcasts go out one after the other, so that every connection gets them in order.
void SseShard::work()
{
    std::size_t budget = sse_slice;
    while (!waiting_.empty() && budget > 0) {
        if (give(waiting_.front(), budget)) {
            waiting_.pop_front();
            left_.reset();
        }
    }
    working_ = !waiting_.empty();
    if (working_)
        loop_->post([self = shared_from_this()] { self->work(); });
}

/// True where everybody has it. Rows change between slices: who leaves is replaced by the last of
/// the row, which may have had this broadcast already; who joins reads the log and needs no more.
bool SseShard::give(const Broadcast& broadcast, std::size_t& budget)
{
    if (broadcast.what == Broadcast::What::position) {
        position_ = broadcast.frame.position;
        return true;
    }
    const auto found = rows_.find(broadcast.frame.channel);
    if (found == rows_.end())
        return true;
    Row& row = found->second;
    if (!left_) {
        left_ = row.size();
        ++broadcast_;
    }
    left_ = std::min(*left_, row.size());
    while (*left_ > 0 && budget > 0) {
        --*left_;
        SseListener& listener = *row[*left_].listener;
        if (std::exchange(listener.broadcast_, broadcast_) == broadcast_)
            continue;
        --budget;
        if (broadcast.what == Broadcast::What::end)
            listener.end();
        else
            listener.take(broadcast.frame);
    }
    return *left_ == 0;
}

/// More is published than can be sent. Ended streams come back and read the log, which is bounded.
void SseShard::give_up()
{
    log::warn("live.too_far_behind", {{"broadcasts", waiting_.size()}});
    waiting_.clear();
    left_.reset();
    for (auto& [channel, row] : rows_) {
        for (const auto& sitting : row)
            sitting.listener->end();
    }
}

void SseShard::join(SseListener& listener, const std::vector<Channel>& channels)
{
    for (const Channel& channel : channels) {
        Row& row = rows_[channel];
        listener.seats_.push_back({channel, row.size()});
        row.push_back({&listener, listener.seats_.size() - 1});
    }
}

void SseShard::leave(SseListener& listener)
{
    for (const auto& seat : listener.seats_) {
        const auto found = rows_.find(seat.channel);
        Row& row = found->second;
        const Sitting last = row.back();
        row[seat.index] = last;
        last.listener->seats_[last.seat].index = seat.index;
        row.pop_back();
        if (row.empty())
            rows_.erase(found);
    }
    listener.seats_.clear();
}

} // namespace masthead::web
