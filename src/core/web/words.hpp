#pragma once

#include <string>
#include <string_view>

namespace masthead::web {

// What core/web itself refuses with; `AppOptions::words` may give each in the newspaper's language.
inline constexpr std::string_view problem_too_many = "web.too_many";
inline constexpr std::string_view problem_cross_site = "web.cross_site";
inline constexpr std::string_view problem_confirm = "web.confirm";
inline constexpr std::string_view problem_confirm_button = "web.confirm_button";
inline constexpr std::string_view problem_sign_in = "web.sign_in";
inline constexpr std::string_view problem_not_allowed = "web.not_allowed";
inline constexpr std::string_view problem_form_type = "web.form_type";
inline constexpr std::string_view problem_form_malformed = "web.form_malformed";
inline constexpr std::string_view problem_form_fields = "web.form_fields";
inline constexpr std::string_view problem_field_long = "web.field_long";
inline constexpr std::string_view problem_file_large = "web.file_large";

/// English words for a key of core/web; empty for any other.
std::string_view default_words(std::string_view key);

/// A JSON string with its quotes; what is not UTF-8 is replaced, and `<` is escaped too.
std::string json_string(std::string_view text);

} // namespace masthead::web
