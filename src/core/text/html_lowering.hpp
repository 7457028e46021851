#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::text {

/// The first pass of the sanitizer: any HTML as HTML of only known elements, bounded in depth.
struct LoweredHtml {
    std::string html;
    std::vector<std::string> dropped; ///< elements dropped with contents; unsorted, each once
};

/// Elements open at once in the result, formatting elements included.
inline constexpr std::size_t lowered_depth_max = 128;
/// Formatting elements (b, i, a …) open at once: gumbo copies all of them into each new block.
inline constexpr std::size_t lowered_formatting_max = 16;

/// Rewrites HTML so that a standard parser builds a tree of bounded depth in linear time: drops
/// comments, unknown tags, unknown attributes and the contents of script, svg and their kind,
/// balances all but formatting elements, and flattens what nests too deep.
/// `html` must be valid UTF-8.
LoweredHtml lower_html(std::string_view html);

} // namespace masthead::text
