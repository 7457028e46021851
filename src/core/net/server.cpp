#include "core/net/server.hpp"

#include "core/base/log.hpp"
#include "core/net/io_thread.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>

#include <algorithm>
#include <charconv>
#include <system_error>

namespace masthead::net {

namespace asio = boost::asio;
using asio::ip::tcp;

struct Server::State {
    State(ServerOptions given, Application& served)
        : options(std::move(given)), application(served),
          counts(options.connections_max, options.connections_per_network_max,
                 options.uncounted_networks)
    {
    }

    void listen_on(const std::string& text);

    const ServerOptions options;
    Application& application;
    ConnectionCounts counts;
    std::vector<std::unique_ptr<IoThread>> threads;
    std::uint16_t first_port = 0;
};

namespace {

std::vector<tcp::endpoint> resolve(const std::string& text)
{
    const auto where = parse_listen_address(text);
    if (!where)
        throw std::system_error(std::make_error_code(std::errc::invalid_argument),
                                "listen address '" + text + "' is not HOST:PORT");
    asio::io_context context;
    tcp::resolver resolver{context};
    boost::system::error_code failed;
    const auto found =
        resolver.resolve(where->host, std::to_string(where->port), tcp::resolver::passive, failed);
    if (failed)
        throw std::system_error(static_cast<std::error_code>(failed),
                                "listen address '" + text + "'");
    std::vector<tcp::endpoint> endpoints;
    for (const auto& entry : found) {
        if (std::ranges::find(endpoints, entry.endpoint()) == endpoints.end())
            endpoints.push_back(entry.endpoint());
    }
    return endpoints;
}

/// SO_REUSEPORT would silently share the port with another server of the same user.
void check_nobody_listens(const tcp::endpoint& endpoint)
{
    if (endpoint.port() == 0)
        return;
    asio::io_context context;
    tcp::acceptor probe{context, endpoint.protocol()};
    probe.set_option(asio::socket_base::reuse_address{true});
    if (endpoint.address().is_v6())
        probe.set_option(asio::ip::v6_only{false});
    probe.bind(endpoint);
    probe.listen(1);
}

} // namespace

void Server::State::listen_on(const std::string& text)
{
    try {
        for (tcp::endpoint endpoint : resolve(text)) {
            if (threads.size() > 1)
                check_nobody_listens(endpoint);
            // With port 0 the first thread's choice holds for all.
            for (const auto& thread : threads)
                endpoint = thread->listen(endpoint);
            if (first_port == 0)
                first_port = endpoint.port();
        }
    } catch (const boost::system::system_error& failed) {
        throw std::system_error(static_cast<std::error_code>(failed.code()),
                                "listening on " + text);
    }
}

Server::Server(ServerOptions options, Application& application)
    : state_(std::make_unique<State>(std::move(options), application))
{
    for (unsigned i = 0; i < std::max(1U, state_->options.io_threads); ++i)
        state_->threads.push_back(
            std::make_unique<IoThread>(state_->options, application, state_->counts));
    for (const std::string& address : state_->options.listen)
        state_->listen_on(address);
}

Server::~Server()
{
    drain();
    wait();
}

void Server::start()
{
    for (const auto& thread : state_->threads)
        thread->start();
}

std::uint16_t Server::port() const
{
    return state_->first_port;
}

void Server::drain()
{
    for (const auto& thread : state_->threads)
        thread->drain();
}

void Server::wait()
{
    for (const auto& thread : state_->threads)
        thread->join();
}

std::size_t Server::connections() const
{
    return state_->counts.total();
}

std::optional<ListenAddress> parse_listen_address(std::string_view text)
{
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0)
        return std::nullopt;
    auto host = text.substr(0, colon);
    const auto digits = text.substr(colon + 1);
    if (host.front() == '[') {
        if (host.size() < 3 || host.back() != ']')
            return std::nullopt;
        host = host.substr(1, host.size() - 2);
    } else if (host.find(':') != std::string_view::npos) {
        return std::nullopt; // IPv6 needs its brackets: where would the port begin?
    }
    ListenAddress address{std::string{host}, 0};
    const auto* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, address.port);
    if (error != std::errc{} || stop != end || digits.empty())
        return std::nullopt;
    return address;
}

} // namespace masthead::net
