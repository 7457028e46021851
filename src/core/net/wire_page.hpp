#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace masthead::net {

/// The bytes of one complete answer, ready to be written: status line, header fields, body.
/// Immutable and shared by all connections. The first `patch_bytes` are copied for each answer, so
/// that `Date` (and later slots, such as Server-Timing) can be filled in; the rest is sent as is.
struct WirePage {
    std::string bytes;
    std::uint32_t head_bytes = 0;  ///< up to and with the empty line
    std::uint16_t patch_bytes = 0; ///< whole lines only; at most `patch_bytes_max`
    std::uint16_t date_at = 0;     ///< where the 29 bytes of the date stand
    std::uint16_t status = 200;
    bool closes = false;             ///< the connection ends after this answer
    std::string_view encoding = "-"; ///< for the access log: "gzip", "br" or "-"; static text

    static constexpr std::size_t patch_bytes_max = 192;
};

using WirePagePtr = std::shared_ptr<const WirePage>;

/// "Thu, 01 Jan 1970 00:00:00 GMT": the length of every HTTP date.
inline constexpr std::size_t http_date_bytes = 29;

/// The reason phrase that belongs to a status; "Unknown" for others.
std::string_view reason_phrase(int status);

/// Builds a page. `fields` are whole header lines, each with its CRLF, without Date,
/// Content-Length and Connection. Content-Length is added unless the status forbids it or
/// `length` says otherwise.
struct WireParts {
    int status = 200;
    std::string_view fields;
    std::string_view body;
    enum class Length { of_body, given, none } length = Length::of_body;
    std::uint64_t given_length = 0; ///< of a body that follows by other means
    std::string_view encoding = "-";
    bool closes = false;
};
WirePagePtr make_wire_page(const WireParts& parts);

} // namespace masthead::net
