// Holds many live streams open and says when all of them have heard of a comment: what
// live_connections.py measures with. One thread, epoll, no allocation a connection.
//
//   live_connections PORT PATH CONNECTIONS
//
// Prints "open N" when every stream has its head, then, for each round of `event: story`,
// "round LAST_NS COUNT" with CLOCK_MONOTONIC of the last arrival, once all have it.

#include <arpa/inet.h>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <netinet/in.h>
#include <string>
#include <string_view>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace {

// Loopback has 16 million addresses; each plays a network with so many readers.
constexpr int connections_an_address = 50;

struct Client {
    bool has_head = false;
    int rounds = 0;
};

std::int64_t now_ns()
{
    timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

[[noreturn]] void fail(const char* what)
{
    std::perror(what);
    std::exit(1);
}

sockaddr_in address_of(std::uint32_t host, int port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(host);
    return address;
}

int open_stream(int port, const std::string& request, int number)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket < 0)
        fail("socket");
    const auto source = static_cast<std::uint32_t>(number / connections_an_address);
    const auto from = address_of(0x7f01'0001U + source, 0);
    const auto to = address_of(INADDR_LOOPBACK, port);
    const int on = 1;
    ::setsockopt(socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    if (::bind(socket, reinterpret_cast<const sockaddr*>(&from), sizeof from) != 0)
        fail("bind");
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0)
        fail("connect");
    if (::send(socket, request.data(), request.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(request.size()))
        fail("send");
    return socket;
}

class Crowd {
public:
    explicit Crowd(int size) : size_(size), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {}

    void add(int socket)
    {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = socket;
        ::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event);
        if (static_cast<std::size_t>(socket) >= clients_.size())
            clients_.resize(static_cast<std::size_t>(socket) + 1);
    }

    /// Listens for so long at most; -1: for ever.
    void listen(int milliseconds)
    {
        epoll_event events[512];
        const int count = ::epoll_wait(epoll_, events, 512, milliseconds);
        for (int i = 0; i < count; ++i)
            hear(events[i].data.fd);
    }

    int heads() const { return heads_; }

private:
    void hear(int socket)
    {
        char bytes[8 * 1024];
        const auto count = ::recv(socket, bytes, sizeof bytes, MSG_DONTWAIT);
        if (count < 0 && errno == EAGAIN)
            return;
        if (count <= 0) {
            std::printf("closed\n");
            std::exit(1);
        }
        const std::string_view text{bytes, static_cast<std::size_t>(count)};
        Client& client = clients_[static_cast<std::size_t>(socket)];
        if (!client.has_head && text.find("HTTP/1.1 200") == 0) {
            client.has_head = true;
            ++heads_;
        } else if (!client.has_head) {
            std::printf("refused: %.*s\n", 60, bytes);
            std::exit(1);
        }
        if (text.find("event: story") != std::string_view::npos)
            count_round(client);
    }

    void count_round(Client& client)
    {
        const auto round = static_cast<std::size_t>(client.rounds++);
        if (reached_.size() <= round)
            reached_.push_back(0);
        if (++reached_[round] == size_) {
            std::printf("round %lld %d\n", static_cast<long long>(now_ns()), reached_[round]);
            std::fflush(stdout);
        }
    }

    const int size_;
    const int epoll_;
    std::vector<Client> clients_;
    std::vector<int> reached_; // by round
    int heads_ = 0;
};

} // namespace

int main(int argc, char** argv)
{
    if (argc != 4)
        return 2;
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    const int port = std::atoi(argv[1]);
    const int size = std::atoi(argv[3]);
    const std::string request = std::string{"GET "} + argv[2] +
                                " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                                "Accept: text/event-stream\r\nAccept-Encoding: gzip, br\r\n"
                                "User-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\n\r\n";
    constexpr int opened_ahead_max = 200; // of the server's listening queue and workers
    Crowd crowd{size};
    for (int i = 0; i < size; ++i) {
        crowd.add(open_stream(port, request, i));
        while (i - crowd.heads() > opened_ahead_max)
            crowd.listen(-1);
    }
    while (crowd.heads() < size)
        crowd.listen(-1);
    std::printf("open %d\n", size);
    std::fflush(stdout);
    for (;;)
        crowd.listen(-1);
}
