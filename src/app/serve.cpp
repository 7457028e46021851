#include "app/serve.hpp"

#include "app/services.hpp"
#include "core/base/log.hpp"

#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace masthead::app {

namespace {

// Beyond connections: the database, the logs, listening sockets, files being sent.
constexpr rlim_t files_beyond_connections = 256;

// glibc gives each thread an arena of its own, and what a worker once used stays in it: with one a
// core, an idle server gives most of it back. Fixed thresholds keep large pages out of the arenas.
void tune_memory()
{
    constexpr int arenas_max = 8;
    const auto cores = static_cast<int>(std::thread::hardware_concurrency());
    ::mallopt(M_ARENA_MAX, std::clamp(cores, 2, arenas_max));
    ::mallopt(M_MMAP_THRESHOLD, 256 * 1024);
    ::mallopt(M_TRIM_THRESHOLD, 256 * 1024);
}

// Takes all the files the system allows, and no more connections than that leaves room for: a
// server without a free descriptor could neither draw a page nor tell anyone why.
void fit_to_file_limit(Config& config)
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    const auto wanted = static_cast<rlim_t>(config.connections_max);
    if (limit.rlim_max == RLIM_INFINITY || limit.rlim_max >= wanted + files_beyond_connections)
        return;
    const auto left =
        std::max(limit.rlim_max, 2 * files_beyond_connections) - files_beyond_connections;
    config.connections_max = static_cast<std::int64_t>(std::min(wanted, left));
    log::info("serve.connections_limited",
              {{"open_files", limit.rlim_max}, {"connections_max", config.connections_max}});
}

/// Keeps the ending signals for the main thread; every thread made afterwards inherits that.
class EndingSignals {
public:
    EndingSignals()
    {
        ::sigemptyset(&set_);
        ::sigaddset(&set_, SIGINT);
        ::sigaddset(&set_, SIGTERM);
        ::pthread_sigmask(SIG_BLOCK, &set_, nullptr);
        std::signal(SIGPIPE, SIG_IGN);
        // A closed terminal or a reload by habit ends nothing: settings are read at the start.
        std::signal(SIGHUP, SIG_IGN);
    }

    int wait() const
    {
        int signal = 0;
        while (::sigwait(&set_, &signal) == EINTR) {
        }
        return signal;
    }

    /// The next signal ends the process at once: whoever asks twice does not want to wait.
    void release() const { ::pthread_sigmask(SIG_UNBLOCK, &set_, nullptr); }

private:
    sigset_t set_{};
};

void say_ready(Services& services)
{
    const auto line = "Masthead serves " + services.title() + " at " + services.url() + "\n";
    if (::write(STDOUT_FILENO, line.data(), line.size()) < 0)
        log::warn("serve.no_standard_output");
}

} // namespace

int serve(const ServeOptions& asked, const CommandParser& parse)
{
    auto options = asked;
    tune_memory();
    log::set_level(options.config.log_level);
    fit_to_file_limit(options.config);
    const EndingSignals signals;
    Services services{options, parse};
    services.start();
    say_ready(services);
    ::malloc_trim(0);
    const int signal = signals.wait();
    log::info("serve.stopping", {{"signal", signal}});
    signals.release();
    services.stop();
    log::info("serve.stopped");
    return exit_done;
}

} // namespace masthead::app
