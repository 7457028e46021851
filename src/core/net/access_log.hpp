#pragma once

#include "core/base/clock.hpp"
#include "core/net/address.hpp"

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace masthead::net {

/// One finished request, as the access log tells it.
struct AccessRecord {
    std::string_view method;
    std::string_view target; ///< the query is cut off
    int status = 0;
    std::uint64_t bytes = 0; ///< written to the socket
    std::chrono::microseconds took{0};
    std::string_view encoding;
    bool from_cache = false;
    Address client;
};

/// Appends one line: `TIME METHOD PATH STATUS BYTES MS ENCODING hit|miss NETWORK`. The query, which
/// may hold what a reader searched for, and the end of the address are left out.
void append_access_line(std::string& out, const AccessRecord& record, std::string_view time);

/// Writes access lines from a thread of its own, so that a full pipe stops no I/O thread. Each I/O
/// thread gathers lines and hands them over once a second.
class AccessLog {
public:
    /// Writes to the file descriptor, which stays the caller's.
    explicit AccessLog(int descriptor);
    ~AccessLog();
    AccessLog(const AccessLog&) = delete;
    AccessLog& operator=(const AccessLog&) = delete;

    /// Takes the lines over and leaves `lines` empty. Lines are dropped, and counted, where the
    /// reader of the log is `pending_bytes_max` behind. Threads: any.
    void write(std::string& lines);

    static constexpr std::size_t pending_bytes_max = 8 * 1024 * 1024;

private:
    void run();

    const int descriptor_;
    std::mutex mutex_;
    std::condition_variable work_;
    std::string pending_;
    std::uint64_t dropped_ = 0;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace masthead::net
