#include "core/base/clock.hpp"

#include <array>
#include <charconv>
#include <cstdio>

namespace masthead {

namespace {

struct Fields {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, ms = 0;
};

bool read_digits(std::string_view& text, std::size_t count, int& out)
{
    if (text.size() < count)
        return false;
    const auto [end, error] = std::from_chars(text.data(), text.data() + count, out);
    if (error != std::errc{} || end != text.data() + count)
        return false;
    text.remove_prefix(count);
    return out >= 0;
}

bool skip(std::string_view& text, std::string_view any_of)
{
    if (text.empty() || any_of.find(text.front()) == std::string_view::npos)
        return false;
    text.remove_prefix(1);
    return true;
}

bool read_date_and_time(std::string_view& text, std::string_view separators, Fields& f)
{
    return read_digits(text, 4, f.year) && skip(text, "-") && read_digits(text, 2, f.month) &&
           skip(text, "-") && read_digits(text, 2, f.day) && skip(text, separators) &&
           read_digits(text, 2, f.hour) && skip(text, ":") && read_digits(text, 2, f.minute) &&
           skip(text, ":") && read_digits(text, 2, f.second);
}

void read_fraction(std::string_view& text, Fields& f)
{
    if (!skip(text, "."))
        return;
    int scale = 100;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        f.ms += (text.front() - '0') * scale;
        scale /= 10;
        text.remove_prefix(1);
    }
}

std::optional<Time> to_time(const Fields& f)
{
    using namespace std::chrono;
    const auto date =
        year{f.year} / month{static_cast<unsigned>(f.month)} / day{static_cast<unsigned>(f.day)};
    if (!date.ok() || f.hour > 23 || f.minute > 59 || f.second > 60)
        return std::nullopt;
    return Time{sys_days{date}} + hours{f.hour} + minutes{f.minute} + seconds{f.second} +
           Milliseconds{f.ms};
}

std::optional<Milliseconds> read_offset(std::string_view& text)
{
    if (skip(text, "Zz"))
        return Milliseconds{0};
    if (text.empty() || (text.front() != '+' && text.front() != '-'))
        return std::nullopt;
    const int sign = text.front() == '-' ? -1 : 1;
    text.remove_prefix(1);
    int hour = 0;
    int minute = 0;
    if (!read_digits(text, 2, hour))
        return std::nullopt;
    skip(text, ":");
    if (!read_digits(text, 2, minute))
        return std::nullopt;
    return sign * (std::chrono::hours{hour} + std::chrono::minutes{minute});
}

Fields split(Time time)
{
    using namespace std::chrono;
    const auto midnight = floor<days>(time);
    const year_month_day date{midnight};
    const hh_mm_ss clock{time - midnight};
    return {static_cast<int>(date.year()),
            static_cast<int>(static_cast<unsigned>(date.month())),
            static_cast<int>(static_cast<unsigned>(date.day())),
            static_cast<int>(clock.hours().count()),
            static_cast<int>(clock.minutes().count()),
            static_cast<int>(clock.seconds().count()),
            static_cast<int>(clock.subseconds().count())};
}

} // namespace

Time SystemClock::now() const
{
    return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
}

std::string format_rfc3339(Time time)
{
    const auto f = split(time);
    std::array<char, 64> out{};
    std::snprintf(out.data(), out.size(), "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", f.year, f.month,
                  f.day, f.hour, f.minute, f.second, f.ms);
    return out.data();
}

std::string format_http_date(Time time)
{
    static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto f = split(time);
    const std::chrono::weekday weekday{std::chrono::floor<std::chrono::days>(time)};
    std::array<char, 64> out{};
    std::snprintf(out.data(), out.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                  days.at(weekday.c_encoding()), f.day,
                  months.at(static_cast<std::size_t>(f.month - 1)), f.year, f.hour, f.minute,
                  f.second);
    return out.data();
}

std::optional<Time> parse_rfc3339(std::string_view text)
{
    Fields fields;
    if (!read_date_and_time(text, "Tt ", fields))
        return std::nullopt;
    read_fraction(text, fields);
    const auto offset = read_offset(text);
    if (!offset || !text.empty())
        return std::nullopt;
    const auto time = to_time(fields);
    return time ? std::optional<Time>{*time - *offset} : std::nullopt;
}

std::optional<Time> parse_sql_datetime(std::string_view text)
{
    Fields fields;
    if (!read_date_and_time(text, " ", fields) || !text.empty() || fields.year == 0)
        return std::nullopt;
    return to_time(fields);
}

} // namespace masthead
