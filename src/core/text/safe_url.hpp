#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace masthead::text {

/// Where an address will be used: a link may also be mailto: or tel: and a bare #fragment.
enum class UrlUse { link, source };

/// The address made safe to stand in an attribute: controls and surrounding space removed, other
/// space and quotes percent-encoded. Absent where the scheme is not allowed (http, https; for links
/// also mailto, tel), where it is disguised, or where it is longer than `url_bytes_max`.
/// `url` is the attribute's value with its character references already decoded.
std::optional<std::string> safe_url(std::string_view url, UrlUse use);

/// The host of an http(s) or scheme-relative address in lower case, without user and port; empty
/// where it has none.
std::string url_host(std::string_view url);

/// The same with its port, where one is written: how `SanitizeOptions::own_hosts` names a site.
std::string url_authority(std::string_view url);

} // namespace masthead::text
