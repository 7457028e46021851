#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace masthead::net {

class TimerWheel;

/// Something with a deadline; it leaves its wheel when it is destroyed.
class Timed {
public:
    Timed() = default;
    Timed(const Timed&) = delete;
    Timed& operator=(const Timed&) = delete;

    /// Called once when the deadline has passed; a new one may be set from within.
    virtual void on_timeout() = 0;

protected:
    virtual ~Timed();

private:
    friend class TimerWheel;
    Timed* previous_ = nullptr; // both null: in no slot
    Timed* next_ = nullptr;
    std::uint64_t deadline_ = 0; // in ticks; 0: none
    std::uint64_t slot_tick_ = 0;
};

/// Coarse deadlines for very many things. Setting a later deadline, which every request does, only
/// stores a number: the entry moves when its old slot comes round. Threads: one.
class TimerWheel {
public:
    explicit TimerWheel(std::size_t slots = 512);
    ~TimerWheel();
    TimerWheel(const TimerWheel&) = delete;
    TimerWheel& operator=(const TimerWheel&) = delete;

    /// The deadline is `ticks` from now, at least one; it fires at most one tick late.
    void set(Timed& timed, std::uint64_t ticks);
    void clear(Timed& timed) { timed.deadline_ = 0; }

    /// One tick has passed. Returns how many deadlines fired.
    std::size_t tick();

    std::uint64_t now() const { return now_; }

private:
    friend class Timed;
    struct Slot final : Timed {
        void on_timeout() override {}
    };
    static void unlink(Timed& timed);
    void link(Timed& timed, std::uint64_t tick);

    std::vector<Slot> slots_; // heads of circular lists
    std::uint64_t now_ = 1;
};

} // namespace masthead::net
