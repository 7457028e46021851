#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace masthead::text {

/// `text` with HTML character references decoded, all of HTML5's names included.
std::string decode_references(std::string_view text);

/// The HTML without its tags, comments and script contents, references decoded; white space stays
/// as written. For titles, names and captions of foreign systems.
std::string strip_tags(std::string_view html);

/// A picture as it stands in a text.
struct FoundImage {
    std::string url;
    std::string alt;
    int width = 0;  ///< pixels, 0 where not written
    int height = 0; ///< pixels, 0 where not written
};

/// The first `<img>` with an address.
std::optional<FoundImage> first_image(std::string_view html);

/// How many `<img>` with an address the HTML holds.
int image_count(std::string_view html);

} // namespace masthead::text
