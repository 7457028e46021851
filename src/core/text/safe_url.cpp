#include "core/text/safe_url.hpp"

#include "core/text/clean_text.hpp"
#include "core/text/html_sanitizer.hpp"

#include "core/base/text.hpp"

#include <algorithm>

namespace masthead::text {

namespace {

// Browsers strip C0 controls and space at both ends and tab, newline and return everywhere; the
// other controls have no business in an address.
std::string without_controls(std::string_view url)
{
    std::string clean;
    clean.reserve(url.size());
    for (const char c : url)
        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F)
            clean += c;
    return to_valid_utf8(trim(clean));
}

// The scheme in lower case; empty for a relative address. Whatever stands before a colon that comes
// before any slash counts, even where it is no valid scheme: a disguise must not pass as a path.
std::string scheme_of(std::string_view url)
{
    const auto end = url.find_first_of(":/?#\\");
    if (end == url.npos || url[end] != ':')
        return {};
    return to_lower_ascii(url.substr(0, end));
}

// Characters that look like space or nothing, or turn the direction of what follows.
bool is_invisible(char32_t c)
{
    return (c >= 0x80 && c <= 0xA0) || c == 0xAD || c == 0x1680 || (c >= 0x2000 && c <= 0x200F) ||
           (c >= 0x2028 && c <= 0x202F) || (c >= 0x205F && c <= 0x206F) || c == 0x3000 ||
           c == 0xFEFF || (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE ||
           (c >= 0xFFF9 && c <= 0xFFFD);
}

void append_encoded(std::string& out, std::string_view url)
{
    for (std::size_t at = 0; at < url.size();) {
        const auto begin = at;
        const auto c = next_code_point(url, at);
        const auto bytes = url.substr(begin, at - begin);
        const bool unsafe =
            c < 0x80 && std::string_view{" \"<>`{}|^\\"}.find(bytes) != std::string_view::npos;
        if (unsafe || is_invisible(c))
            out += percent_encode(bytes);
        else
            out += bytes;
    }
}

// Browsers read a backslash as a slash up to the query: "/\host" leaves the site.
std::string with_slashes(std::string url)
{
    const auto end = std::min(url.find_first_of("?#"), url.size());
    std::replace(url.begin(), url.begin() + static_cast<std::ptrdiff_t>(end), '\\', '/');
    return url;
}

// What stands between the slashes and the path, without user and password.
std::string_view authority_of(std::string_view after_slashes)
{
    const auto whole = after_slashes.substr(0, after_slashes.find_first_of("/?#"));
    const auto at_sign = whole.rfind('@');
    return at_sign == whole.npos ? whole : whole.substr(at_sign + 1);
}

bool is_valid_authority(std::string_view authority)
{
    if (authority.empty() || authority.front() == ':')
        return false;
    return authority.find_first_of(" \"'<>`{}|^\\%&()*;,!$") == authority.npos;
}

std::optional<std::string> absolute(std::string_view scheme, std::string_view rest)
{
    const auto begin = rest.find_first_not_of('/');
    if (begin == rest.npos || begin == 0)
        return std::nullopt;
    rest.remove_prefix(begin);
    const auto authority = authority_of(rest);
    if (!is_valid_authority(authority))
        return std::nullopt;
    std::string host;
    append_encoded(host, authority);
    if (host != authority)
        return std::nullopt;
    auto out = std::string{scheme} + "://" + host;
    const auto path = rest.find_first_of("/?#");
    if (path != rest.npos)
        append_encoded(out, rest.substr(path));
    return out;
}

std::optional<std::string> relative(const std::string& url, UrlUse use)
{
    if (url.starts_with("//"))
        return absolute("https", url);
    if (use == UrlUse::source && !url.starts_with("/"))
        return std::nullopt;
    std::string out;
    append_encoded(out, url);
    return out;
}

} // namespace

std::optional<std::string> safe_url(std::string_view raw, UrlUse use)
{
    if (raw.size() > url_bytes_max)
        return std::nullopt;
    const auto url = with_slashes(without_controls(raw));
    if (url.empty())
        return std::nullopt;
    const auto scheme = scheme_of(url);
    std::optional<std::string> safe;
    if (scheme.empty() && url.front() != ':')
        safe = relative(url, use);
    else if (scheme == "http" || scheme == "https")
        safe = absolute(scheme, std::string_view{url}.substr(scheme.size() + 1));
    else if (use == UrlUse::link && (scheme == "mailto" || scheme == "tel")) {
        safe = scheme + ':';
        append_encoded(*safe, std::string_view{url}.substr(scheme.size() + 1));
    }
    if (safe && safe->size() > url_bytes_max)
        return std::nullopt;
    return safe;
}

std::string url_authority(std::string_view url)
{
    const auto scheme = scheme_of(url);
    if (!scheme.empty() && scheme != "http" && scheme != "https")
        return {};
    if (!scheme.empty())
        url.remove_prefix(scheme.size() + 1);
    if (!url.starts_with("//"))
        return {};
    url.remove_prefix(std::min(url.find_first_not_of('/'), url.size()));
    return to_lower_ascii(authority_of(url));
}

std::string url_host(std::string_view url)
{
    auto authority = url_authority(url);
    const auto port = authority.rfind(':');
    if (port != authority.npos && authority.find(']', port) == authority.npos)
        authority.resize(port);
    return authority;
}

} // namespace masthead::text
