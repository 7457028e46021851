#include "app/local_socket.hpp"

#include "core/base/check.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace masthead::app {

namespace {

constexpr int backlog = 16;
constexpr std::size_t read_bytes = 64 * 1024;

struct LocalAddress {
    FileHandle folder; // keeps the number in the path alive
    sockaddr_un address{};
    const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&address); }
};

// A socket's path may have 107 bytes, a folder's 4,095: the way through /proc is always short.
LocalAddress address_of(const DataDirectory& directory)
{
    LocalAddress found{
        FileHandle{::open(directory.path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)}};
    if (!found.folder)
        throw std::system_error{errno, std::generic_category(),
                                "cannot open " + directory.path.string()};
    const auto path = "/proc/self/fd/" + std::to_string(found.folder.get()) + "/" +
                      directory.socket_file().filename().string();
    MH_CHECK(path.size() < sizeof found.address.sun_path);
    found.address.sun_family = AF_UNIX;
    std::memcpy(found.address.sun_path, path.c_str(), path.size() + 1);
    return found;
}

FileHandle new_socket()
{
    FileHandle socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    if (!socket)
        throw std::system_error{errno, std::generic_category(), "cannot make a local socket"};
    return socket;
}

bool wait_for(int socket, short events, std::chrono::milliseconds at_most)
{
    pollfd entry{socket, events, 0};
    int answer = 0;
    do
        answer = ::poll(&entry, 1, static_cast<int>(at_most.count()));
    while (answer < 0 && errno == EINTR);
    return answer > 0;
}

} // namespace

FileHandle listen_locally(const DataDirectory& directory)
{
    auto socket = new_socket();
    const auto address = address_of(directory);
    // Linux gives the file the mode of the socket: it is never, not even briefly, open to others.
    if (::fchmod(socket.get(), 0600) != 0)
        throw std::system_error{errno, std::generic_category(), "cannot close the local socket"};
    std::filesystem::remove(directory.socket_file());
    if (::bind(socket.get(), address.get(), sizeof address.address) != 0 ||
        ::listen(socket.get(), backlog) != 0)
        throw std::system_error{errno, std::generic_category(),
                                "cannot listen on " + directory.socket_file().string()};
    return socket;
}

FileHandle connect_locally(const DataDirectory& directory)
{
    auto socket = new_socket();
    const auto address = address_of(directory);
    if (::connect(socket.get(), address.get(), sizeof address.address) != 0)
        return FileHandle{};
    return socket;
}

bool peer_is_trusted(int socket)
{
    ucred peer{};
    socklen_t size = sizeof peer;
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        return false;
    return peer.uid == ::geteuid() || peer.uid == 0;
}

FrameSocket::FrameSocket(FileHandle socket) : socket_(std::move(socket))
{
    const int flags = ::fcntl(socket_.get(), F_GETFL);
    ::fcntl(socket_.get(), F_SETFL, flags | O_NONBLOCK);
}

bool FrameSocket::send(FrameKind kind, std::string_view payload)
{
    const auto bytes = encode_frame(kind, payload);
    std::string_view rest = bytes;
    while (!deaf_ && !rest.empty()) {
        const auto sent = ::send(socket_.get(), rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent > 0)
            rest.remove_prefix(static_cast<std::size_t>(sent));
        else if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            deaf_ = !wait_for(socket_.get(), POLLOUT, patience);
        else if (errno != EINTR)
            deaf_ = true;
    }
    return !deaf_;
}

bool FrameSocket::send_long(FrameKind kind, std::string_view text)
{
    while (!text.empty()) {
        if (!send(kind, text.substr(0, frame_bytes_max)))
            return false;
        text.remove_prefix(std::min(text.size(), frame_bytes_max));
    }
    return true;
}

bool FrameSocket::has_room() const
{
    return wait_for(socket_.get(), POLLOUT, std::chrono::milliseconds{0});
}

std::optional<Frame> FrameSocket::receive(std::chrono::milliseconds at_most)
{
    std::string bytes(read_bytes, '\0');
    for (;;) {
        auto frame = reader_.next();
        if (!frame)
            return std::nullopt;
        if (*frame)
            return std::move(**frame);
        const auto got = ::recv(socket_.get(), bytes.data(), bytes.size(), 0);
        if (got > 0)
            reader_.feed(std::string_view{bytes}.substr(0, static_cast<std::size_t>(got)));
        else if (got == 0)
            return std::nullopt;
        else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            if (!wait_for(socket_.get(), POLLIN, at_most))
                return std::nullopt;
        } else if (errno != EINTR)
            return std::nullopt;
    }
}

bool FrameSocket::hung_up() const
{
    pollfd entry{socket_.get(), POLLRDHUP, 0};
    return ::poll(&entry, 1, 0) > 0;
}

} // namespace masthead::app
