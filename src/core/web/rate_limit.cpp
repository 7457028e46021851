#include "core/web/rate_limit.hpp"

#include <algorithm>

namespace masthead::web {

RateLimit::Order::iterator RateLimit::bucket_for(const net::Address& network, Time now)
{
    const auto found = buckets_.find(network);
    if (found != buckets_.end()) {
        order_.splice(order_.begin(), order_, found->second);
        return order_.begin();
    }
    if (buckets_.size() >= options_.networks_max) {
        buckets_.erase(order_.back().network);
        order_.pop_back();
    }
    order_.push_front({network, options_.burst, now});
    buckets_.emplace(network, order_.begin());
    return order_.begin();
}

Milliseconds RateLimit::take(const net::Address& address, Time now)
{
    const std::lock_guard lock{mutex_};
    Bucket& bucket = *bucket_for(net::network_of(address), now);
    bucket.refilled = std::min(bucket.refilled, now); // the clock may have been set back
    const auto refills = (now - bucket.refilled) / options_.refill_every;
    bucket.tokens = std::min<std::int64_t>(options_.burst, bucket.tokens + refills);
    bucket.refilled += refills * options_.refill_every;
    if (bucket.tokens > 0) {
        --bucket.tokens;
        return Milliseconds{0};
    }
    return options_.refill_every - (now - bucket.refilled);
}

std::size_t RateLimit::networks() const
{
    const std::lock_guard lock{mutex_};
    return buckets_.size();
}

} // namespace masthead::web
