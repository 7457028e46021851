#pragma once

#include <boost/json.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

/// Reading JSON that others wrote: absent rather than wrong.
namespace masthead::oidc {

inline constexpr std::size_t json_depth_max = 16;

/// Absent where the text is no JSON object, or nests deeper than `json_depth_max`.
std::optional<boost::json::object> parse_object(std::string_view text);

/// Empty where there is no such text. Lives as long as the object.
std::string_view text_at(const boost::json::object& object, std::string_view key);

/// Null where there is no such list.
const boost::json::array* list_at(const boost::json::object& object, std::string_view key);

/// Whether the list is there and has the word; a text alone is no list.
bool list_has(const boost::json::object& object, std::string_view key, std::string_view word);

/// A whole or broken number, as NumericDate may be.
std::optional<double> number_at(const boost::json::object& object, std::string_view key);

} // namespace masthead::oidc
