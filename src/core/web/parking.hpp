#pragma once

#include "core/web/page_cache.hpp"
#include "core/web/response.hpp"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace masthead::web {

/// How long a reader waits for a page that shows what he has just done, and how many may: beyond
/// that they are answered at once with the page there is.
inline constexpr std::chrono::milliseconds parked_time_max{1'000};
inline constexpr std::size_t parked_requests_max = 2'048;
inline constexpr std::size_t parked_per_network_max = 64;

/// One request that waits, without a worker and without a thread of its own.
struct Parked {
    using Moment = std::chrono::steady_clock::time_point;

    std::string key;
    PageCache::Waiter waiter;
    std::function<Response()> drawing;
    Moment wake_at;
    std::optional<std::int64_t> wake_by; ///< also when this position has been noted
};

/// The requests that wait, as a value: who is due when. Threads: one at a time.
class ParkedRequests {
public:
    struct Options {
        std::size_t requests_max = parked_requests_max;
        std::size_t per_network_max = parked_per_network_max;
    };
    explicit ParkedRequests(Options options) : options_(options) {}

    /// False, and the request is left as it was, where there is no room.
    bool add(Parked& parked);

    /// Those whose moment or position has come.
    std::vector<Parked> take_due(Parked::Moment now, std::int64_t noted);

    /// The moment at which the next is due at the latest.
    std::optional<Parked::Moment> next() const;

    std::size_t size() const { return parked_.size(); }

private:
    const Options options_;
    std::vector<Parked> parked_;
    std::unordered_map<net::Address, std::size_t> by_network_;
};

/// Wakes parked requests on one thread, which is started for the first of them. Threads: any.
class Parking {
public:
    /// Must not block.
    using Wake = std::function<void(Parked)>;

    explicit Parking(Wake wake, ParkedRequests::Options options = {});

    /// Like `stop`.
    ~Parking();

    /// False, and the request is left as it was, where there is no room or the end has come.
    bool park(Parked& parked);

    void note_position(std::int64_t position);
    std::int64_t noted() const;
    std::size_t size() const;

    /// Ends the thread; who still waits is dropped.
    void stop();

private:
    bool start_locked();
    void run();

    const Wake wake_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    ParkedRequests parked_;
    std::int64_t noted_ = 0;
    bool woken_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace masthead::web
