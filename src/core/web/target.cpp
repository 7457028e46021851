#include "core/web/target.hpp"

#include "core/base/text.hpp"

#include <algorithm>
#include <array>

namespace masthead::web {

namespace {

int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// Strict, unlike `percent_decode`: a path with a broken escape is no path.
std::optional<std::string> decode_path(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        if (i + 2 >= text.size())
            return std::nullopt;
        const int high = hex_value(text[i + 1]);
        const int low = hex_value(text[i + 2]);
        if (high < 0 || low < 0)
            return std::nullopt;
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return out;
}

bool has_dot_segment(std::string_view path)
{
    for (const std::string_view segment : split(path, '/')) {
        if (segment == "." || segment == "..")
            return true;
    }
    return false;
}

bool is_unwelcome(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f || c == '\\';
}

constexpr std::array<bool, 256> make_plain()
{
    std::array<bool, 256> plain{};
    for (const char c : std::string_view{
             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_~/!$&'()*+,;=:@"})
        plain[static_cast<unsigned char>(c)] = true;
    return plain;
}

constexpr auto plain = make_plain();

} // namespace

std::optional<Target> parse_target(std::string_view target)
{
    const auto question = target.find('?');
    auto path = decode_path(target.substr(0, question));
    if (!path || !path->starts_with('/') || std::ranges::any_of(*path, is_unwelcome) ||
        !is_valid_utf8(*path) || has_dot_segment(*path))
        return std::nullopt;
    Target parsed{std::move(*path), {}};
    if (question != std::string_view::npos)
        parsed.query = target.substr(question + 1);
    return parsed;
}

Fields parse_query(std::string_view query)
{
    Fields pairs;
    while (!query.empty() && pairs.size() < query_pairs_max) {
        const auto ampersand = query.find('&');
        const auto pair = query.substr(0, ampersand);
        query.remove_prefix(ampersand == std::string_view::npos ? query.size() : ampersand + 1);
        if (pair.empty())
            continue;
        const auto equals = pair.find('=');
        const auto value =
            equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1);
        pairs.emplace_back(to_valid_utf8(percent_decode(pair.substr(0, equals), Plus::is_space)),
                           to_valid_utf8(percent_decode(value, Plus::is_space)));
    }
    return pairs;
}

// Dots are left to the long way: they may be dot segments.
bool is_plain_path(std::string_view target)
{
    return std::ranges::all_of(target, [](char c) { return plain[static_cast<unsigned char>(c)]; });
}

} // namespace masthead::web
