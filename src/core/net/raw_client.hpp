#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

/// For tests only: a client that sends bytes as they are and reads answers one by one.
namespace masthead::net::test {

/// An answer as it came; names in lower case.
struct Received {
    int status = 0;
    std::multimap<std::string, std::string> fields;
    std::string head;
    std::string body;

    std::string field(const std::string& name) const
    {
        const auto found = fields.find(name);
        return found == fields.end() ? std::string{} : found->second;
    }
};

/// One TCP connection to 127.0.0.1. Reads give up after five seconds.
class RawClient {
public:
    explicit RawClient(std::uint16_t port, int receive_buffer = 0)
    {
        socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
        if (receive_buffer > 0)
            ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        patience(5'000);
        const int on = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error("cannot connect");
    }
    RawClient(RawClient&& other) noexcept
        : socket_(std::exchange(other.socket_, -1)), buffer_(std::move(other.buffer_))
    {
    }
    RawClient& operator=(RawClient&&) = delete;
    ~RawClient()
    {
        if (socket_ >= 0)
            ::close(socket_);
    }

    void patience(int milliseconds)
    {
        const timeval time{milliseconds / 1'000, (milliseconds % 1'000) * 1'000};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
    }

    /// False where the server no longer takes it.
    bool send(std::string_view bytes)
    {
        while (!bytes.empty()) {
            const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count <= 0)
                return false;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }

    void finish_sending() { ::shutdown(socket_, SHUT_WR); }

    /// The next answer; absent where the connection ends or nothing comes in time. `head_only` for
    /// answers to HEAD.
    std::optional<Received> receive(bool head_only = false)
    {
        while (buffer_.find("\r\n\r\n") == std::string::npos) {
            if (!fill())
                return std::nullopt;
        }
        const auto end = buffer_.find("\r\n\r\n") + 4;
        Received received = parse_head(buffer_.substr(0, end));
        buffer_.erase(0, end);
        const auto length = received.field("content-length");
        const std::size_t size =
            head_only || length.empty() ? 0 : static_cast<std::size_t>(std::atoll(length.c_str()));
        while (buffer_.size() < size) {
            if (!fill())
                return std::nullopt;
        }
        received.body = buffer_.substr(0, size);
        buffer_.erase(0, size);
        return received;
    }

    /// Sends and receives.
    std::optional<Received> ask(std::string_view bytes, bool head_only = false)
    {
        send(bytes);
        return receive(head_only);
    }

    /// True where the server ends the connection with nothing more to say.
    bool is_closed()
    {
        while (fill()) {
        }
        return ended_ && buffer_.empty();
    }

    /// What has arrived and is part of no answer yet.
    const std::string& rest() const { return buffer_; }

    /// Reads once; false at the end, on errors, or where nothing comes.
    bool fill()
    {
        char bytes[16 * 1024];
        const auto count = ::recv(socket_, bytes, sizeof bytes, 0);
        if (count > 0) {
            buffer_.append(bytes, static_cast<std::size_t>(count));
            return true;
        }
        ended_ = count == 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
        return false;
    }

private:
    static Received parse_head(const std::string& head)
    {
        Received received;
        received.head = head;
        received.status = std::atoi(head.substr(9, 3).c_str());
        for (auto at = head.find("\r\n") + 2; at + 2 < head.size();) {
            const auto end = head.find("\r\n", at);
            const auto colon = head.find(": ", at);
            std::string name = head.substr(at, colon - at);
            for (char& c : name)
                c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
            received.fields.emplace(std::move(name), head.substr(colon + 2, end - colon - 2));
            at = end + 2;
        }
        return received;
    }

    int socket_ = -1;
    std::string buffer_;
    bool ended_ = false;
};

/// A GET with the fields that every request needs.
inline std::string get(std::string_view target, std::string_view fields = {})
{
    std::string text = "GET ";
    text += target;
    text += " HTTP/1.1\r\nHost: news.example\r\n";
    text += fields;
    return text + "\r\n";
}

} // namespace masthead::net::test
