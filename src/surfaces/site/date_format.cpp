#include "surfaces/site/date_format.hpp"

#include <unicode/dtfmtsym.h>
#include <unicode/locid.h>
#include <unicode/reldatefmt.h>
#include <unicode/timezone.h>

#include <array>
#include <cstdio>
#include <vector>

namespace masthead::site {

namespace {

using namespace std::chrono;

struct Fields {
    int year = 0;
    unsigned month = 1, day = 1, weekday = 0;
    int hour = 0, minute = 0, second = 0;
    std::int64_t offset_minutes = 0;
    std::int64_t utc_ms = 0;
};

// Longest first, so that "MMMM" is not read as two times "MM".
constexpr std::array<std::string_view, 29> tokens{
    "dddd", "LLLL", "YYYY", "MMMM", "LLL", "MMM", "ddd", "YY", "MM", "DD",
    "Do",   "HH",   "hh",   "mm",   "ss",  "ZZ",  "LL",  "M",  "D",  "H",
    "h",    "m",    "s",    "A",    "a",   "Z",   "X",   "x",  "L"};

std::vector<std::string> to_utf8(const icu::UnicodeString* names, int32_t count)
{
    std::vector<std::string> list;
    for (int32_t i = 0; i < count; ++i) {
        std::string name;
        names[i].toUTF8String(name);
        list.push_back(std::move(name));
    }
    return list;
}

std::string padded(std::int64_t number, int width)
{
    std::array<char, 24> out{};
    std::snprintf(out.data(), out.size(), "%0*lld", width, static_cast<long long>(number));
    return out.data();
}

std::string ordinal(unsigned day)
{
    const auto last = day % 10;
    const bool teen = day / 10 == 1;
    const char* suffix = "th";
    if (!teen && last == 1)
        suffix = "st";
    else if (!teen && last == 2)
        suffix = "nd";
    else if (!teen && last == 3)
        suffix = "rd";
    return std::to_string(day) + suffix;
}

std::string offset_text(std::int64_t minutes, std::string_view colon)
{
    const auto size = minutes < 0 ? -minutes : minutes;
    return (minutes < 0 ? "-" : "+") + padded(size / 60, 2) + std::string{colon} +
           padded(size % 60, 2);
}

int hour_of_twelve(int hour)
{
    return hour % 12 == 0 ? 12 : hour % 12;
}

} // namespace

struct DateFormat::Data {
    std::unique_ptr<icu::TimeZone> zone;
    icu::Locale locale;
    std::vector<std::string> months, short_months, weekdays, short_weekdays, halves;

    std::string token(std::string_view name, const Fields& f) const
    {
        if (auto text = date_token(name, f))
            return *text;
        if (auto text = time_token(name, f))
            return *text;
        return long_token(name, f);
    }

    std::optional<std::string> date_token(std::string_view name, const Fields& f) const
    {
        if (name == "YYYY")
            return padded(f.year, 4);
        if (name == "YY")
            return padded(f.year % 100, 2);
        if (name == "MMMM")
            return months[f.month - 1];
        if (name == "MMM")
            return short_months[f.month - 1];
        if (name == "MM" || name == "M")
            return padded(f.month, static_cast<int>(name.size()));
        if (name == "DD" || name == "D")
            return padded(f.day, static_cast<int>(name.size()));
        if (name == "Do")
            return ordinal(f.day);
        if (name == "dddd")
            return weekdays[f.weekday];
        if (name == "ddd")
            return short_weekdays[f.weekday];
        return std::nullopt;
    }

    std::optional<std::string> time_token(std::string_view name, const Fields& f) const
    {
        const auto width = static_cast<int>(name.size());
        if (name == "HH" || name == "H")
            return padded(f.hour, width);
        if (name == "hh" || name == "h")
            return padded(hour_of_twelve(f.hour), width);
        if (name == "mm" || name == "m")
            return padded(f.minute, width);
        if (name == "ss" || name == "s")
            return padded(f.second, width);
        if (name == "A" || name == "a")
            return halves[f.hour < 12 ? 0 : 1];
        if (name == "Z")
            return offset_text(f.offset_minutes, ":");
        if (name == "ZZ")
            return offset_text(f.offset_minutes, "");
        if (name == "X")
            return std::to_string(f.utc_ms / 1000);
        if (name == "x")
            return std::to_string(f.utc_ms);
        return std::nullopt;
    }

