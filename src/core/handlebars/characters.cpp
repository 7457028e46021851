#include "core/handlebars/characters.hpp"

#include <array>

namespace masthead::handlebars {

namespace {

using namespace std::string_view_literals;

/// All of \s beyond ASCII, in UTF-8.
constexpr std::array wide_spaces{
    "\xc2\xa0"sv,     "\xe1\x9a\x80"sv, "\xe2\x80\x80"sv, "\xe2\x80\x81"sv, "\xe2\x80\x82"sv,
    "\xe2\x80\x83"sv, "\xe2\x80\x84"sv, "\xe2\x80\x85"sv, "\xe2\x80\x86"sv, "\xe2\x80\x87"sv,
    "\xe2\x80\x88"sv, "\xe2\x80\x89"sv, "\xe2\x80\x8a"sv, "\xe2\x80\xa8"sv, "\xe2\x80\xa9"sv,
    "\xe2\x80\xaf"sv, "\xe2\x81\x9f"sv, "\xe3\x80\x80"sv, "\xef\xbb\xbf"sv,
};

bool is_ascii_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

} // namespace

std::size_t space_at(std::string_view text, std::size_t at)
{
    if (at >= text.size())
        return 0;
    if (static_cast<unsigned char>(text[at]) < 0x80U)
        return is_ascii_space(text[at]) ? 1 : 0;
    for (const auto space : wide_spaces) {
        if (text.substr(at).starts_with(space))
            return space.size();
    }
    return 0;
}

std::size_t space_before(std::string_view text, std::size_t end)
{
    if (end == 0)
        return 0;
    if (static_cast<unsigned char>(text[end - 1]) < 0x80U)
        return is_ascii_space(text[end - 1]) ? 1 : 0;
    for (const auto space : wide_spaces) {
        if (text.substr(0, end).ends_with(space))
            return space.size();
    }
    return 0;
}

std::size_t skip_spaces(std::string_view text, std::size_t at)
{
    while (const auto bytes = space_at(text, at))
        at += bytes;
    return at;
}

std::size_t trailing_spaces(std::string_view text)
{
    std::size_t begin = text.size();
    while (const auto bytes = space_before(text, begin))
        begin -= bytes;
    return begin;
}

} // namespace masthead::handlebars
