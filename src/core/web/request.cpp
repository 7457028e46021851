#include "core/web/request.hpp"

#include "core/base/text.hpp"
#include "core/web/negotiation.hpp"

namespace masthead::web {

namespace {

std::string_view first_value(const Fields& fields, std::string_view name)
{
    for (const auto& [field_name, value] : fields) {
        if (field_name == name)
            return value;
    }
    return {};
}

std::string_view trim_blanks(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// One Cookie field, read as browsers write it and otherwise leniently (RFC 6265, section 5.2):
/// what is no pair is passed over, quotes around a value are not part of it.
std::optional<std::string_view> cookie_in(std::string_view field, std::string_view name)
{
    while (!field.empty()) {
        const auto semicolon = field.find(';');
        const auto pair = field.substr(0, semicolon);
        field.remove_prefix(semicolon == std::string_view::npos ? field.size() : semicolon + 1);
        const auto equals = pair.find('=');
        if (equals == std::string_view::npos || trim_blanks(pair.substr(0, equals)) != name)
            continue;
        auto value = trim_blanks(pair.substr(equals + 1));
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
            value = value.substr(1, value.size() - 2);
        return value;
    }
    return std::nullopt;
}

} // namespace

std::string_view Request::query_value(std::string_view name) const
{
    return first_value(query, name);
}

std::string_view Request::route_value(std::string_view name) const
{
    return first_value(route, name);
}

std::string_view Request::header(std::string_view lower_case_name) const
{
    return first_value(headers, lower_case_name);
}

std::string_view Request::cookie(std::string_view name) const
{
    for (const auto& [field_name, value] : headers) {
        if (field_name != "cookie")
            continue;
        if (const auto found = cookie_in(value, name))
            return *found;
    }
    return {};
}

bool Request::wants_json() const
{
    return prefers_json(header("accept"));
}

} // namespace masthead::web
