#pragma once

#include <cstddef>
#include <cstdint>

namespace masthead::handlebars {

/// What a template may cost to compile. Tested at the limit and one past it.
namespace limits {
inline constexpr std::size_t template_bytes_max = 256 * 1024;
/// Blocks, else-chains, partial blocks and subexpressions inside each other.
inline constexpr int syntax_depth_max = 100;
inline constexpr std::size_t path_segments_max = 64;
inline constexpr std::size_t call_arguments_max = 256;
inline constexpr int layout_depth_max = 8;
} // namespace limits

/// What one render may cost. The defaults are far above any page and far below an outage.
struct RenderLimits {
    std::size_t output_bytes_max = 16 * 1024 * 1024;
    /// Bytes of text that helpers may make in all, on the way to the output.
    std::size_t made_bytes_max = 64 * 1024 * 1024;
    /// Partials called from partials; also the guard of self-calling ones.
    int partial_depth_max = 32;
    /// Bodies of blocks and partials inside each other. Each takes about 1.2 KB of the thread's
    /// stack, so this uses half of a worker's 256 KB and leaves half to the helpers.
    int render_depth_max = 100;
    /// Bodies of blocks and partials drawn in all.
    std::uint64_t iterations_max = 200'000;
    /// Statements and expressions worked off in all; long texts and large objects that are looked
    /// through count as several.
    std::uint64_t steps_max = 5'000'000;
};

} // namespace masthead::handlebars
