#pragma once

#include "core/net/address.hpp"

#include <cstddef>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace masthead::net {

/// Counts open connections, in all and by network, against their limits. Threads: any.
class ConnectionCounts {
public:
    ConnectionCounts(std::size_t total_max, std::size_t per_network_max,
                     std::vector<Cidr> uncounted);

    enum class Verdict { admitted, too_many, too_many_from_network };

    /// Counts the connection where it is admitted; `leave` must follow then.
    Verdict enter(const Address& peer);
    void leave(const Address& peer);

    std::size_t total() const;

private:
    bool is_counted(const Address& peer) const;

    const std::size_t total_max_;
    const std::size_t per_network_max_;
    const std::vector<Cidr> uncounted_;
    mutable std::mutex mutex_;
    std::size_t total_ = 0;
    std::unordered_map<Address, std::size_t> by_network_;
};

} // namespace masthead::net
