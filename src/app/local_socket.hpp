#pragma once

#include "app/data_directory.hpp"
#include "app/frames.hpp"

#include <atomic>
#include <chrono>
#include <optional>

namespace masthead::app {

/// Listens on the data directory's socket, replacing one that an earlier process left. Only the
/// owner may connect. The caller holds the directory's lock. Throws std::system_error.
FileHandle listen_locally(const DataDirectory& directory);

/// Connects to the server of the directory. Invalid where none listens.
FileHandle connect_locally(const DataDirectory& directory);

/// Whether the other end is this process' own user or root.
bool peer_is_trusted(int socket);

/// One end of a conversation in frames.
class FrameSocket {
public:
    explicit FrameSocket(FileHandle socket);

    /// Sends a frame; waits up to `patience` for a slow reader. False, from then on always, where
    /// the other end does not take it: the caller goes on without being heard. Threads: one.
    bool send(FrameKind kind, std::string_view payload);

    /// Sends text of any length in as many frames as it needs.
    bool send_long(FrameKind kind, std::string_view text);

    /// Whether a frame could be sent without waiting.
    bool has_room() const;

    /// Waits for a frame; absent where the other end is gone, speaks nonsense, or said nothing for
    /// `at_most` (negative: waits for ever).
    std::optional<Frame> receive(std::chrono::milliseconds at_most);

    /// Whether the other end has gone away. Threads: any.
    bool hung_up() const;

    static constexpr auto patience = std::chrono::seconds{30};

private:
    FileHandle socket_;
    FrameReader reader_;
    bool deaf_ = false;
};

} // namespace masthead::app
