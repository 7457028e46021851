#pragma once

#include "core/base/clock.hpp"
#include "core/net/connection_counts.hpp"
#include "core/net/head_parser.hpp"
#include "core/net/server.hpp"
#include "core/net/task_group.hpp"
#include "core/net/timer_wheel.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <deque>
#include <list>
#include <memory>
#include <mutex>
#include <thread>

namespace masthead::net {

struct AccessRecord;
class Session;

using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, Executor>;
using Timer = boost::asio::basic_waitable_timer<
    std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;

/// The way back from workers to an I/O thread; it outlives the thread and then swallows what comes.
class Mailbox final : public Loop {
public:
    explicit Mailbox(boost::asio::io_context& context) : context_(&context) {}

    void post(std::function<void()> job) override { deliver(std::move(job)); }

    /// The same for what can only be moved. Runs the function on the I/O thread, if that still
    /// runs. Threads: any.
    template <class Function>
    void deliver(Function function)
    {
        const std::lock_guard lock{mutex_};
        if (context_ != nullptr)
            boost::asio::post(*context_, std::move(function));
    }

    void close()
    {
        const std::lock_guard lock{mutex_};
        context_ = nullptr;
    }

private:
    std::mutex mutex_;
    boost::asio::io_context* context_;
};

/// One thread with its listening sockets, its connections and their deadlines.
class IoThread {
public:
    IoThread(const ServerOptions& options, Application& application, ConnectionCounts& counts);
    ~IoThread();
    IoThread(const IoThread&) = delete;
    IoThread& operator=(const IoThread&) = delete;

    /// Listens there too; gives the endpoint, with the port chosen where that was 0.
    boost::asio::ip::tcp::endpoint listen(const boost::asio::ip::tcp::endpoint& endpoint);

    void start();
    void drain(); ///< Threads: any.
    void join();

    // For its sessions.
    const ServerOptions& options() const { return options_; }
    Application& application() { return application_; }
    ConnectionCounts& counts() { return counts_; }
    TimerWheel& wheel() { return wheel_; }
    const std::shared_ptr<Mailbox>& mailbox() const { return mailbox_; }
    ParsedHead& scratch() { return scratch_; }
    const char* date() const { return date_.data(); }
    bool draining() const { return draining_; }
    std::uint64_t ticks(Milliseconds time) const;
    void log(const AccessRecord& record);
    std::list<Session*>& sessions() { return sessions_; }

private:
    Awaitable<> accept_from(Acceptor& acceptor);
    Awaitable<> keep_time();
    void admit(Socket socket, const boost::asio::ip::tcp::endpoint& peer);
    void refresh_date();
    void flush_log();
    void begin_drain();
    void cut_sessions();
    void stop_when_empty();

    const ServerOptions& options_;
    Application& application_;
    ConnectionCounts& counts_;
    const SystemClock clock_;
    boost::asio::io_context context_{1};
    const std::shared_ptr<Mailbox> mailbox_;
    TimerWheel wheel_;
    ParsedHead scratch_;
    std::array<char, http_date_bytes> date_{};
    std::int64_t date_second_ = -1;
    std::string log_lines_;
    std::string log_time_;
    std::list<Session*> sessions_;
    std::deque<Acceptor> acceptors_;
    Timer ticker_;
    bool draining_ = false;
    std::uint64_t cut_at_tick_ = 0;
    TaskGroup tasks_;
    std::thread thread_;
};

} // namespace masthead::net
