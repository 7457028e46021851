#pragma once

#include "core/web/request.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace masthead::web {

/// A request target taken apart.
struct Target {
    std::string path; ///< percent-decoded once, valid UTF-8, no control bytes, begins with '/'
    std::string_view query; ///< still encoded, without the '?'
};

/// Absent (answer 400) where the path holds a broken escape, a NUL or other control byte, a
/// backslash, invalid UTF-8 or a dot segment: no browser sends any of them.
std::optional<Target> parse_target(std::string_view target);

/// The pairs of a query in their order, decoded, invalid UTF-8 replaced. Pairs beyond
/// `query_pairs_max` are ignored.
Fields parse_query(std::string_view query);
inline constexpr std::size_t query_pairs_max = 100;

/// True where the target is its own decoded path: nothing in it needs looking at.
bool is_plain_path(std::string_view target);

} // namespace masthead::web
