#pragma once

#include "core/base/limits.hpp"
#include "core/net/application.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace masthead::net {

/// How the body of a request is framed.
enum class Framing : std::uint8_t { none, length, chunked };

/// A request head taken apart and found strictly correct. Views point into the parsed text.
struct ParsedHead {
    RequestHead request;
    std::array<FieldView, limits::request_fields_max> storage;
    Framing framing = Framing::none;
    std::uint64_t content_length = 0;
    bool keep_alive = true;
    bool http_1_0 = false;
    bool expects_continue = false;
};

/// Parses a whole head, from the method to the empty line. 0, or the status to refuse it with.
/// Stricter than the RFCs demand wherever two readers of the same bytes could disagree: what is
/// refused here can smuggle nothing. `head.request.fields` is a span over `head.storage`.
/// Source: RFC 9112, RFC 9110.
int parse_head(std::string_view text, ParsedHead& head);

/// Finds the end of a head that arrives in pieces, in linear time, and refuses early what cannot
/// become a head: a bare line feed, an endless method, a target or head that is too long.
class HeadScanner {
public:
    enum class State { incomplete, complete, refused };

    /// `buffered` is all that has arrived since the head began; call again with more.
    State scan(std::string_view buffered);

    std::size_t head_bytes() const { return head_bytes_; } ///< after `complete`
    int refusal() const { return refusal_; }               ///< after `refused`
    void reset() { *this = HeadScanner{}; }

private:
    State refuse(int status);
    State scan_partial(std::string_view buffered);

    std::size_t scanned_ = 0;
    std::size_t head_bytes_ = 0;
    int refusal_ = 0;
    bool first_line_done_ = false;
};

/// Whether `text` is a host with an optional port as the Host field may hold it.
bool is_valid_authority(std::string_view text);

} // namespace masthead::net
