#include "core/net/timer_wheel.hpp"

#include <algorithm>

namespace masthead::net {

Timed::~Timed()
{
    TimerWheel::unlink(*this);
}

TimerWheel::TimerWheel(std::size_t slots) : slots_(slots)
{
    for (Slot& slot : slots_)
        slot.previous_ = slot.next_ = &slot;
}

TimerWheel::~TimerWheel()
{
    for (Slot& slot : slots_) {
        while (slot.next_ != &slot)
            unlink(*slot.next_);
        slot.previous_ = slot.next_ = nullptr;
    }
}

void TimerWheel::set(Timed& timed, std::uint64_t ticks)
{
    // One more than asked: the current tick has partly passed already.
    timed.deadline_ = now_ + std::max<std::uint64_t>(ticks, 1) + 1;
    const bool in_time = timed.next_ != nullptr && timed.slot_tick_ <= timed.deadline_;
    if (!in_time)
        link(timed, timed.deadline_);
}

std::size_t TimerWheel::tick()
{
    ++now_;
    Slot& slot = slots_[now_ % slots_.size()];
    // The slot is emptied first: what is set again from within on_timeout may land in it.
    Slot due;
    due.previous_ = due.next_ = &due;
    while (slot.next_ != &slot) {
        Timed& timed = *slot.next_;
        unlink(timed);
        timed.previous_ = due.previous_;
        timed.next_ = &due;
        due.previous_->next_ = &timed;
        due.previous_ = &timed;
    }
    std::size_t fired = 0;
    while (due.next_ != &due) {
        Timed& timed = *due.next_;
        unlink(timed);
        if (timed.deadline_ == 0)
            continue;
        if (timed.deadline_ > now_) {
            link(timed, timed.deadline_);
            continue;
        }
        timed.deadline_ = 0;
        ++fired;
        timed.on_timeout();
    }
    due.previous_ = due.next_ = nullptr;
    return fired;
}

void TimerWheel::unlink(Timed& timed)
{
    if (timed.next_ == nullptr)
        return;
    timed.previous_->next_ = timed.next_;
    timed.next_->previous_ = timed.previous_;
    timed.previous_ = timed.next_ = nullptr;
}

// A deadline beyond one turn of the wheel is looked at once a turn and put back.
void TimerWheel::link(Timed& timed, std::uint64_t tick)
{
    unlink(timed);
    const std::uint64_t turn_end = now_ + slots_.size() - 1;
    timed.slot_tick_ = std::min(tick, turn_end);
    Slot& slot = slots_[timed.slot_tick_ % slots_.size()];
    timed.previous_ = slot.previous_;
    timed.next_ = &slot;
    slot.previous_->next_ = &timed;
    slot.previous_ = &timed;
}

} // namespace masthead::net
