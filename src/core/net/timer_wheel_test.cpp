#include "core/net/timer_wheel.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <random>

using namespace masthead::net;

namespace {

struct Alarm final : Timed {
    explicit Alarm(TimerWheel& of) : wheel(of) {}
    void on_timeout() override
    {
        fired_at = wheel.now();
        if (again > 0)
            wheel.set(*this, again);
        again = 0;
    }
    TimerWheel& wheel;
    std::uint64_t fired_at = 0;
    std::uint64_t again = 0;
};

} // namespace

TEST_CASE("a deadline fires once, not early and at most a tick late")
{
    std::mt19937 chance{1};
    TimerWheel wheel{16};
    for (int i = 0; i < 500; ++i) {
        Alarm alarm{wheel};
        const std::uint64_t ticks = chance() % 60 + 1;
        const auto begin = wheel.now();
        wheel.set(alarm, ticks);
        std::size_t fired = 0;
        for (int t = 0; t < 70; ++t)
            fired += wheel.tick();
        CHECK(fired == 1);
        CHECK(alarm.fired_at == begin + ticks + 1);
    }
}

TEST_CASE("the last deadline set is the one that holds, later or earlier")
{
    TimerWheel wheel{8};
    Alarm alarm{wheel};
    wheel.set(alarm, 50);
    wheel.set(alarm, 3);
    wheel.set(alarm, 20);
    for (int t = 0; t < 20; ++t)
        CHECK(wheel.tick() == 0);
    CHECK(wheel.tick() == 1);
    wheel.set(alarm, 50);
    wheel.set(alarm, 2);
    CHECK(wheel.tick() == 0);
    CHECK(wheel.tick() == 0);
    CHECK(wheel.tick() == 1);
    CHECK(wheel.tick() == 0);
}

TEST_CASE("what is cleared or gone does not fire")
{
    TimerWheel wheel{8};
    Alarm kept{wheel};
    auto gone = std::make_unique<Alarm>(wheel);
    wheel.set(kept, 2);
    wheel.set(*gone, 2);
    wheel.clear(kept);
    gone.reset();
    for (int t = 0; t < 20; ++t)
        CHECK(wheel.tick() == 0);
}

TEST_CASE("a deadline may be set again from within")
{
    TimerWheel wheel{4};
    Alarm alarm{wheel};
    alarm.again = 4;
    wheel.set(alarm, 1);
    int fired = 0;
    for (int t = 0; t < 20; ++t)
        fired += static_cast<int>(wheel.tick());
    CHECK(fired == 2);
}

TEST_CASE("things may outlive their wheel")
{
    auto wheel = std::make_unique<TimerWheel>(4);
    Alarm alarm{*wheel};
    wheel->set(alarm, 1);
    wheel.reset();
    CHECK(alarm.fired_at == 0);
}
