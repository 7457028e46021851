#include "surfaces/transfer/foreign_text.hpp"

#include "core/base/text.hpp"
#include "core/text/excerpt.hpp"

#include <array>
#include <charconv>
#include <chrono>

namespace masthead::transfer {

namespace {

std::optional<int> two_digits(std::string_view text)
{
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || text.size() > 4)
        return std::nullopt;
    return value;
}

std::optional<unsigned> month_number(std::string_view name)
{
    static constexpr std::array<std::string_view, 12> months{
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
    const auto found = std::ranges::find(months, to_lower_ascii(name.substr(0, 3)));
    if (found == months.end())
        return std::nullopt;
    return static_cast<unsigned>(found - months.begin()) + 1;
}

std::optional<std::chrono::minutes> zone_offset(std::string_view text)
{
    if (text == "GMT" || text == "UT" || text == "Z")
        return std::chrono::minutes{0};
    if (text.size() != 5 || (text[0] != '+' && text[0] != '-'))
        return std::nullopt;
    const auto hours = two_digits(text.substr(1, 2));
    const auto minutes = two_digits(text.substr(3, 2));
    if (!hours || !minutes)
        return std::nullopt;
    const std::chrono::minutes offset{*hours * 60 + *minutes};
    return text[0] == '-' ? -offset : offset;
}

} // namespace

std::int64_t foreign_number(std::string_view text)
{
    text = trim(text);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() && value > 0 ? value : 0;
}

std::optional<Time> foreign_date(std::string_view gmt, std::string_view local)
{
    if (const auto time = parse_sql_datetime(gmt))
        return time;
    return parse_sql_datetime(local);
}

std::optional<Time> parse_rfc822(std::string_view text)
{
    if (const auto comma = text.find(','); comma != std::string_view::npos)
        text = trim(text.substr(comma + 1));
    const auto parts = split(text, ' ');
    if (parts.size() != 5)
        return std::nullopt;
    const auto clock = split(parts[3], ':');
    const auto day = two_digits(parts[0]);
    const auto month = month_number(parts[1]);
    const auto year = two_digits(parts[2]);
    const auto offset = zone_offset(parts[4]);
    if (clock.size() != 3 || !day || !month || !year || !offset)
        return std::nullopt;
    const auto hour = two_digits(clock[0]);
    const auto minute = two_digits(clock[1]);
    const auto second = two_digits(clock[2]);
    const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{*month},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    // WordPress writes the year -1 for a draft that was never published.
    if (!date.ok() || *year < 1900 || !hour || !minute || !second || *hour > 23 || *minute > 59 ||
        *second > 60)
        return std::nullopt;
    return Time{std::chrono::sys_days{date}} + std::chrono::hours{*hour} +
           std::chrono::minutes{*minute} + std::chrono::seconds{*second} - *offset;
}

std::optional<Time> item_date(const WxrItem& item)
{
    if (const auto time = foreign_date(item.date_gmt, item.date))
        return time;
    return parse_rfc822(item.pub_date);
}

std::string plain_name(std::string_view raw, std::size_t bytes_max)
{
    const auto plain = text::plain_text(to_valid_utf8(raw));
    return std::string{trim(cut_utf8(plain, bytes_max))};
}

std::string plausible_mail(std::string_view raw)
{
    constexpr std::size_t mail_bytes_max = 254; // RFC 5321, section 4.5.3.1.3
    const auto mail = trim(raw);
    const auto at = mail.rfind('@');
    const bool has_parts = at != std::string_view::npos && at > 0 && at + 1 < mail.size();
    const bool has_odd = std::ranges::any_of(mail, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte <= ' ' || byte == 0x7f ||
               std::string_view{"\"<>()[],;:\\"}.find(c) != std::string_view::npos;
    });
    if (!has_parts || has_odd || mail.size() > mail_bytes_max || !is_valid_utf8(mail))
        return {};
    return std::string{mail};
}

} // namespace masthead::transfer
