#pragma once

#include "core/base/clock.hpp"
#include "core/net/address.hpp"

#include <cstdint>
#include <list>
#include <mutex>
#include <unordered_map>

namespace masthead::web {

/// Token buckets by network (an IPv6 /64 is one). The table is bounded: the bucket that was used
/// longest ago makes room, which at worst forgives someone early. Threads: any.
class RateLimit {
public:
    struct Options {
        int burst = 10;                   ///< tokens of a full bucket
        Milliseconds refill_every{6'000}; ///< one token comes back in this time
        std::size_t networks_max = 65'536;
    };
    explicit RateLimit(Options options) : options_(options) {}

    /// Takes a token. Zero where there was one; else the time until the next.
    Milliseconds take(const net::Address& address, Time now);

    std::size_t networks() const;

private:
    struct Bucket {
        net::Address network;
        std::int64_t tokens = 0;
        Time refilled;
    };
    using Order = std::list<Bucket>;

    Order::iterator bucket_for(const net::Address& network, Time now);

    const Options options_;
    mutable std::mutex mutex_;
    Order order_; // most recently used first
    std::unordered_map<net::Address, Order::iterator> buckets_;
};

} // namespace masthead::web
