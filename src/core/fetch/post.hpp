#pragma once

#include "core/base/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Handing something to a server that a stranger has named.
namespace masthead::fetch {

/// How much of a stranger's time and bytes we accept.
struct PostLimits {
    std::chrono::milliseconds connect_timeout = std::chrono::seconds{5};
    std::chrono::milliseconds total_timeout = std::chrono::seconds{10};
    std::size_t answer_bytes_max = 16 * 1024;
    /// For tests alone: this port of 127.0.0.1 counts as a public server, by plain http too.
    std::optional<std::uint16_t> allowed_local_port;
};

/// What is handed over. Names and values of fields are ours, never a stranger's.
struct Post {
    std::string url;
    std::vector<std::pair<std::string, std::string>> fields;
    std::string body;
};

/// What came back; the text of an answer is thrown away.
struct PostAnswer {
    int status = 0;
    std::chrono::seconds retry_after{0}; ///< 0: it did not say
};

/// Posts to servers on the open net and keeps a few connections open between posts. Every
/// connection is checked when it is about to be made: not to an address that is not public, and not
/// to one of this machine's own. TLS is verified; no redirects, proxy or cookies. Threads: one at a
/// time.
class Poster {
public:
    explicit Poster(PostLimits limits = {});
    ~Poster();

    /// Refuses `invalid` (no address as parse_https_address wants it), `not_allowed` (not a public
    /// address), `conflict` (no answer; `detail` says why). A status counts as soon as it is there,
    /// whatever becomes of the rest.
    Result<PostAnswer> post(const Post& post);

private:
    struct Connections;

    PostLimits limits_;
    std::unique_ptr<Connections> connections_;
};

} // namespace masthead::fetch
