#include "core/web/negotiation.hpp"

#include "core/base/text.hpp"

#include <algorithm>

namespace masthead::web {

namespace {

constexpr std::uint16_t full_quality = 1000;
constexpr std::size_t elements_max = 32;

std::string_view next_element(std::string_view& list)
{
    const auto comma = list.find(',');
    const auto element = list.substr(0, comma);
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    return trim(element);
}

/// "q=0.8" in thousandths; absent where it is malformed.
std::optional<std::uint16_t> parse_quality(std::string_view text)
{
    if (text.size() < 3 || (text[0] != 'q' && text[0] != 'Q') || text[1] != '=')
        return std::nullopt;
    text.remove_prefix(2);
    if (text.size() > 5 || (text[0] != '0' && text[0] != '1'))
        return std::nullopt;
    if (text.size() > 1 && text[1] != '.')
        return std::nullopt;
    int quality = (text[0] - '0') * full_quality;
    int unit = 100;
    for (const char c : text.substr(std::min<std::size_t>(text.size(), 2))) {
        if (c < '0' || c > '9')
            return std::nullopt;
        quality += (c - '0') * unit;
        unit /= 10;
    }
    return quality <= full_quality ? std::optional{static_cast<std::uint16_t>(quality)}
                                   : std::nullopt;
}

struct Preference {
    std::string_view coding;
    std::uint16_t quality = full_quality;
};

std::optional<Preference> parse_preference(std::string_view element)
{
    const auto semicolon = element.find(';');
    Preference preference{trim(element.substr(0, semicolon))};
    if (semicolon == std::string_view::npos)
        return preference;
    const auto quality = parse_quality(trim(element.substr(semicolon + 1)));
    if (!quality)
        return std::nullopt;
    preference.quality = *quality;
    return preference;
}

bool is_gzip(std::string_view coding)
{
    return equals_ignoring_case(coding, "gzip") || equals_ignoring_case(coding, "x-gzip");
}

std::string_view opaque_part(std::string_view tag)
{
    if (tag.starts_with("W/"))
        tag.remove_prefix(2);
    return tag;
}

int month_of(std::string_view name)
{
    static constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const auto at = months.find(name);
    return name.size() == 3 && at != std::string_view::npos && at % 3 == 0
               ? static_cast<int>(at / 3) + 1
               : 0;
}

/// The number that all of `digits` is, or -1.
int number_of(std::string_view digits)
{
    int number = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9')
            return -1;
        number = number * 10 + (c - '0');
    }
    return number;
}

} // namespace

std::string_view name_of(Encoding encoding)
{
    switch (encoding) {
    case Encoding::brotli: return "br";
    case Encoding::gzip: return "gzip";
    case Encoding::identity: break;
    }
    return "identity";
}

std::string_view etag_suffix(Encoding encoding)
{
    switch (encoding) {
    case Encoding::brotli: return "-br";
    case Encoding::gzip: return "-gz";
    case Encoding::identity: break;
    }
    return "";
}

bool Acceptance::prefers(Encoding a, Encoding b) const
{
    return of(a) != of(b) ? of(a) > of(b) : index_of(a) < index_of(b);
}

AcceptedType accepted_quality(std::string_view field, std::string_view type)
{
    for (std::size_t i = 0; i < elements_max && !field.empty(); ++i) {
        const auto parts = split(next_element(field), ';');
        if (!equals_ignoring_case(trim(parts.front()), type))
            continue;
        AcceptedType accepted{full_quality, i};
        for (std::size_t part = 1; part < parts.size(); ++part) {
            const auto parameter = trim(parts[part]);
            if (parameter.starts_with("q=") || parameter.starts_with("Q="))
                accepted.quality = parse_quality(parameter).value_or(0);
        }
        return accepted;
    }
    return {};
}

bool prefers_json(std::string_view accept)
{
    const auto json = accepted_quality(accept, "application/json");
    const auto html = accepted_quality(accept, "text/html");
    return json.quality > html.quality ||
           (json.quality > 0 && json.quality == html.quality && json.place < html.place);
}

Acceptance parse_accept_encoding(std::string_view field)
{
    Acceptance acceptance;
    if (field == "gzip, deflate, br" || field == "gzip, deflate, br, zstd") {
        acceptance.quality = {full_quality, full_quality, full_quality}; // all browsers
        return acceptance;
    }
    std::array<std::optional<std::uint16_t>, encodings_count> named;
    std::optional<std::uint16_t> any;
    for (std::size_t i = 0; i < elements_max && !field.empty(); ++i) {
        const auto preference = parse_preference(next_element(field));
        if (!preference)
            return Acceptance{};
        const std::string_view coding = preference->coding;
        if (is_gzip(coding))
            named[index_of(Encoding::gzip)] = preference->quality;
        else if (equals_ignoring_case(coding, "br"))
            named[index_of(Encoding::brotli)] = preference->quality;
        else if (equals_ignoring_case(coding, "identity"))
            named[index_of(Encoding::identity)] = preference->quality;
        else if (coding == "*")
            any = preference->quality;
    }
    const auto quality = [&](Encoding one, std::uint16_t unnamed) {
        return named[index_of(one)].value_or(any.value_or(unnamed));
    };
    // Identity needs no mention; unnamed, it comes after whatever was named as welcome.
    acceptance.quality = {quality(Encoding::brotli, 0), quality(Encoding::gzip, 0),
                          quality(Encoding::identity, 1)};
    return acceptance;
}

bool etag_listed(std::string_view if_none_match, std::string_view tag)
{
    if (trim(if_none_match) == "*")
        return true;
    const auto wanted = opaque_part(tag);
    while (!if_none_match.empty()) {
        if (opaque_part(next_element(if_none_match)) == wanted)
            return true;
    }
    return false;
}

std::optional<Time> parse_http_date(std::string_view text)
{
    // "Mon, 23 Nov 2026 14:33:03 GMT"
    if (text.size() != 29 || text.substr(3, 2) != ", " || !text.ends_with(" GMT") ||
        text[7] != ' ' || text[11] != ' ' || text[16] != ' ' || text[19] != ':' || text[22] != ':')
        return std::nullopt;
    const int day = number_of(text.substr(5, 2));
    const int month = month_of(text.substr(8, 3));
    const int year = number_of(text.substr(12, 4));
    const int hour = number_of(text.substr(17, 2));
    const int minute = number_of(text.substr(20, 2));
    const int second = number_of(text.substr(23, 2));
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (year < 0 || day < 0 || !date.ok() || hour < 0 || hour > 23 || minute < 0 || minute > 59 ||
        second < 0 || second > 60)
        return std::nullopt;
    const auto time = std::chrono::sys_days{date} + std::chrono::hours{hour} +
                      std::chrono::minutes{minute} + std::chrono::seconds{second};
    return std::chrono::time_point_cast<Milliseconds>(time);
}

} // namespace masthead::web
