#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace masthead::net {

/// Decodes a chunked body that arrives in pieces, strictly: sizes are plain hexadecimal digits,
/// every line ends with CRLF, data is exactly as long as announced. Extensions and trailers are
/// checked, bounded and thrown away. Source: RFC 9112, section 7.1.
class ChunkDecoder {
public:
    enum class State { more, done, malformed, too_large };

    /// `body_max` bounds the decoded body.
    explicit ChunkDecoder(std::size_t body_max) : body_max_(body_max) {}

    /// Takes what it can from `input`, appends data to `body`, and says in `consumed` how much of
    /// the input belonged to the body (all of it unless `done`).
    State decode(std::string_view input, std::string& body, std::size_t& consumed);

    static constexpr std::size_t overhead_bytes_max = 16 * 1024; ///< extensions and trailers

private:
    enum class At : std::uint8_t {
        size_first,
        size,
        extension,
        size_lf,
        data,
        data_cr,
        data_lf,
        trailer_start,
        trailer,
        trailer_lf,
        end_lf,
    };
    State step(char c);
    State size_digit(char c);
    State line_of_chunk_ended();
    State trailer_ended();
    State overhead();

    const std::size_t body_max_;
    At at_ = At::size_first;
    std::uint64_t remaining_ = 0;
    std::size_t decoded_ = 0;
    std::size_t overhead_ = 0;
    int digits_ = 0;
    std::string trailer_;
};

} // namespace masthead::net
