#include "surfaces/transfer/import_progress.hpp"

#include "surfaces/transfer/number_text.hpp"

#include <algorithm>
#include <cstdio>

namespace masthead::transfer {

namespace {

constexpr std::int64_t guess_after_ms = 500; // before that a rate is noise

std::string clock_text(std::int64_t seconds)
{
    char out[32];
    const auto hours = seconds / 3600;
    if (hours > 0)
        std::snprintf(out, sizeof out, "%lld:%02lld:%02lld", static_cast<long long>(hours),
                      static_cast<long long>(seconds / 60 % 60),
                      static_cast<long long>(seconds % 60));
    else
        std::snprintf(out, sizeof out, "%02lld:%02lld", static_cast<long long>(seconds / 60),
                      static_cast<long long>(seconds % 60));
    return out;
}

std::string rate_text(const ImportStep& step, std::int64_t ms)
{
    const auto rate = [&](double number, const char* what) {
        return "  " + grouped(static_cast<std::int64_t>(number * 1000 / static_cast<double>(ms))) +
               " " + what + "/s";
    };
    switch (step.phase) {
    case ImportPhase::checking: return rate(static_cast<double>(step.done) / 1e6, "MB");
    case ImportPhase::media: return rate(static_cast<double>(step.done), "files");
    case ImportPhase::writing:
        return rate(static_cast<double>(step.stories), "stories") +
               rate(static_cast<double>(step.comments), "comments");
    case ImportPhase::finishing: break;
    }
    return {};
}

} // namespace

std::string_view to_string(ImportPhase phase)
{
    switch (phase) {
    case ImportPhase::checking: return "checking";
    case ImportPhase::media: return "copying pictures";
    case ImportPhase::writing: return "writing";
    case ImportPhase::finishing: break;
    }
    return "finishing";
}

std::string format_progress(const ImportStep& step, Milliseconds elapsed)
{
    const auto total = std::max<std::uint64_t>(step.total, 1);
    const auto done = std::min(step.done, total);
    auto out = std::to_string(done * 100 / total) + " %";
    const auto ms = elapsed.count();
    if (ms < guess_after_ms)
        return out;
    out += rate_text(step, ms);
    if (done > 0 && done < total) {
        const auto left =
            static_cast<double>(ms) * static_cast<double>(total - done) / static_cast<double>(done);
        out += "  " + clock_text(static_cast<std::int64_t>(left / 1000 + 0.5)) + " left";
    }
    return out;
}

} // namespace masthead::transfer
