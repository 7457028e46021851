#include "core/fetch/https_address.hpp"

#include "core/base/text.hpp"
#include "core/fetch/curl_parts.hpp"

#include <algorithm>
#include <array>

namespace masthead::fetch {

namespace {

constexpr std::string_view scheme = "https://";
constexpr std::size_t host_bytes_max = 253;
constexpr std::size_t label_bytes_max = 63;

// Names that never leave a machine or a house (RFC 6761, RFC 6762, RFC 8375, ICANN's .internal).
constexpr std::array<std::string_view, 8> inner_names{
    "localhost", "local", "internal", "home.arpa", "lan", "localdomain", "intranet", "onion"};

/// No spaces, controls, fragments, nor what browsers read differently.
bool is_url_character(char c)
{
    return c > ' ' && c <= '~' &&
           std::string_view{"#\\\"<>^`{|}"}.find(c) == std::string_view::npos;
}

bool is_label(std::string_view label)
{
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    };
    return !label.empty() && label.size() <= label_bytes_max && label.front() != '-' &&
           label.back() != '-' && std::ranges::all_of(label, fits);
}

// The last label of a name has a letter first; of an IPv4 address, however spelled, a digit.
bool is_public_name(std::string_view host)
{
    const auto labels = split(host, '.');
    if (host.size() > host_bytes_max || labels.size() < 2 ||
        !std::ranges::all_of(labels, is_label) || labels.back().front() <= '9')
        return false;
    return std::ranges::none_of(inner_names, [&](std::string_view inner) {
        return host == inner ||
               (host.ends_with(inner) && host[host.size() - inner.size() - 1] == '.');
    });
}

} // namespace

std::optional<HttpsAddress> parse_https_address(std::string_view url)
{
    if (url.size() > https_address_bytes_max || !url.starts_with(scheme) ||
        !std::ranges::all_of(url, is_url_character))
        return std::nullopt;
    const Url parsed{curl_url()};
    if (!parsed)
        throw std::bad_alloc();
    const std::string text{url};
    if (curl_url_set(parsed.get(), CURLUPART_URL, text.c_str(), CURLU_DISALLOW_USER) != CURLUE_OK)
        return std::nullopt;
    const auto host = to_lower_ascii(part_of(parsed.get(), CURLUPART_HOST));
    const auto port = part_of(parsed.get(), CURLUPART_PORT);
    if (!is_public_name(host) || (!port.empty() && port != "443"))
        return std::nullopt;
    // A name spelled with %XX is one thing to one reader and another to the next.
    const auto authority =
        url.substr(scheme.size(), url.find_first_of("/?", scheme.size()) - scheme.size());
    if (authority.find_first_of("%@") != std::string_view::npos)
        return std::nullopt;
    return HttpsAddress{text, host, std::string{scheme} + host};
}

} // namespace masthead::fetch
