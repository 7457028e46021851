#pragma once

#include <cstdint>
#include <string>

namespace masthead::transfer {

/// "1,240": for people at a terminal.
inline std::string grouped(std::int64_t number)
{
    auto digits = std::to_string(number);
    const std::size_t first = number < 0 ? 1 : 0;
    for (auto at = digits.size(); at > first + 3;) {
        at -= 3;
        digits.insert(at, ",");
    }
    return digits;
}

} // namespace masthead::transfer
