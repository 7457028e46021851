#pragma once

#include "core/base/limits.hpp"
#include "core/net/address.hpp"
#include "core/net/stream.hpp"

#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace masthead::web {

/// What a stream can be about; the application knows what a kind and its number mean.
struct Channel {
    char kind = 0;
    std::int64_t id = 0;

    friend auto operator<=>(const Channel&, const Channel&) = default;
};

/// A frame for everybody who listens to a channel.
struct ChannelFrame {
    Channel channel;
    net::FramePtr bytes;
    std::int64_t position = 0; ///< events up to it are in it; 0: it is no event of the log
};

/// How many streams may be open.
struct SseLimits {
    std::size_t streams_max = limits::live_connections_max;
    std::size_t per_network_max = limits::live_connections_per_network_max; ///< IPv6: a /64
    std::size_t per_session_max = limits::live_connections_per_session_max; ///< of a reader
};

/// What a stream begins with: everything after the position it resumes from.
struct SseReplay {
    std::string text;
    std::int64_t position = 0; ///< events up to it are in `text`
};

/// One stream to be opened.
struct SseWish {
    std::vector<Channel> channels;
    net::Address network;              ///< of the reader
    std::int64_t session = 0;          ///< 0: a guest
    std::function<SseReplay()> replay; ///< on a worker, once the stream is registered
};

/// Connections sent a frame before the thread looks after its other ones: a millisecond of sending.
inline constexpr std::size_t sse_slice = 64;

/// Broadcasts that may wait on one thread; beyond it its streams end, and resume.
inline constexpr std::size_t sse_broadcasts_pending_max = 4'096;

/// All open streams: who listens to what. A stream is registered before its replay is read, and
/// frames that come meanwhile wait for it, so that nothing falls between the two; frames that the
/// replay has told are left out. Each I/O thread has lists of its own and works them off in slices.
class SseHub {
public:
    /// Runs a job that may block; false where there is no room for it.
    using Submit = std::function<bool(std::function<void()>)>;

    SseHub(SseLimits limits, Submit submit);
    ~SseHub();
    SseHub(const SseHub&) = delete;
    SseHub& operator=(const SseHub&) = delete;

    enum class Verdict { admitted, too_many, too_many_from_network, too_many_of_session };
    struct Opened {
        Verdict verdict = Verdict::admitted;
        std::shared_ptr<net::StreamSource> source; ///< null unless admitted
    };

    /// Counts the stream until its source is destroyed. Threads: any.
    Opened open(SseWish wish);

    /// Whether anybody listens. Threads: any.
    bool has_listeners(const Channel& channel) const;

    /// Channels of a kind that somebody listens to. Threads: any.
    std::vector<Channel> channels(char kind) const;

    /// Sends to all who listen. One thread at a time: in the order of calls on every connection.
    void publish(const ChannelFrame& frame);

    /// Everything up to this position has been published: what a silent stream resumes from.
    /// As `publish`.
    void note_position(std::int64_t position);

    /// Ends the channel's streams, which come back as who they are by then. As `publish`.
    void end(const Channel& channel);

    std::size_t streams() const;

    struct State;

private:
    std::shared_ptr<State> state_;
};

} // namespace masthead::web

template <>
struct std::hash<masthead::web::Channel> {
    std::size_t operator()(const masthead::web::Channel& channel) const noexcept
    {
        const auto number = static_cast<std::uint64_t>(channel.id);
        return std::hash<std::uint64_t>{}(number * 31 + static_cast<std::uint64_t>(channel.kind));
    }
};
