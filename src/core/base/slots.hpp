#pragma once

#include <string>
#include <string_view>

namespace masthead {

/// `text` with each {name} of `find(name)` put in, in one pass: what is put in is not looked at
/// again. Unknown slots stay.
template <class Find>
std::string with_slots(std::string_view text, Find&& find)
{
    std::string out;
    while (!text.empty()) {
        const auto open = text.find('{');
        const auto close = open == std::string_view::npos ? open : text.find('}', open);
        if (close == std::string_view::npos)
            return out.append(text);
        const auto value = find(text.substr(open + 1, close - open - 1));
        out.append(text.substr(0, open));
        if (value)
            out.append(*value);
        else
            out.append(text.substr(open, close + 1 - open));
        text.remove_prefix(close + 1);
    }
    return out;
}

} // namespace masthead
