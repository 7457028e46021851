#pragma once

#include "core/fetch/fetch.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace masthead::transfer {

/// Files a second that one host is asked for: the old site keeps serving its readers meanwhile.
inline constexpr int fetches_per_second_max = 4;
/// So many failures in a row and a host is not asked again in this run.
inline constexpr int fetch_failures_max = 10;
inline constexpr std::size_t fetched_file_bytes_max = 64 * 1024 * 1024;

/// Gets files one after another, never faster than the old site can bear. What was fetched in an
/// earlier run is known by its media row and never asked for again: that is how a run resumes.
class FetchQueue {
public:
    explicit FetchQueue(std::optional<std::uint16_t> allowed_local_port);

    /// Fetches into the sink, waiting for the host's turn. Refuses as fetch_public, and `too_many`
    /// where the host has failed too often.
    Result<fetch::Fetched> fetch(const std::string& url, const fetch::Sink& sink);

private:
    struct Host {
        std::chrono::steady_clock::time_point next{};
        int failures = 0;
    };
    fetch::FetchLimits limits_;
    std::map<std::string, Host> hosts_;
};

} // namespace masthead::transfer
