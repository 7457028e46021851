#include "core/net/io_thread.hpp"

#include "core/base/log.hpp"
#include "core/net/access_log.hpp"
#include "core/net/session.hpp"

#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstring>
#include <sys/socket.h>

namespace masthead::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr asio::use_awaitable_t<Executor> use_awaitable;
constexpr std::size_t log_bytes_at_once = 64 * 1024;
constexpr auto accept_pause = std::chrono::milliseconds{100};

Address address_of(const tcp::endpoint& endpoint)
{
    Address address;
    if (endpoint.address().is_v6()) {
        address.bytes = endpoint.address().to_v6().to_bytes();
    } else {
        const auto v4 = endpoint.address().to_v4();
        address.bytes = asio::ip::make_address_v6(asio::ip::v4_mapped, v4).to_bytes();
    }
    return address;
}

void allow_port_sharing(Acceptor& acceptor)
{
    const int on = 1;
    ::setsockopt(acceptor.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
}

} // namespace

IoThread::IoThread(const ServerOptions& options, Application& application, ConnectionCounts& counts)
    : options_(options), application_(application), counts_(counts),
      mailbox_(std::make_shared<Mailbox>(context_)), ticker_(context_), tasks_(context_)
{
    refresh_date();
}

IoThread::~IoThread()
{
    join();
    mailbox_->close();
}

tcp::endpoint IoThread::listen(const tcp::endpoint& endpoint)
{
    Acceptor& acceptor = acceptors_.emplace_back(context_);
    acceptor.open(endpoint.protocol());
    acceptor.set_option(asio::socket_base::reuse_address{true});
    if (endpoint.address().is_v6())
        acceptor.set_option(asio::ip::v6_only{false});
    if (options_.io_threads > 1)
        allow_port_sharing(acceptor);
    acceptor.bind(endpoint);
    acceptor.listen(asio::socket_base::max_listen_connections);
    return acceptor.local_endpoint();
}

void IoThread::start()
{
    tasks_.on_each_end([this] { stop_when_empty(); });
    for (Acceptor& acceptor : acceptors_)
        tasks_.spawn(accept_from(acceptor));
    tasks_.spawn(keep_time());
    thread_ = std::thread{[this] {
        context_.run();
        mailbox_->close();
        flush_log();
    }};
}

void IoThread::drain()
{
    mailbox_->post([this] { begin_drain(); });
}

void IoThread::join()
{
    if (thread_.joinable())
        thread_.join();
}

std::uint64_t IoThread::ticks(Milliseconds time) const
{
    return static_cast<std::uint64_t>((time + options_.tick - Milliseconds{1}) / options_.tick);
}

Awaitable<> IoThread::accept_from(Acceptor& acceptor)
{
    while (!draining_) {
        error_code failed;
        auto token = asio::redirect_error(use_awaitable, failed);
        Socket socket{context_};
        tcp::endpoint peer;
        co_await acceptor.async_accept(socket, peer, token);
        if (draining_)
            break;
        if (!failed) {
            admit(std::move(socket), peer);
            continue;
        }
        if (failed == asio::error::connection_aborted)
            continue;
        // Out of descriptors, most likely: the waiting peer would wake us again at once.
        log::warn("net.accept_failed", {{"what", failed.message()}});
        Timer pause{context_, accept_pause};
        co_await pause.async_wait(token);
    }
}

void IoThread::admit(Socket socket, const tcp::endpoint& endpoint)
{
    const Address peer = address_of(endpoint);
    error_code failed;
    socket.non_blocking(true, failed);
    socket.set_option(tcp::no_delay{true}, failed);
    if (failed)
        return;
    if (counts_.enter(peer) != ConnectionCounts::Verdict::admitted) {
        const WirePagePtr page = application_.refusal(503);
        socket.write_some(asio::buffer(page->bytes), failed); // as much as it takes, no waiting
        return;
    }
    auto session = std::make_unique<Session>(*this, std::move(socket), peer);
    tasks_.spawn(Session::run(std::move(session)));
}

Awaitable<> IoThread::keep_time()
{
    std::uint64_t flush_at = 0;
    while (!draining_ || tasks_.running() > 1) {
        error_code failed;
        auto token = asio::redirect_error(use_awaitable, failed);
        ticker_.expires_after(options_.tick);
        co_await ticker_.async_wait(token);
        refresh_date();
        wheel_.tick();
        if (wheel_.now() >= flush_at) {
            flush_log();
            flush_at = wheel_.now() + ticks(Milliseconds{1'000});
        }
        if (draining_ && cut_at_tick_ != 0 && wheel_.now() >= cut_at_tick_)
            cut_sessions();
    }
}

void IoThread::refresh_date()
{
    const Time now = clock_.now();
    const std::int64_t second = to_ms(now) / 1'000;
    if (second == date_second_)
        return;
    date_second_ = second;
    const std::string text = format_http_date(now);
    std::memcpy(date_.data(), text.data(), std::min(text.size(), date_.size()));
    log_time_ = format_rfc3339(from_ms(second * 1'000));
}

void IoThread::log(const AccessRecord& record)
{
    append_access_line(log_lines_, record, log_time_);
    if (log_lines_.size() > log_bytes_at_once)
        flush_log();
}

void IoThread::flush_log()
{
    if (options_.access_log != nullptr)
        options_.access_log->write(log_lines_);
}

void IoThread::begin_drain()
{
    if (draining_)
        return;
    draining_ = true;
    cut_at_tick_ = wheel_.now() + ticks(options_.drain_timeout);
    error_code ignored;
    for (Acceptor& acceptor : acceptors_)
        acceptor.close(ignored);
    for (Session* session : sessions_)
        session->drain();
    stop_when_empty();
}

void IoThread::cut_sessions()
{
    if (!sessions_.empty())
        log::warn("net.drain_cut", {{"connections", sessions_.size()}});
    for (Session* session : sessions_)
        session->cut();
    cut_at_tick_ = 0;
}

// The clock's coroutine is the last: woken early, it sees that it is alone and ends.
void IoThread::stop_when_empty()
{
    if (draining_ && tasks_.running() == 1)
        ticker_.cancel();
}

} // namespace masthead::net