    // Moment's localised forms, in the one order that all languages read: day, month, year.
    std::string long_token(std::string_view name, const Fields& f) const
    {
        const auto day =
            std::to_string(f.day) + " " + months[f.month - 1] + " " + padded(f.year, 4);
        const auto clock = padded(f.hour, 2) + ":" + padded(f.minute, 2);
        if (name == "L")
            return padded(f.day, 2) + "/" + padded(f.month, 2) + "/" + padded(f.year, 4);
        if (name == "LL")
            return day;
        if (name == "LLL")
            return day + " " + clock;
        return weekdays[f.weekday] + ", " + day + " " + clock;
    }
};

DateFormat::DateFormat(std::string_view zone, std::string_view language)
{
    auto data = std::make_unique<Data>();
    data->zone.reset(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(
        icu::StringPiece(zone.data(), static_cast<int32_t>(zone.size())))));
    UErrorCode error = U_ZERO_ERROR;
    data->locale = icu::Locale::forLanguageTag(
        icu::StringPiece(language.data(), static_cast<int32_t>(language.size())), error);
    if (U_FAILURE(error) || data->locale.isBogus()) {
        error = U_ZERO_ERROR;
        data->locale = icu::Locale::getEnglish();
    }
    const icu::DateFormatSymbols symbols{data->locale, error};
    int32_t count = 0;
    const auto* months =
        symbols.getMonths(count, icu::DateFormatSymbols::FORMAT, icu::DateFormatSymbols::WIDE);
    data->months = to_utf8(months, count);
    months = symbols.getMonths(count, icu::DateFormatSymbols::FORMAT,
                               icu::DateFormatSymbols::ABBREVIATED);
    data->short_months = to_utf8(months, count);
    const auto* days =
        symbols.getWeekdays(count, icu::DateFormatSymbols::FORMAT, icu::DateFormatSymbols::WIDE);
    data->weekdays = to_utf8(days + 1, count - 1); // ICU counts weekdays from 1
    days = symbols.getWeekdays(count, icu::DateFormatSymbols::FORMAT,
                               icu::DateFormatSymbols::ABBREVIATED);
    data->short_weekdays = to_utf8(days + 1, count - 1);
    const auto* halves = symbols.getAmPmStrings(count);
    data->halves = to_utf8(halves, count);
    data_ = std::move(data);
}

DateFormat::~DateFormat() = default;
DateFormat::DateFormat(DateFormat&&) noexcept = default;
DateFormat& DateFormat::operator=(DateFormat&&) noexcept = default;

Milliseconds DateFormat::offset_at(Time time) const
{
    int32_t raw = 0;
    int32_t daylight = 0;
    UErrorCode error = U_ZERO_ERROR;
    data_->zone->getOffset(static_cast<UDate>(to_ms(time)), false, raw, daylight, error);
    return U_SUCCESS(error) ? Milliseconds{raw + daylight} : Milliseconds{0};
}

std::string DateFormat::format(Time time, std::string_view pattern) const
{
    const auto offset = offset_at(time);
    const auto local = time + offset;
    const auto midnight = floor<days>(local);
    const year_month_day date{midnight};
    const hh_mm_ss clock{floor<seconds>(local - midnight)};
    const Fields fields{static_cast<int>(date.year()),
                        static_cast<unsigned>(date.month()),
                        static_cast<unsigned>(date.day()),
                        weekday{midnight}.c_encoding(),
                        static_cast<int>(clock.hours().count()),
                        static_cast<int>(clock.minutes().count()),
                        static_cast<int>(clock.seconds().count()),
                        offset / minutes{1},
                        to_ms(time)};
    std::string out;
    while (!pattern.empty()) {
        if (pattern.front() == '[') {
            const auto end = std::min(pattern.find(']'), pattern.size() - 1);
            out += pattern.substr(1, end - 1);
            pattern.remove_prefix(end + 1);
            continue;
        }
        const auto token = std::ranges::find_if(
            tokens, [&](std::string_view name) { return pattern.starts_with(name); });
        if (token != tokens.end()) {
            out += data_->token(*token, fields);
            pattern.remove_prefix(token->size());
        } else {
            out += pattern.front();
            pattern.remove_prefix(1);
        }
    }
    return out;
}

std::string DateFormat::relative(Time time, Time now) const
{
    struct Step {
        seconds length;
        URelativeDateTimeUnit unit;
    };
    static constexpr std::array<Step, 6> steps{{{days{365}, UDAT_REL_UNIT_YEAR},
                                                {days{30}, UDAT_REL_UNIT_MONTH},
                                                {days{1}, UDAT_REL_UNIT_DAY},
                                                {hours{1}, UDAT_REL_UNIT_HOUR},
                                                {minutes{1}, UDAT_REL_UNIT_MINUTE},
                                                {seconds{1}, UDAT_REL_UNIT_SECOND}}};
    const auto distance = floor<seconds>(time - now);
    const auto size = distance.count() < 0 ? -distance : distance;
    auto step = std::ranges::find_if(steps, [&](const Step& s) { return size >= s.length; });
    if (step == steps.end())
        step = steps.end() - 1;
    UErrorCode error = U_ZERO_ERROR;
    const icu::RelativeDateTimeFormatter formatter{data_->locale, error};
    icu::UnicodeString text;
    formatter.formatNumeric(static_cast<double>(distance / step->length), step->unit, text, error);
    std::string out;
    return text.toUTF8String(out);
}

Time DateFormat::next_midnight(Time after) const
{
    const auto local_day = floor<days>(after + offset_at(after)) + days{1};
    const Time guess{local_day.time_since_epoch()};
    return guess - offset_at(guess - offset_at(after));
}

} // namespace masthead::site
