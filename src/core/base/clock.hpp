#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace masthead {

using Milliseconds = std::chrono::milliseconds;

/// A moment in UTC, to the millisecond. In SQL it is an integer column named `*_at_ms`.
using Time = std::chrono::sys_time<Milliseconds>;

constexpr std::int64_t to_ms(Time time)
{
    return time.time_since_epoch().count();
}
constexpr Time from_ms(std::int64_t ms)
{
    return Time{Milliseconds{ms}};
}

/// Where the time comes from; passed in so that tests can move it. Threads: any.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Time now() const = 0;
};

/// The machine's clock: the only place that reads it.
class SystemClock final : public Clock {
public:
    Time now() const override;
};

/// A clock that moves only when told to.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Time start) : ms_(to_ms(start)) {}
    Time now() const override { return from_ms(ms_.load()); }
    void advance(Milliseconds by) { ms_ += by.count(); }
    void set(Time time) { ms_ = to_ms(time); }

private:
    std::atomic<std::int64_t> ms_;
};

/// "2026-11-23T14:33:03.000Z" (RFC 3339, UTC, always three decimals).
std::string format_rfc3339(Time time);

/// "Mon, 23 Nov 2026 14:33:03 GMT" (RFC 9110, section 5.6.7).
std::string format_http_date(Time time);

/// Reads RFC 3339 with any offset. Absent on anything else.
std::optional<Time> parse_rfc3339(std::string_view text);

/// Reads "2026-11-23 14:33:03" as UTC, as WordPress and SQL dumps write it. Absent on anything
/// else, and on the all-zero date that WordPress uses for "never".
std::optional<Time> parse_sql_datetime(std::string_view text);

} // namespace masthead
