#pragma once

#include <string>
#include <string_view>

namespace masthead::app {

/// The slug in what was given for one: people paste "/harbour-strike/" or the whole address.
inline std::string slug_in(std::string_view given)
{
    while (given.ends_with('/'))
        given.remove_suffix(1);
    return std::string{given.substr(given.find_last_of('/') + 1)};
}

} // namespace masthead::app
