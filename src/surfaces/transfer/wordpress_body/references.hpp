#pragma once

#include "surfaces/transfer/wordpress_body/report.hpp"

#include <string>
#include <string_view>

namespace masthead::wordpress_body {

/// Gives pictures, sound, films and links of converted HTML their new addresses; frames and players
/// become embed boxes, missing pictures links, WordPress's class names ours. The result is still to
/// be sanitised. Linear time.
std::string rewrite_references(std::string_view html, const BodyContext& context, Report& report);

} // namespace masthead::wordpress_body
