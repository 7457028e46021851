#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace masthead::wordpress_body {

/// The addresses under which the original of a picture may be known, best first: as given, without
/// query, without a size ("-1024x768"), without "-scaled", "-rotated" or an edit stamp ("-e1562…"),
/// and with "-scaled" added; Photon's i0.wp.com form is unfolded. At most 12.
std::vector<std::string> media_candidates(std::string_view url);

/// The file name of an address, decoded, for showing to people.
std::string media_file_name(std::string_view url);

} // namespace masthead::wordpress_body
