#include "core/web/words.hpp"

#include "core/base/text.hpp"

#include <utility>

namespace masthead::web {

namespace {

constexpr std::pair<std::string_view, std::string_view> words[] = {
    {problem_too_many, "Too many requests came from your network. Please wait a little and try "
                       "again."},
    {problem_cross_site, "This was sent from another site, so nothing was done. If it was you, "
                         "please go to the page here and send it from there."},
    {problem_confirm, "Your browser does not say which site this was sent from. Nothing has been "
                      "done yet: please confirm that you want to send it."},
    {problem_confirm_button, "Yes, send it"},
    {problem_sign_in, "Please sign in first."},
    {problem_not_allowed, "You are signed in, but you may not do this."},
    {problem_form_type, "What was sent is not a form."},
    {problem_form_malformed, "The form arrived damaged. Please send it again."},
    {problem_form_fields, "The form has too many fields."},
    {problem_field_long, "One of the texts is too long."},
    {problem_file_large, "The file is too large."},
};

void append_escape(std::string& out, unsigned char byte)
{
    constexpr std::string_view digits = "0123456789abcdef";
    out += "\\u00";
    out += digits[byte >> 4U];
    out += digits[byte & 0xfU];
}

} // namespace

std::string_view default_words(std::string_view key)
{
    for (const auto& [name, text] : words) {
        if (name == key)
            return text;
    }
    return {};
}

std::string json_string(std::string_view text)
{
    std::string out = "\"";
    for (const char c : to_valid_utf8(text)) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (byte < 0x20 || byte == 0x7f || c == '<') {
            append_escape(out, byte);
        } else {
            out += c;
        }
    }
    return out + '"';
}

} // namespace masthead::web
