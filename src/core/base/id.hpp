#pragma once

#include "core/base/clock.hpp"

#include <atomic>
#include <charconv>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace masthead {

/// A 63-bit identifier of one kind of thing; kinds do not mix. Zero means "none".
/// Ids grow roughly with time but never mean chronology: order by `(posted_at_ms, id)`.
template <class Tag>
class Id {
public:
    constexpr Id() = default;
    constexpr explicit Id(std::int64_t value) : value_(value) {}
    constexpr std::int64_t value() const { return value_; }
    constexpr explicit operator bool() const { return value_ != 0; }
    friend constexpr auto operator<=>(Id, Id) = default;

private:
    std::int64_t value_ = 0;
};

/// The decimal form used in URLs and JSON (a string there: JavaScript has 53 bits).
template <class Tag>
std::string to_string(Id<Tag> id)
{
    return std::to_string(id.value());
}

/// Reads the decimal form. Absent on signs, spaces, leading zeros, zero, and overflow.
template <class IdType>
std::optional<IdType> parse_id(std::string_view text)
{
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value <= 0 ||
        text.front() == '0')
        return std::nullopt;
    return IdType{value};
}

/// Makes ids: 41 bits of milliseconds since 2020, 10 of node, 12 of counter.
/// Never goes below `floor`, so a clock set back does no harm. Threads: any.
class IdSource {
public:
    IdSource(const Clock& clock, std::uint16_t node, std::int64_t floor = 0);
    std::int64_t next();

    /// The highest id that may have been given out; what the database keeps as high-water mark.
    std::int64_t high_water() const;

private:
    const Clock& clock_;
    std::int64_t node_bits_;
    std::atomic<std::int64_t> last_; // milliseconds and counter, without the node's bits
};

} // namespace masthead

template <class Tag>
struct std::hash<masthead::Id<Tag>> {
    std::size_t operator()(masthead::Id<Tag> id) const noexcept
    {
        return std::hash<std::int64_t>{}(id.value());
    }
};
