#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace masthead::wordpress_body {

/// The old site's own addresses: which links are its own, and what a relative one stands for.
class SiteAddresses {
public:
    explicit SiteAddresses(const std::vector<std::string>& site_urls);

    /// Whether an absolute address belongs to the site: same host (www. or not) and port, below its
    /// base path. http and https are the same.
    bool is_own(std::string_view url) const;

    /// The absolute form of an address of the site's own ("/a", "//host/a"); others as they are.
    /// Fragments, queries alone and relative paths are returned unchanged.
    std::string absolute(std::string_view url) const;

    /// An absolute address on the site's host as the site itself writes it: with the scheme and
    /// host of the base address. Others as they are.
    std::string canonical(std::string_view url) const;

private:
    struct Base {
        std::string authority; // lower case, without www.
        std::string origin;    // scheme and host as given
        std::string path;      // without final slash
    };
    std::vector<Base> bases_;
};

} // namespace masthead::wordpress_body
