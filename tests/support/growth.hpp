#pragma once

#include <ctime>
#include <utility>

namespace masthead::test {

/// CPU seconds that `work` takes, whatever else the machine is doing.
template <class Work>
double cpu_seconds(Work&& work)
{
    const auto begin = std::clock();
    std::forward<Work>(work)();
    return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

/// Whether `on_whole`, with four times the input of `on_quarter`, costs about four times the work:
/// squared, it would cost sixteen. The allowance is for what is too short to measure.
template <class Quarter, class Whole>
bool grows_in_step(Quarter&& on_quarter, Whole&& on_whole)
{
    constexpr double allowance_s = 0.2;
    const auto quarter = cpu_seconds(std::forward<Quarter>(on_quarter));
    return cpu_seconds(std::forward<Whole>(on_whole)) <= 10 * quarter + allowance_s;
}

} // namespace masthead::test
