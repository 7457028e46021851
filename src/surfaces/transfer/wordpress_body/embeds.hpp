#pragma once

#include "surfaces/transfer/wordpress_body/report.hpp"

#include <string>
#include <string_view>

namespace masthead::wordpress_body {

/// Whether the host of this address is one whose pages WordPress would have embedded.
bool is_embed_provider(std::string_view url);

/// The address of the page that a player's frame shows (youtube.com/embed/X -> watch?v=X); others
/// as they are, with https for a missing scheme.
std::string embed_page_url(std::string_view url);

/// The click-to-load box for an address on any host, with a caption of HTML where there is one.
/// Empty where the address has no host. Notes the host in the report.
std::string embed_box(std::string_view url, std::string_view caption_html, Report& report);

} // namespace masthead::wordpress_body
