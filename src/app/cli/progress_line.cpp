#include "app/cli/progress_line.hpp"

namespace masthead::app {

namespace {

// Before this, one slow first file would promise hours.
constexpr double seconds_before_rate = 0.5;
constexpr double seconds_left_max = 1e7;

std::string bar(double share, std::size_t width)
{
    const auto filled = static_cast<std::size_t>(share * static_cast<double>(width));
    return "[" + std::string(filled, '#') + std::string(width - filled, '.') + "]";
}

std::string percent(double share)
{
    const auto whole = std::to_string(static_cast<int>(share * 100));
    return std::string(whole.size() < 3 ? 3 - whole.size() : 0, ' ') + whole + "%";
}

} // namespace

std::string ProgressMeter::line(const Progress& progress, Moment now, std::size_t bar_width)
{
    if (phase_ != progress.phase || began_ == Moment{}) {
        phase_ = progress.phase;
        began_ = now;
        first_done_ = progress.done;
        first_items_ = progress.items;
    }
    const auto total = static_cast<double>(progress.total);
    const auto done = std::min(static_cast<double>(progress.done), total);
    std::string out = harmless(progress.phase);
    if (progress.total > 0) {
        const double share = done / total;
        out += bar_width > 0 ? "  " + bar(share, bar_width) + " " : "  ";
        out += percent(share);
    }
    out += "  " + with_thousands(progress.items) + " " + harmless(progress.unit);
    const double seconds = std::chrono::duration<double>(now - began_).count();
    if (seconds < seconds_before_rate)
        return out;
    const auto since = [](std::uint64_t present, std::uint64_t first) {
        return present > first ? static_cast<double>(present - first) : 0.0;
    };
    const double rate = since(progress.items, first_items_) / seconds;
    out += "  " + with_thousands(static_cast<std::uint64_t>(rate)) + "/s";
    const double speed = since(progress.done, first_done_) / seconds;
    const double left = speed > 0 ? (total - done) / speed : seconds_left_max;
    if (progress.total > 0 && left < seconds_left_max)
        out += "  " + as_duration(static_cast<std::uint64_t>(left + 0.5)) + " left";
    return out;
}

std::string with_thousands(std::uint64_t number)
{
    auto digits = std::to_string(number);
    for (auto at = digits.size(); at > 3;) {
        at -= 3;
        digits.insert(at, 1, ',');
    }
    return digits;
}

std::string as_duration(std::uint64_t seconds)
{
    const auto two = [](std::uint64_t number) {
        return (number < 10 ? "0" : "") + std::to_string(number);
    };
    const auto minutes = seconds / 60;
    if (minutes < 60)
        return std::to_string(minutes) + ":" + two(seconds % 60);
    return std::to_string(minutes / 60) + ":" + two(minutes % 60) + ":" + two(seconds % 60);
}

std::string harmless(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const bool low = (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7f;
        // U+0080 to U+009F: the same controls in another coat, C2 80 to C2 9F in UTF-8.
        const bool high = byte == 0xc2 && i + 1 < text.size() &&
                          (static_cast<unsigned char>(text[i + 1]) & 0xe0) == 0x80;
        out += low || high ? '?' : text[i];
        i += high ? 1 : 0;
    }
    return out;
}

} // namespace masthead::app
