#include "features/follows/follow.hpp"

#include <algorithm>
#include <array>

namespace masthead::follows {

namespace {

constexpr std::array<std::string_view, 6> names{"reader", "thread",  "story",
                                                "author", "section", "topic"};

} // namespace

std::string_view kind_name(FollowKind kind)
{
    return names[static_cast<std::size_t>(kind)];
}

std::optional<FollowKind> parse_kind(std::string_view name)
{
    const auto found = std::ranges::find(names, name);
    if (found == names.end())
        return std::nullopt;
    return static_cast<FollowKind>(found - names.begin());
}

} // namespace masthead::follows
