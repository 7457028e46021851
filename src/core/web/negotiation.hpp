#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/clock.hpp"

namespace masthead::web {

/// The forms a page can be sent in, the best to send first.
enum class Encoding : std::uint8_t { brotli, gzip, identity };
inline constexpr std::size_t encodings_count = 3;
inline constexpr std::array<Encoding, encodings_count> all_encodings{
    Encoding::brotli, Encoding::gzip, Encoding::identity};

constexpr std::size_t index_of(Encoding encoding)
{
    return static_cast<std::size_t>(encoding);
}

/// "br", "gzip", "identity".
std::string_view name_of(Encoding encoding);

/// What stands before the closing quote of a form's ETag: "-br", "-gz", "".
std::string_view etag_suffix(Encoding encoding);

/// What a reader's Accept-Encoding allows: quality in thousandths, 0: refused.
struct Acceptance {
    std::array<std::uint16_t, encodings_count> quality{0, 0, 1000};

    std::uint16_t of(Encoding encoding) const { return quality[index_of(encoding)]; }

    /// True where `a` is to be sent rather than `b`, both being at hand.
    bool prefers(Encoding a, Encoding b) const;
};

/// Reads Accept-Encoding (RFC 9110, section 12.5.3), with q-values, `*` and `identity`. An absent
/// or malformed field allows identity alone; a refusal of everything is answered with identity too,
/// as the RFC allows.
Acceptance parse_accept_encoding(std::string_view field);

/// How much Accept (RFC 9110, section 12.5.1) wants a type that it names outright: wildcards count
/// for nothing, since they tell no page from its data.
struct AcceptedType {
    std::uint16_t quality = 0; ///< thousandths; 0: not named, or refused
    std::size_t place = 0;     ///< in the list
};
AcceptedType accepted_quality(std::string_view field, std::string_view type);

/// Whether Accept names application/json before text/html.
bool prefers_json(std::string_view accept);

/// Whether If-None-Match names the tag, by weak comparison; lists and `*`. `tag` with its quotes.
bool etag_listed(std::string_view if_none_match, std::string_view tag);

/// Reads an HTTP date in the one form that is still sent (IMF-fixdate). Absent on anything else.
std::optional<Time> parse_http_date(std::string_view text);

} // namespace masthead::web
