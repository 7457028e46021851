#include "core/web/cross_site.hpp"

#include "core/base/random.hpp"
#include "core/base/text.hpp"
#include "core/crypto/token.hpp"
#include "core/net/address.hpp"
#include "core/web/cookie.hpp"

#include <algorithm>

namespace masthead::web {

namespace {

constexpr std::size_t secret_bytes = 32;
constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::pair<std::string_view, std::string_view> default_ports[] = {{"https://", ":443"},
                                                                           {"http://", ":80"}};

std::vector<std::string_view> values_of(const Request& request, std::string_view name)
{
    std::vector<std::string_view> values;
    for (const auto& [field_name, value] : request.headers) {
        if (field_name == name)
            values.emplace_back(value);
    }
    return values;
}

/// What a token is bound to, so that one shown to me is no good to you.
std::string binding_of(const Request& request)
{
    const auto reader = own_cookie(request, reader_cookie);
    const auto staff = own_cookie(request, staff_cookie);
    std::string binding;
    if (reader.empty() && staff.empty()) {
        const auto address = net::parse_address(request.remote_address);
        binding = "network\n" + (address ? net::to_string(net::network_of(*address)) : "");
    } else {
        binding = "session\n";
        binding += reader;
        binding += '\n';
        binding += staff;
    }
    return binding;
}

std::string hidden_field(std::string_view name, std::string_view value)
{
    std::string field = "<input type=\"hidden\" name=\"";
    append_escaped_html(field, name);
    field += "\" value=\"";
    append_escaped_html(field, value);
    return field + "\">\n";
}

} // namespace

std::string origin_of(std::string_view address)
{
    const auto scheme_end = address.find("://");
    if (scheme_end == std::string_view::npos)
        return {};
    const auto path = address.find_first_of("/?#", scheme_end + 3);
    auto origin = to_lower_ascii(address.substr(0, path));
    if (origin.size() <= scheme_end + 3)
        return {};
    for (const auto& [scheme, port] : default_ports) {
        if (origin.starts_with(scheme) && origin.ends_with(port))
            origin.erase(origin.size() - port.size());
    }
    return origin;
}

SentFrom sent_from(const Request& request, std::string_view site_origin)
{
    const auto sites = values_of(request, "sec-fetch-site");
    if (!sites.empty()) {
        const bool ours = std::ranges::all_of(
            sites, [](std::string_view site) { return site == "same-origin" || site == "none"; });
        return ours ? SentFrom::here : SentFrom::abroad;
    }
    const auto origins = values_of(request, "origin");
    if (origins.empty())
        return SentFrom::unknown;
    const auto asked = origin_of((request.secure ? "https://" : "http://") + request.host);
    const bool ours = std::ranges::all_of(origins, [&](std::string_view given) {
        const auto origin = origin_of(given);
        return !origin.empty() && (origin == asked || origin == site_origin);
    });
    return ours ? SentFrom::here : SentFrom::abroad;
}

FormTokens::FormTokens(std::string secret)
    : secret_(secret.empty() ? random_hex(secret_bytes) : std::move(secret))
{
}

std::string FormTokens::token_of_hour(const Request& request, std::int64_t hour) const
{
    return crypto::hmac_hex(secret_, "form\n" + std::to_string(hour) + "\n" + request.path + "\n" +
                                         binding_of(request));
}

std::string FormTokens::make(const Request& request, Time now) const
{
    return token_of_hour(request, to_ms(now) / hour_ms);
}

bool FormTokens::is_good(const Request& request, std::string_view token, Time now) const
{
    const auto hour = to_ms(now) / hour_ms;
    return crypto::equal_in_constant_time(token, token_of_hour(request, hour)) ||
           crypto::equal_in_constant_time(token, token_of_hour(request, hour - 1));
}

Response plain_confirm_page(const Form& form, std::string_view token, const ConfirmWords& words)
{
    std::string body = "<!DOCTYPE html>\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width\">\n<title>";
    append_escaped_html(body, words.button);
    // Without an action the form goes where this page stands, whatever the address looks like.
    body += "</title>\n<form method=\"post\">\n<p>";
    append_escaped_html(body, words.words);
    body += "</p>\n";
    for (const auto& [name, value] : form.all_texts()) {
        if (name != "csrf")
            body += hidden_field(name, value);
    }
    body += hidden_field("csrf", token);
    body += "<button>";
    append_escaped_html(body, words.button);
    return html(403, body + "</button>\n</form>\n");
}

} // namespace masthead::web
