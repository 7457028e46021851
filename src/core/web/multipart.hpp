#pragma once

#include "core/web/form.hpp"

#include <optional>
#include <string_view>

namespace masthead::web {

/// The parts of a multipart/form-data body, for `read_form` alone.
Result<Form> read_multipart(std::string_view body, std::string_view boundary,
                            const FormLimits& limits);

/// A text as forms hold it: line ends made LF. Absent where it is no UTF-8 or holds a NUL.
std::optional<std::string> form_text(std::string_view raw);

/// The value of `name` in "type/sub; name=value; other=\"quoted\"", without quotes; absent where it
/// is not there or the list is malformed.
std::optional<std::string> parameter_of(std::string_view field, std::string_view name);

/// The type of a Content-Type field, in lower case and without parameters.
std::string media_type_of(std::string_view field);

} // namespace masthead::web
