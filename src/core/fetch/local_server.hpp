#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>

namespace masthead::fetch {

/// For tests: answers every connection to a port of 127.0.0.1 with what `answer(path)` gives, a
/// whole HTTP response, and closes it. One connection at a time.
class LocalServer {
public:
    using Answer = std::function<std::string(const std::string& path)>;

    explicit LocalServer(Answer answer) : answer_(std::move(answer))
    {
        listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        if (listener_ < 0 || bind(listener_, generic, size) != 0 || listen(listener_, 16) != 0 ||
            getsockname(listener_, generic, &size) != 0)
            throw std::runtime_error("no local port");
        port_ = ntohs(address.sin_port);
        thread_ = std::thread{[this] { run(); }};
    }
    ~LocalServer()
    {
        stopping_ = true;
        thread_.join();
        close(listener_);
    }
    LocalServer(const LocalServer&) = delete;
    LocalServer& operator=(const LocalServer&) = delete;

    std::uint16_t port() const { return port_; }
    int requests() const { return requests_; }
    std::string url(const std::string& path) const
    {
        return "http://127.0.0.1:" + std::to_string(port_) + path;
    }

    static std::string ok(const std::string& body, const std::string& type = "image/png")
    {
        return "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: " + type +
               "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    }
    static std::string redirect(const std::string& target)
    {
        return "HTTP/1.1 302 Found\r\nConnection: close\r\nContent-Length: 0\r\nLocation: " +
               target + "\r\n\r\n";
    }
    static std::string status(int code)
    {
        return "HTTP/1.1 " + std::to_string(code) +
               " No\r\nConnection: close\r\nContent-Length: 5\r\n\r\nsorry";
    }

private:
    void run()
    {
        while (!stopping_) {
            pollfd waiting{listener_, POLLIN, 0};
            if (poll(&waiting, 1, 20) == 1)
                serve(accept(listener_, nullptr, nullptr));
        }
    }

    void serve(int peer)
    {
        if (peer < 0)
            return;
        std::string request;
        char buffer[4096];
        while (request.find("\r\n\r\n") == std::string::npos) {
            const auto count = recv(peer, buffer, sizeof buffer, 0);
            if (count <= 0)
                break;
            request.append(buffer, static_cast<std::size_t>(count));
        }
        const auto from = request.find(' ');
        const auto to = from == std::string::npos ? from : request.find(' ', from + 1);
        if (to != std::string::npos) {
            ++requests_;
            const auto answer = answer_(request.substr(from + 1, to - from - 1));
            for (std::size_t sent = 0; sent < answer.size();) {
                const auto count =
                    send(peer, answer.data() + sent, answer.size() - sent, MSG_NOSIGNAL);
                if (count <= 0)
                    break;
                sent += static_cast<std::size_t>(count);
            }
        }
        close(peer);
    }

    Answer answer_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<bool> stopping_{false};
    std::atomic<int> requests_{0};
    std::thread thread_;
};

} // namespace masthead::fetch
