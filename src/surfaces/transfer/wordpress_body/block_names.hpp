#pragma once

#include <string_view>

namespace masthead::wordpress_body {

/// How a block is carried.
enum class BlockKind {
    contents,  ///< its HTML and its inner blocks, as they stand
    freeform,  ///< classic text: paragraphs are made
    shortcode, ///< classic text that holds a shortcode
    nothing,   ///< spacer, more, nextpage: no contents
    image,
    gallery,
    cover,
    embed,
    social_link,
    footnotes,
    dynamic, ///< drawn by WordPress from its database: reported and dropped with all inside
    unknown, ///< a plugin's: its HTML is kept, reported
};

/// The kind of a block by its name without "core/".
BlockKind block_kind(std::string_view name);

} // namespace masthead::wordpress_body
