#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"

#include <memory>
#include <mutex>
#include <optional>

namespace masthead::oidc {

/// One document of a provider: fetched when it is needed, by one thread at a time, and kept. While
/// the provider does not answer, an old copy serves, and nobody asks again for `pause`.
template <class T>
class Cached {
public:
    using Shared = std::shared_ptr<const T>;

    Cached(Milliseconds pause, Milliseconds stale_max) : pause_(pause), stale_max_(stale_max) {}

    /// The copy, if it is no older than `age_max`; else null.
    Shared peek(Time now, Milliseconds age_max) const
    {
        const std::lock_guard lock{mutex_};
        return value_ && now - fetched_at_ <= age_max ? value_ : nullptr;
    }

    /// A copy no older than `age_max`, fetched where need be; where that fails, one no older than
    /// `stale_max`, or the refusal of the fetch.
    template <class Fetch>
    Result<Shared> get(Time now, Milliseconds age_max, Fetch&& fetch)
    {
        if (auto fresh = peek(now, age_max))
            return fresh;
        const std::lock_guard fetching{fetching_};
        if (auto fresh = peek(now, age_max))
            return fresh;
        if (!failure_ || now - failed_at_ > pause_) {
            Result<T> fetched = fetch();
            if (fetched)
                return keep(std::move(*fetched), now);
            failure_ = fetched.error();
            failed_at_ = now;
        }
        if (auto stale = peek(now, stale_max_))
            return stale;
        return *failure_;
    }

private:
    Shared keep(T value, Time now)
    {
        failure_.reset();
        const std::lock_guard lock{mutex_};
        value_ = std::make_shared<const T>(std::move(value));
        fetched_at_ = now;
        return value_;
    }

    const Milliseconds pause_;
    const Milliseconds stale_max_;
    mutable std::mutex mutex_; // value_, fetched_at_
    Shared value_;
    Time fetched_at_{};
    std::mutex fetching_; // failure_, failed_at_
    std::optional<Failure> failure_;
    Time failed_at_{};
};

} // namespace masthead::oidc
