#pragma once

#include "core/web/sse_hub.hpp"

#include <deque>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

/// The streams of one I/O thread, for sse_hub.cpp alone.
namespace masthead::web {

class SseShard;

/// A listener as its thread's lists see it.
class SseListener {
public:
    virtual void take(const ChannelFrame& frame) = 0;
    virtual void end() = 0;

protected:
    SseListener() = default;
    virtual ~SseListener() = default;

private:
    friend class SseShard;
    struct Seat {
        Channel channel;
        std::size_t index = 0; // in the channel's row
    };
    std::vector<Seat> seats_;
    std::uint64_t broadcast_ = 0; // the last it was given
};

/// Rows of listeners by channel, and broadcasts waiting for their turn. Threads: its loop's, but
/// for `add`.
class SseShard : public std::enable_shared_from_this<SseShard> {
public:
    explicit SseShard(std::shared_ptr<net::Loop> loop) : loop_(std::move(loop)) {}

    struct Broadcast {
        enum class What { frame, position, end } what = What::frame;
        ChannelFrame frame;
    };

    /// Threads: any; in order for calls of one thread.
    void add(Broadcast broadcast);

    void join(SseListener& listener, const std::vector<Channel>& channels);
    void leave(SseListener& listener);

    /// What has been sent to everybody here.
    std::int64_t position() const { return position_; }

private:
    struct Sitting {
        SseListener* listener = nullptr;
        std::size_t seat = 0; // among the listener's
    };
    using Row = std::vector<Sitting>;

    void begin(Broadcast broadcast);
    void work();
    bool give(const Broadcast& broadcast, std::size_t& budget);
    void give_up();

    const std::shared_ptr<net::Loop> loop_;
    std::unordered_map<Channel, Row> rows_;
    std::deque<Broadcast> waiting_;
    std::optional<std::size_t> left_; // of the first broadcast's row, still to be given it
    std::uint64_t broadcast_ = 0;
    std::int64_t position_ = 0;
    bool working_ = false;
};

} // namespace masthead::web
