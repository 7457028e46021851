#include "surfaces/forum/count_lists.hpp"

#include <functional>

namespace masthead::forum {

bool CountLists::admit(std::string_view list, Time now)
{
    if (list.find(',') == std::string_view::npos)
        return true;
    const auto hash = std::hash<std::string_view>{}(list);
    const std::lock_guard lock{mutex_};
    if (now >= ends_at_) {
        admitted_.clear();
        ends_at_ = now + remembered;
    }
    if (admitted_.contains(hash))
        return true;
    if (admitted_.size() >= lists_max)
        return false;
    admitted_.insert(hash);
    return true;
}

} // namespace masthead::forum
