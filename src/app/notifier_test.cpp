#include "app/notifier.hpp"

#include "notices_cast.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <thread>

namespace masthead::app {

namespace {

// Polls a thread of ours against a deadline; the clock of the newsroom stands still meanwhile.
template <class Condition>
bool eventually(Condition&& condition)
{
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (!condition()) {
        if (std::chrono::steady_clock::now() > until)
            return false;
        std::this_thread::yield();
    }
    return true;
}

} // namespace

TEST_CASE("what happened before it was started is told, and what happens then, when it is woken")
{
    test::NoticesCast cast;
    const auto strike = cast.story("strike");
    const auto ada = cast.member("Ada");
    const auto bo = cast.member("Bo");
    const auto thread = cast.say(strike, ada).id;
    cast.say(strike, bo, thread);
    Notifier notifier{*cast.database, cast.clock, std::chrono::minutes{2}};
    CHECK(cast.unread(ada) == 0);
    notifier.start();
    CHECK(eventually([&] { return cast.unread(ada) == 1; }));
    cast.see_all(ada);
    cast.say(strike, bo, thread);
    notifier.wake();
    CHECK(eventually([&] { return cast.unread(ada) == 1; }));
    notifier.stop();
}

TEST_CASE("a turn tells and makes the mails that are due")
{
    using namespace notifications;
    static constexpr db::Query count_mails{
        "test.notices_queued", "SELECT COUNT(*) FROM outgoing_mails WHERE kind = 'notifications'"};
    test::NoticesCast cast;
    const auto strike = cast.story("strike");
    const auto ada = cast.member("Ada");
    const auto bo = cast.member("Bo");
    cast.choose(ada, Kind::reply, {OnSite::yes, Mail::at_once, Push::no});
    const auto thread = cast.say(strike, ada).id;
    cast.say(strike, bo, thread);
    Notifier notifier{*cast.database, cast.clock, std::chrono::minutes{2}};
    const auto mails = [&] {
        return cast.database->read([](db::Snapshot& s) { return s.integer(count_mails, {}); });
    };
    CHECK(notifier.turn() == Progress::caught_up);
    CHECK(mails() == 0);
    cast.clock.advance(std::chrono::minutes{2});
    notifier.turn();
    CHECK(mails() == 1);
    notifier.turn();
    CHECK(notifier.turn() == Progress::idle);
    CHECK(mails() == 1);
}

} // namespace masthead::app
