#include "core/oidc/json_read.hpp"

#include <algorithm>

namespace masthead::oidc {

namespace json = boost::json;

namespace {

const json::value* value_at(const json::object& object, std::string_view key)
{
    return object.if_contains({key.data(), key.size()});
}

} // namespace

std::optional<json::object> parse_object(std::string_view text)
{
    json::parse_options options;
    options.max_depth = json_depth_max;
    json::error_code error;
    auto value = json::parse(json::string_view{text.data(), text.size()}, error, {}, options);
    if (error || !value.is_object())
        return std::nullopt;
    return std::move(value.as_object());
}

std::string_view text_at(const json::object& object, std::string_view key)
{
    const auto* value = value_at(object, key);
    const auto* text = value ? value->if_string() : nullptr;
    return text ? std::string_view{text->data(), text->size()} : std::string_view{};
}

const json::array* list_at(const json::object& object, std::string_view key)
{
    const auto* value = value_at(object, key);
    return value ? value->if_array() : nullptr;
}

bool list_has(const json::object& object, std::string_view key, std::string_view word)
{
    const auto* list = list_at(object, key);
    return list && std::any_of(list->begin(), list->end(), [&](const json::value& value) {
               const auto* text = value.if_string();
               return text && std::string_view{text->data(), text->size()} == word;
           });
}

std::optional<double> number_at(const json::object& object, std::string_view key)
{
    const auto* value = value_at(object, key);
    if (!value || !value->is_number())
        return std::nullopt;
    return value->to_number<double>();
}

} // namespace masthead::oidc
