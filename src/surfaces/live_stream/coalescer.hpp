#pragma once

#include "core/db/event_log.hpp"
#include "core/web/sse_hub.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace masthead::live_stream {

/// Between two frames of one channel, however much happens.
inline constexpr auto frame_pause = std::chrono::milliseconds{500};

/// Gathers events by channel: the first goes out at once, what follows within the pause goes
/// together when it is over. Pure; threads: one at a time.
class Coalescer {
public:
    using Moment = std::chrono::steady_clock::time_point;

    /// What is to be told to one channel.
    struct Due {
        web::Channel channel;
        std::vector<db::Event> events; ///< empty where there were more than can be told
        std::int64_t position = 0;     ///< of the last
    };

    void add(const web::Channel& channel, const db::Event& event, Moment now);

    /// Every event up to this position has been added, or is told to nobody.
    void note(std::int64_t position) { noted_ = position; }

    /// The channel that has waited longest of those whose time has come.
    std::optional<Due> take(Moment now);

    /// When `take` will next have something; absent where nothing waits.
    std::optional<Moment> next() const;

    /// Up to here nothing waits any more.
    std::int64_t settled() const;

    /// Channels whose pause is remembered.
    std::size_t remembered() const { return last_.size(); }

private:
    struct Waiting {
        std::vector<db::Event> events;
        std::int64_t first = 0;
        std::int64_t last = 0;
        bool too_many = false;
        Moment due{};
    };

    void forget_old(Moment now);

    std::map<web::Channel, Waiting> waiting_;
    std::unordered_map<web::Channel, Moment> last_; // when a channel was last told something
    Moment forgotten_{};
    std::int64_t noted_ = 0;
};

} // namespace masthead::live_stream
