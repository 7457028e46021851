#include "core/net/connection_counts.hpp"

#include "core/base/check.hpp"

#include <algorithm>

namespace masthead::net {

ConnectionCounts::ConnectionCounts(std::size_t total_max, std::size_t per_network_max,
                                   std::vector<Cidr> uncounted)
    : total_max_(total_max), per_network_max_(per_network_max), uncounted_(std::move(uncounted))
{
}

bool ConnectionCounts::is_counted(const Address& peer) const
{
    return std::ranges::none_of(uncounted_, [&](const Cidr& one) { return one.contains(peer); });
}

ConnectionCounts::Verdict ConnectionCounts::enter(const Address& peer)
{
    const bool counted = is_counted(peer);
    const std::lock_guard lock{mutex_};
    if (total_ >= total_max_)
        return Verdict::too_many;
    if (counted) {
        std::size_t& count = by_network_[network_of(peer)]; // at most total_max_ entries
        if (count >= per_network_max_)
            return Verdict::too_many_from_network;
        ++count;
    }
    ++total_;
    return Verdict::admitted;
}

void ConnectionCounts::leave(const Address& peer)
{
    const bool counted = is_counted(peer);
    const std::lock_guard lock{mutex_};
    MH_CHECK(total_ > 0);
    --total_;
    if (!counted)
        return;
    const auto found = by_network_.find(network_of(peer));
    MH_CHECK(found != by_network_.end());
    if (--found->second == 0)
        by_network_.erase(found);
}

std::size_t ConnectionCounts::total() const
{
    const std::lock_guard lock{mutex_};
    return total_;
}

} // namespace masthead::net
