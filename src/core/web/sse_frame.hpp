#pragma once

#include "core/net/stream.hpp"

#include <cstdint>
#include <string>
#include <string_view>

/// Server-sent events as they stand on the wire. Threads: any; pure but for the random waits.
namespace masthead::web {

/// One event. `data` is one line, as JSON is; a line break in it would begin another field.
struct SseEvent {
    std::string_view name;
    std::string_view data;
    std::int64_t position = 0; ///< where a reconnecting browser goes on; 0: where it was
};
std::string sse_text(const SseEvent& event);

/// How long browsers wait before they connect again, in milliseconds; each connection draws its
/// own, or all would come back in the same moment.
inline constexpr int sse_retry_ms_min = 1'000;
inline constexpr int sse_retry_ms_max = 5'000;
/// The same after a server said goodbye: it takes a moment to come back.
inline constexpr int sse_retry_after_bye_ms_min = 5'000;
inline constexpr int sse_retry_after_bye_ms_max = 15'000;

/// The first bytes of a stream.
net::FramePtr sse_greeting();

/// The last: `event: bye`.
net::FramePtr sse_farewell();

/// A comment against silence, and where to go on: such a position travels without an event.
net::FramePtr sse_heartbeat(std::int64_t position);

} // namespace masthead::web
