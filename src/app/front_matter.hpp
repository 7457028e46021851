#pragma once

#include "core/base/result.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::app {

/// A text file that begins with `key: value` lines, ended by a line `---`; its body follows.
struct FrontMatter {
    std::map<std::string, std::string, std::less<>> fields;
    std::string body;

    /// The value, empty where the key is absent.
    std::string_view value(std::string_view key) const;

    /// A value of the form "a, b, c"; empty pieces are left out.
    std::vector<std::string> list(std::string_view key) const;
};

/// Refuses `invalid` with the line in `detail` for a line without a colon, a key that comes twice,
/// and a file without `---`.
Result<FrontMatter> parse_front_matter(std::string_view text);

} // namespace masthead::app
