#pragma once

#include <cstdint>
#include <string_view>

namespace masthead::text {

/// What is known of an element. One table serves the pass before gumbo and the one after it.
namespace element {
inline constexpr std::uint32_t none = 0;
inline constexpr std::uint32_t is_void = 1 << 0;
/// In the standard's list of active formatting elements: gumbo may copy it.
inline constexpr std::uint32_t formatting = 1 << 1;
/// Its start tag ends an open <p>.
inline constexpr std::uint32_t block = 1 << 2;
/// Dropped with all its contents.
inline constexpr std::uint32_t drop = 1 << 3;
inline constexpr std::uint32_t heading = 1 << 4;
/// Has a meaning only inside certain parents (li, td, dt …).
inline constexpr std::uint32_t needs_parent = 1 << 5;
/// Part of a table: end tags outside do not reach into it.
inline constexpr std::uint32_t table_part = 1 << 6;
/// Kept although it is empty.
inline constexpr std::uint32_t keep_empty = 1 << 7;
inline constexpr std::uint32_t in_story = 1 << 8;
inline constexpr std::uint32_t in_comment = 1 << 9;
inline constexpr std::uint32_t in_inline = 1 << 10;
} // namespace element

/// One row of the table: an element and its `element::` flags.
struct Element {
    std::string_view name;
    std::uint32_t flags = 0;
    bool is(std::uint32_t flag) const { return (flags & flag) != 0; }
};

/// The element of this lower-case name; null for all that are simply unwrapped.
const Element* find_element(std::string_view lower_case_name);

} // namespace masthead::text
