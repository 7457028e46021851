#include "core/web/cookie.hpp"

#include "core/base/check.hpp"

#include <algorithm>

namespace masthead::web {

namespace {

constexpr std::string_view host_prefix = "__Host-";
constexpr std::size_t cookie_bytes_max = 4'096; // browsers drop what is longer

bool is_name(std::string_view name)
{
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
    };
    return !name.empty() && std::ranges::all_of(name, fits);
}

/// RFC 6265, section 4.1.1: no control, space, quote, comma, semicolon or backslash.
bool is_value(std::string_view value)
{
    return std::ranges::all_of(value, [](char c) {
        return c > 0x20 && c < 0x7f && c != '"' && c != ',' && c != ';' && c != '\\';
    });
}

} // namespace

std::string cookie_name(const Request& request, std::string_view name)
{
    return std::string{request.secure ? host_prefix : std::string_view{}} + std::string{name};
}

std::string_view own_cookie(const Request& request, std::string_view name)
{
    return request.cookie(cookie_name(request, name));
}

void set_cookie(Response& response, const Request& request, const Cookie& cookie)
{
    MH_CHECK(is_name(cookie.name) && is_value(cookie.value));
    MH_CHECK(cookie.name.size() + cookie.value.size() <= cookie_bytes_max);
    std::string field = cookie_name(request, cookie.name) + "=" + cookie.value + "; Path=/";
    if (cookie.max_age)
        field += "; Max-Age=" + std::to_string(std::max<std::int64_t>(0, cookie.max_age->count()));
    field += "; HttpOnly; SameSite=Lax";
    if (request.secure)
        field += "; Secure";
    response.headers.emplace_back("Set-Cookie", std::move(field));
}

void drop_cookie(Response& response, const Request& request, std::string_view name)
{
    set_cookie(response, request, {std::string{name}, {}, std::chrono::seconds{0}});
}

} // namespace masthead::web
