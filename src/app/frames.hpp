#pragma once

#include "app/output.hpp"
#include "core/base/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// How a command and the server that runs it speak through the data directory's socket: frames of
/// one byte of kind, four bytes of length (lowest first), and the payload. Pure; hostile bytes are
/// expected although only the newsroom's own user can connect.
namespace masthead::app {

enum class FrameKind : unsigned char {
    words = 'W',    ///< client: the command, as encode_words makes it
    text = 'T',     ///< server: for standard output
    problem = 'E',  ///< server: for standard error
    progress = 'P', ///< server: as encode_progress makes it
    report = 'R',   ///< server: a piece of the machine-readable report
    exit = 'X',     ///< server: the exit code in decimal; the last frame
};

/// One message.
struct Frame {
    FrameKind kind = FrameKind::text;
    std::string payload;
};

inline constexpr std::size_t frame_bytes_max = 256 * 1024;
inline constexpr std::size_t words_max = 1'024;
inline constexpr std::size_t word_bytes_max = 16 * 1024;

/// The frame's bytes. The payload must not be longer than frame_bytes_max.
std::string encode_frame(FrameKind kind, std::string_view payload);

/// Puts received bytes together to frames.
class FrameReader {
public:
    void feed(std::string_view bytes);

    /// The next whole frame, absent where more bytes are needed. Refuses `invalid` for an unknown
    /// kind or a length past the limit, as soon as the five bytes that say so are there.
    Result<std::optional<Frame>> next();

private:
    std::string buffer_;
    std::size_t at_ = 0;
};

/// Words with a NUL behind each. Refuses `too_large` past words_max, word_bytes_max or
/// frame_bytes_max, `invalid` for a NUL inside a word.
Result<std::string> encode_words(const std::vector<std::string>& words);
Result<std::vector<std::string>> decode_words(std::string_view payload);

/// Progress as a payload, and back; absent where the payload is none.
std::string encode_progress(const Progress& progress);
std::optional<Progress> decode_progress(std::string_view payload);

} // namespace masthead::app
