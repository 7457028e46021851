#pragma once

#include "app/output.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace masthead::app {

/// Turns what a command says of its progress into lines for people: share, rate and time left, as
/// measured since the phase began.
class ProgressMeter {
public:
    using Moment = std::chrono::steady_clock::time_point;

    /// "checking   62%  14 MB/s  0:12 left". With a bar of `bar_width` where that is not 0.
    std::string line(const Progress& progress, Moment now, std::size_t bar_width);

private:
    std::string phase_;
    Moment began_{};
    std::uint64_t first_done_ = 0;
    std::uint64_t first_items_ = 0;
};

/// "1,234,567"
std::string with_thousands(std::uint64_t number);

/// "0:07", "12:45", "1:02:03"
std::string as_duration(std::uint64_t seconds);

/// The text with every control character but newline and tab replaced by '?': what stands in an
/// export must not move the cursor of whoever imports it.
std::string harmless(std::string_view text);

} // namespace masthead::app
