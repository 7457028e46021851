#pragma once

#include "core/base/clock.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace masthead::site {

/// Dates as a theme asks for them, in the newsroom's time zone and language.
/// Immutable. Threads: any.
class DateFormat {
public:
    /// `zone` is an IANA name, `language` a BCP 47 tag; unknown ones fall back to UTC and English.
    DateFormat(std::string_view zone, std::string_view language);
    ~DateFormat();
    DateFormat(DateFormat&&) noexcept;
    DateFormat& operator=(DateFormat&&) noexcept;

    /// Formats by moment's tokens (YYYY YY MMMM MMM MM M DD D Do dddd ddd HH H hh h mm m ss s A a
    /// Z ZZ X x, L LL LLL LLLL, [literal]); everything else is written as it stands.
    /// Source: Ghost's `{{date}}` helper takes moment.js format strings.
    std::string format(Time time, std::string_view pattern) const;

    /// "3 hours ago" in the newsroom's language.
    std::string relative(Time time, Time now) const;

    /// The next local midnight: when a page that shows today's date is no longer true.
    Time next_midnight(Time after) const;

    /// The zone's distance from UTC at that moment.
    Milliseconds offset_at(Time time) const;

private:
    struct Data;
    std::unique_ptr<const Data> data_;
};

} // namespace masthead::site
