#pragma once

#include "surfaces/transfer/wxr_item.hpp"

#include <string>
#include <string_view>

/// Addresses of the old site, in the forms by which they are compared. Pure.
namespace masthead::transfer {

/// The parts of an absolute http or https address; all empty where it is none.
struct UrlParts {
    std::string_view scheme;
    std::string_view authority;
    std::string_view path;  ///< with its leading slash, "/" where the address has none
    std::string_view query; ///< without '?'
};
UrlParts split_url(std::string_view url);

/// How foreign ids name a site: "example.org/news", the same for http and https, with and without
/// www. Empty where the export names no site.
std::string site_key(const WxrSite& site);

/// By what the address of a page is looked up: host, path and the parameters WordPress uses as
/// addresses. Empty for what is no absolute web address.
std::string link_key(std::string_view url);

/// By what the address of a file is looked up: host and decoded path. Empty as above.
std::string file_key(std::string_view url);

/// A guid without scheme and www., which a move to https changes. It need not be an address.
std::string plain_guid(std::string_view guid);

/// The part of an address that this newsroom will be asked for: "/2019/05/storm/", "/?p=7".
std::string local_address(std::string_view url);

/// The same address with another last segment of its path: an earlier slug. Empty where the path
/// does not end with `segment`.
std::string with_last_segment(std::string_view url, std::string_view segment,
                              std::string_view other);

/// The path of a file below the uploads folder ("2019/05/storm.jpg"), from its address. Empty where
/// it cannot be told.
std::string uploads_path(std::string_view url);

} // namespace masthead::transfer
