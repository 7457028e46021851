#include "core/net/access_log.hpp"

#include "core/base/log.hpp"

#include <cerrno>
#include <poll.h>
#include <unistd.h>

namespace masthead::net {

namespace {

// A target is free of spaces and control bytes once checked; a refused request's is not logged.
void append_target(std::string& out, std::string_view target)
{
    out += target.empty() ? std::string_view{"-"} : target.substr(0, target.find('?'));
}

void append_milliseconds(std::string& out, std::chrono::microseconds took)
{
    const auto tenths = (took.count() + 50) / 100;
    out += std::to_string(tenths / 10);
    out += '.';
    out += static_cast<char>('0' + tenths % 10);
}

void write_fully(int descriptor, std::string_view text)
{
    while (!text.empty()) {
        const auto count = ::write(descriptor, text.data(), text.size());
        if (count >= 0) {
            text.remove_prefix(static_cast<std::size_t>(count));
        } else if (errno == EAGAIN) {
            pollfd waiting{descriptor, POLLOUT, 0};
            ::poll(&waiting, 1, 1000);
        } else if (errno != EINTR) {
            return; // a log that cannot be written must not stop the newsroom
        }
    }
}

} // namespace

void append_access_line(std::string& out, const AccessRecord& record, std::string_view time)
{
    out += time;
    out += ' ';
    out += record.method.empty() ? std::string_view{"-"} : record.method;
    out += ' ';
    append_target(out, record.target);
    out += ' ';
    out += std::to_string(record.status);
    out += ' ';
    out += std::to_string(record.bytes);
    out += ' ';
    append_milliseconds(out, record.took);
    out += ' ';
    out += record.encoding;
    out += record.from_cache ? " hit " : " miss ";
    out += truncated(record.client);
    out += '\n';
}

AccessLog::AccessLog(int descriptor) : descriptor_(descriptor), thread_([this] { run(); }) {}

AccessLog::~AccessLog()
{
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    work_.notify_one();
    thread_.join();
}

void AccessLog::write(std::string& lines)
{
    if (lines.empty())
        return;
    {
        const std::lock_guard lock{mutex_};
        if (pending_.size() + lines.size() > pending_bytes_max)
            dropped_ += lines.size();
        else
            pending_ += lines;
    }
    lines.clear();
    work_.notify_one();
}

void AccessLog::run()
{
    std::unique_lock lock{mutex_};
    for (;;) {
        work_.wait(lock, [this] { return stopping_ || !pending_.empty(); });
        if (pending_.empty())
            return;
        const std::string lines = std::exchange(pending_, {});
        const auto dropped = std::exchange(dropped_, 0);
        lock.unlock();
        write_fully(descriptor_, lines);
        if (dropped > 0)
            log::warn("access_log.dropped", {{"bytes", dropped}});
        lock.lock();
    }
}

} // namespace masthead::net
