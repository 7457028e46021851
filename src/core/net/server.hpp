#pragma once

#include "core/base/clock.hpp"
#include "core/base/limits.hpp"
#include "core/net/address.hpp"
#include "core/net/application.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace masthead::net {

class AccessLog;

/// How a server listens and what it allows.
struct ServerOptions {
    std::vector<std::string> listen{"127.0.0.1:8080"}; ///< HOST:PORT, [IPv6]:PORT, NAME:PORT
    unsigned io_threads = 1;
    std::size_t connections_max = limits::connections_max;
    std::size_t connections_per_network_max = limits::connections_per_network_max;
    std::vector<Cidr> uncounted_networks; ///< proxies: they speak for many readers
    Milliseconds head_timeout = limits::request_head_timeout;
    Milliseconds body_timeout = limits::request_body_timeout;
    Milliseconds write_timeout = limits::response_write_timeout;
    Milliseconds keep_alive_timeout = limits::keep_alive_timeout;
    std::size_t bytes_per_second_min = limits::transfer_bytes_per_second_min; ///< adds to time-outs
    Milliseconds linger_timeout{2000}; ///< how long to read on after an error, so that it arrives
    Milliseconds drain_timeout = limits::drain_timeout;
    Milliseconds stream_idle = limits::stream_idle; ///< until a silent stream's source is asked
    Milliseconds tick{250};          ///< of the time-out wheel
    AccessLog* access_log = nullptr; ///< null: no access log
};

/// Serves an application over HTTP/1.1. Each I/O thread has its own listening socket
/// (SO_REUSEPORT), connections and time-out wheel; nothing is shared between them but the counts.
class Server {
public:
    /// Binds and listens. Throws std::system_error naming the address that failed.
    /// `application` must outlive the server.
    Server(ServerOptions options, Application& application);

    /// Drains, waits, ends.
    ~Server();

    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Starts the I/O threads.
    void start();

    /// The first port listened on; useful where the option said 0.
    std::uint16_t port() const;

    /// Begins a graceful end: no new connections, idle ones close, requests in flight finish until
    /// the drain time-out, then the rest is cut. Returns at once. Threads: any.
    void drain();

    /// Waits for the end of all I/O threads.
    void wait();

    /// Open connections. Threads: any.
    std::size_t connections() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// "HOST:PORT" taken apart: "[::1]:80" gives "::1" and 80. Absent where it is neither.
struct ListenAddress {
    std::string host;
    std::uint16_t port = 0;
};
std::optional<ListenAddress> parse_listen_address(std::string_view text);

} // namespace masthead::net
