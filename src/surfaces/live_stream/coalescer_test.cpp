#include "features/comments/find_changes.hpp"
#include "surfaces/live_stream/coalescer.hpp"

#include <doctest/doctest.h>

using namespace masthead;
using namespace masthead::live_stream;
using namespace std::chrono_literals;

namespace {

constexpr web::Channel strike{'s', 7};
constexpr web::Channel bridge{'s', 8};
constexpr Coalescer::Moment morning{std::chrono::hours{1}};

db::Event event(std::int64_t position)
{
    return {position, "comment.posted", 100 + position, 7, {}};
}

} // namespace

TEST_CASE("the first event goes at once, those that follow go together after the pause")
{
    Coalescer coalescer;
    coalescer.add(strike, event(1), morning);
    const auto first = coalescer.take(morning);
    REQUIRE(first);
    CHECK(first->events.size() == 1);
    CHECK(first->position == 1);
    coalescer.add(strike, event(2), morning + 1ms);
    coalescer.add(strike, event(3), morning + 400ms);
    CHECK_FALSE(coalescer.take(morning + frame_pause - 1ms));
    CHECK(coalescer.next() == morning + frame_pause);
    const auto second = coalescer.take(morning + frame_pause);
    REQUIRE(second);
    CHECK(second->events.size() == 2);
    CHECK(second->position == 3);
    CHECK_FALSE(coalescer.next());
}

TEST_CASE("after a quiet pause an event goes at once again")
{
    Coalescer coalescer;
    coalescer.add(strike, event(1), morning);
    CHECK(coalescer.take(morning));
    const auto later = morning + frame_pause;
    coalescer.add(strike, event(2), later);
    CHECK(coalescer.take(later));
}

TEST_CASE("channels do not wait for one another, and the longest wait goes first")
{
    Coalescer coalescer;
    coalescer.add(strike, event(1), morning);
    CHECK(coalescer.take(morning));
    coalescer.add(strike, event(2), morning + 1ms);
    coalescer.add(bridge, event(3), morning + 2ms);
    CHECK(coalescer.take(morning + 2ms)->channel == bridge);
    coalescer.add(bridge, event(4), morning + 3ms);
    CHECK(coalescer.take(morning + 1s)->channel == strike);
    CHECK(coalescer.take(morning + 1s)->channel == bridge);
}

TEST_CASE("a position is settled only when nothing at or before it waits, of any channel")
{
    Coalescer coalescer;
    coalescer.note(10);
    CHECK(coalescer.settled() == 10);
    coalescer.add(strike, event(11), morning);
    CHECK(coalescer.take(morning));
    coalescer.add(strike, event(12), morning);
    coalescer.add(bridge, event(13), morning);
    coalescer.note(14);
    CHECK(coalescer.settled() == 11);
    CHECK(coalescer.take(morning)->channel == bridge);
    CHECK(coalescer.settled() == 11);
    CHECK(coalescer.take(morning + 1s)->channel == strike);
    CHECK(coalescer.settled() == 14);
}

TEST_CASE("more events than can be told are not kept, at the limit and one past it")
{
    Coalescer coalescer;
    for (int i = 1; i <= comments::events_told_max; ++i)
        coalescer.add(strike, event(i), morning);
    CHECK(coalescer.take(morning)->events.size() == comments::events_told_max);
    for (int i = 1; i <= comments::events_told_max + 1; ++i)
        coalescer.add(strike, event(i), morning + 1s);
    const auto due = coalescer.take(morning + 1s);
    CHECK(due->events.empty());
    CHECK(due->position == comments::events_told_max + 1);
}

TEST_CASE("pauses that are over are forgotten")
{
    Coalescer coalescer;
    for (int i = 1; i <= 100; ++i) {
        const auto now = morning + i * frame_pause;
        coalescer.add({'s', i}, event(i), now);
        CHECK(coalescer.take(now));
    }
    CHECK(coalescer.remembered() <= 2);
}
