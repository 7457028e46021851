#include "core/web/request.hpp"

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

} // namespace masthead::web
