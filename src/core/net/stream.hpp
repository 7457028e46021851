#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

/// Answers that have no end: the application sends pieces as they come up. No Asio here.
namespace masthead::net {

/// A piece of a stream; one buffer for all connections that are sent it.
using FramePtr = std::shared_ptr<const std::string>;

/// How many frames a connection may be behind before it is cut: a client that takes nothing would
/// otherwise keep every frame in memory.
inline constexpr std::size_t stream_frames_pending_max = 32;

/// What a client may say while it is being told things; beyond it the connection is cut.
inline constexpr std::size_t stream_input_bytes_max = 4 * 1024;

/// One I/O thread, seen by those who have work for it.
class Loop {
public:
    virtual ~Loop() = default;

    /// Runs the job on that thread, behind what is ready there; dropped where the thread has
    /// ended. Threads: any.
    virtual void post(std::function<void()> job) = 0;
};

/// An open stream as its source sees it. Threads: its loop's.
class StreamPeer {
public:
    /// Sends the frame, or keeps it until the client takes more. A connection that is
    /// `stream_frames_pending_max` behind is cut.
    virtual void send(const FramePtr& frame) = 0;

    /// Ends the connection once everything sent before is out.
    virtual void finish() = 0;

protected:
    ~StreamPeer() = default;
};

/// What fills a stream. Called on the connection's loop; must neither block nor throw.
class StreamSource {
public:
    virtual ~StreamSource() = default;

    /// The head is out. `peer` may be used until `closed`, `loop` for ever.
    virtual void opened(StreamPeer& peer, const std::shared_ptr<Loop>& loop) = 0;

    /// Nothing was sent for `ServerOptions::stream_idle`.
    virtual void idle() = 0;

    /// The server is going to end: say goodbye and finish.
    virtual void draining() = 0;

    /// The connection is gone. Last call, and one of each `opened`.
    virtual void closed() = 0;
};

} // namespace masthead::net
