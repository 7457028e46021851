#include "app/cli/progress_line.hpp"

#include <doctest/doctest.h>

namespace masthead::app {

namespace {

ProgressMeter::Moment at(int milliseconds)
{
    return ProgressMeter::Moment{} + std::chrono::hours{1} +
           std::chrono::milliseconds{milliseconds};
}

} // namespace

TEST_CASE("a line of progress tells share, count, rate and time left")
{
    ProgressMeter meter;
    CHECK(meter.line({"writing", 0, 1'000, "stories", 0}, at(0), 10) ==
          "writing  [..........]   0%  0 stories");
    CHECK(meter.line({"writing", 250, 1'000, "stories", 5'000}, at(2'000), 10) ==
          "writing  [##........]  25%  5,000 stories  2,500/s  0:06 left");
    CHECK(meter.line({"writing", 1'000, 1'000, "stories", 20'000}, at(8'000), 0) ==
          "writing  100%  20,000 stories  2,500/s  0:00 left");
}

TEST_CASE("a new phase is measured from its own beginning")
{
    ProgressMeter meter;
    meter.line({"checking", 0, 100, "MB", 0}, at(0), 0);
    meter.line({"checking", 100, 100, "MB", 100}, at(10'000), 0);
    CHECK(meter.line({"writing", 10, 100, "stories", 50}, at(10'000), 0) ==
          "writing   10%  50 stories");
    CHECK(meter.line({"writing", 20, 100, "stories", 70}, at(12'000), 0) ==
          "writing   20%  70 stories  10/s  0:16 left");
}

TEST_CASE("nothing is promised where nothing moves or the end is not known")
{
    ProgressMeter meter;
    meter.line({"writing", 5, 100, "stories", 1}, at(0), 0);
    CHECK(meter.line({"writing", 5, 100, "stories", 1}, at(9'000), 0) ==
          "writing    5%  1 stories  0/s");
    CHECK(meter.line({"fetching", 5, 0, "files", 5}, at(0), 10) == "fetching  5 files");
    // Numbers that contradict each other come from another process: they must not break the bar.
    CHECK(meter.line({"x", 500, 100, "u", 1}, at(0), 10) == "x  [##########] 100%  1 u");
}

TEST_CASE("durations and numbers are written for people")
{
    CHECK(as_duration(0) == "0:00");
    CHECK(as_duration(7) == "0:07");
    CHECK(as_duration(765) == "12:45");
    CHECK(as_duration(3'723) == "1:02:03");
    CHECK(with_thousands(0) == "0");
    CHECK(with_thousands(999) == "999");
    CHECK(with_thousands(1'234'567) == "1,234,567");
}

TEST_CASE("no control character of a foreign text reaches the terminal")
{
    CHECK(harmless("a\tb\nc") == "a\tb\nc");
    CHECK(harmless("\x1b[2Jx\r\x07\x7f") == "?[2Jx???");
    CHECK(harmless("\xc2\x9b"
                   "2J") == "?2J");
    CHECK(harmless("Café – “é” \xc2") == "Café – “é” \xc2");
}

} // namespace masthead::app
