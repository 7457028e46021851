#include "surfaces/transfer/wordpress_body/site_addresses.hpp"

#include "core/base/text.hpp"
#include "core/text/safe_url.hpp"

#include <algorithm>

namespace masthead::wordpress_body {

namespace {

std::string without_www(std::string authority)
{
    return authority.starts_with("www.") ? authority.substr(4) : authority;
}

// From the first slash behind the authority, without query and fragment.
std::string_view path_of(std::string_view url)
{
    const auto scheme = url.find("//");
    const auto slash = scheme == url.npos ? url.npos : url.find('/', scheme + 2);
    const auto path = slash == url.npos ? std::string_view{} : url.substr(slash);
    return path.substr(0, path.find_first_of("?#"));
}

bool is_http(std::string_view url)
{
    const auto scheme = to_lower_ascii(url.substr(0, std::min(url.find(':'), url.size())));
    return scheme == "http" || scheme == "https";
}

} // namespace

SiteAddresses::SiteAddresses(const std::vector<std::string>& site_urls)
{
    for (const auto& url : site_urls) {
        auto authority = text::url_authority(url);
        if (authority.empty())
            continue;
        auto origin = url.substr(0, url.find("//") + 2) + authority;
        std::string path{path_of(url)};
        while (path.ends_with('/'))
            path.pop_back();
        bases_.push_back({without_www(std::move(authority)), std::move(origin), std::move(path)});
    }
}

bool SiteAddresses::is_own(std::string_view url) const
{
    const auto authority = without_www(text::url_authority(url));
    if (authority.empty() || !(is_http(url) || url.starts_with("//")))
        return false;
    const auto path = path_of(url);
    return std::any_of(bases_.begin(), bases_.end(), [&](const Base& base) {
        const auto rest = path.substr(std::min(base.path.size(), path.size()));
        return base.authority == authority && path.starts_with(base.path) &&
               (rest.empty() || rest.front() == '/');
    });
}

std::string SiteAddresses::absolute(std::string_view url) const
{
    if (url.starts_with("//"))
        return "https:" + std::string{url};
    if (url.starts_with('/') && !bases_.empty())
        return bases_.front().origin + std::string{url};
    return std::string{url};
}

std::string SiteAddresses::canonical(std::string_view url) const
{
    const auto authority = without_www(text::url_authority(url));
    const auto base = std::find_if(bases_.begin(), bases_.end(), [&](const Base& each) {
        return !authority.empty() && each.authority == authority;
    });
    if (base == bases_.end())
        return std::string{url};
    const auto begin = url.find_first_not_of('/', url.find("//"));
    const auto path = url.find_first_of("/?#", begin);
    return base->origin + (path == url.npos ? std::string{} : std::string{url.substr(path)});
}

} // namespace masthead::wordpress_body
