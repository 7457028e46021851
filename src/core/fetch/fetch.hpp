#pragma once

#include "core/base/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

/// Getting files from other people's servers without becoming their way into ours.
namespace masthead::fetch {

using namespace std::chrono_literals;

/// How much of a stranger's time and bytes we accept.
struct FetchLimits {
    std::size_t bytes_max = 32 * 1024 * 1024;
    int redirects_max = 5;
    std::chrono::milliseconds connect_timeout = 10s;
    std::chrono::milliseconds total_timeout = 120s;
    std::size_t bytes_per_second_min = 1'024; ///< slower than this for 20 s is given up
    /// For tests alone: this port of 127.0.0.1 counts as public.
    std::optional<std::uint16_t> allowed_local_port;
};

/// What an answer said of itself; its bytes went to the sink.
struct Fetched {
    std::string url;          ///< after redirects
    std::string content_type; ///< as the server sent it, may be empty
    std::size_t bytes = 0;
};

/// Receives the body piece by piece; throws where it cannot store it.
using Sink = std::function<void(std::string_view)>;

/// Gets an http or https address. Every connection, also that of each redirect, is checked when it
/// is about to be made: an address that is not public is refused whatever its name resolved to a
/// moment ago. No proxy, cookies, credentials or compression.
/// Refuses: `invalid` (not such an address, user names in it), `not_allowed` (not a public
/// address), `too_large`, `not_found` and `gone` (404, 410), `conflict` (any other answer than 200,
/// or none: detail says which; trying later may help).
/// Throws: what the sink throws.  Threads: any; blocks.
Result<Fetched> fetch_public(const std::string& url, const FetchLimits& limits, const Sink& sink);

} // namespace masthead::fetch
