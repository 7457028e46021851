#include "surfaces/transfer/site_address.hpp"

#include "core/base/text.hpp"
#include "features/redirects/redirect.hpp"

#include <algorithm>

namespace masthead::transfer {

namespace {

std::string host_of(std::string_view authority)
{
    auto host = to_lower_ascii(authority.substr(authority.rfind('@') + 1));
    for (const std::string_view port : {":80", ":443"}) {
        if (host.ends_with(port))
            host.erase(host.size() - port.size());
    }
    return host.starts_with("www.") ? host.substr(4) : host;
}

bool is_digits(std::string_view text, std::size_t count)
{
    return text.size() == count &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// "…/2019/05/storm.jpg": year and month are how WordPress sorts uploads, whatever stands before.
std::string dated_tail(std::string_view path)
{
    const auto parts = split(path, '/');
    if (parts.size() < 3)
        return {};
    const auto& year = parts[parts.size() - 3];
    const auto& month = parts[parts.size() - 2];
    if (!is_digits(year, 4) || !is_digits(month, 2) || parts.back().empty())
        return {};
    return std::string{year} + "/" + std::string{month} + "/" + std::string{parts.back()};
}

} // namespace

UrlParts split_url(std::string_view url)
{
    url = trim(url);
    const auto colon = url.find("://");
    if (colon == std::string_view::npos)
        return {};
    UrlParts parts;
    parts.scheme = url.substr(0, colon);
    if (!equals_ignoring_case(parts.scheme, "http") && !equals_ignoring_case(parts.scheme, "https"))
        return {};
    url.remove_prefix(colon + 3);
    url = url.substr(0, url.find('#'));
    if (const auto mark = url.find('?'); mark != std::string_view::npos) {
        parts.query = url.substr(mark + 1);
        url = url.substr(0, mark);
    }
    const auto slash = std::min(url.find('/'), url.size());
    parts.authority = url.substr(0, slash);
    parts.path = slash == url.size() ? std::string_view{"/"} : url.substr(slash);
    return parts.authority.empty() ? UrlParts{} : parts;
}

std::string site_key(const WxrSite& site)
{
    for (const auto& url : {site.base_blog_url, site.base_site_url, site.link}) {
        const auto parts = split_url(url);
        if (parts.authority.empty())
            continue;
        auto key = host_of(parts.authority) + std::string{parts.path};
        while (key.ends_with('/'))
            key.pop_back();
        return std::string{cut_utf8(to_valid_utf8(key), 500)};
    }
    return {};
}

std::string link_key(std::string_view url)
{
    const auto parts = split_url(url);
    if (parts.authority.empty())
        return {};
    return host_of(parts.authority) +
           redirects::redirect_key(percent_decode(parts.path), parts.query);
}

std::string file_key(std::string_view url)
{
    const auto parts = split_url(url);
    if (parts.authority.empty())
        return {};
    return to_valid_utf8(host_of(parts.authority) + percent_decode(parts.path));
}

std::string plain_guid(std::string_view guid)
{
    guid = trim(guid);
    for (const std::string_view start : {"http://", "https://", "www."}) {
        if (guid.starts_with(start))
            guid.remove_prefix(start.size());
    }
    return std::string{guid};
}

std::string local_address(std::string_view url)
{
    const auto parts = split_url(url);
    if (parts.authority.empty())
        return {};
    auto address = std::string{parts.path};
    if (!parts.query.empty())
        address += "?" + std::string{parts.query};
    return address;
}

std::string with_last_segment(std::string_view url, std::string_view segment,
                              std::string_view other)
{
    auto address = trim(url);
    while (address.ends_with('/'))
        address.remove_suffix(1);
    if (segment.empty() || !address.ends_with("/" + std::string{segment}))
        return {};
    address.remove_suffix(segment.size());
    return std::string{address} + std::string{other} + "/";
}

std::string uploads_path(std::string_view url)
{
    const auto path = percent_decode(split_url(url).path);
    for (const std::string_view folder : {"/wp-content/uploads/", "/uploads/", "/files/"}) {
        if (const auto at = path.find(folder); at != std::string::npos)
            return path.substr(at + folder.size());
    }
    return dated_tail(path);
}

} // namespace masthead::transfer
