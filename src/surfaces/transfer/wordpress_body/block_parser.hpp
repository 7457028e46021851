#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::wordpress_body {

/// One block of the editor, or a run of HTML that belongs to none (`name` empty).
/// Views point into the parsed text.
struct Block {
    /// What stands inside, in order: a piece of HTML, or a child by its place in `children`.
    struct Part {
        std::string_view html;
        std::size_t child = no_child;
    };
    static constexpr std::size_t no_child = static_cast<std::size_t>(-1);

    std::string name;            ///< without "core/"; plugins' blocks keep their namespace
    std::string_view attributes; ///< the JSON as written, perhaps broken; empty for none
    bool self_closing = false;
    std::vector<Part> parts;
    std::vector<Block> children;
};

/// A body cut into blocks.
struct ParsedBlocks {
    std::vector<Block> blocks;
    bool has_blocks = false;            ///< any block comment at all; otherwise classic text
    std::vector<std::string> malformed; ///< names of blocks left open or closed twice
};

/// Deeper blocks become part of their parent's HTML.
inline constexpr std::size_t block_depth_max = 48;

/// Finds the block comments. Whatever is not exactly one stays HTML; blocks left open end with
/// their parent. Linear time.
ParsedBlocks parse_blocks(std::string_view body);

} // namespace masthead::wordpress_body
