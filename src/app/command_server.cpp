#include "app/command_server.hpp"

#include "app/command_context.hpp"
#include "app/local_socket.hpp"
#include "app/version.hpp"
#include "core/base/log.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <cerrno>
#include <system_error>

namespace masthead::app {

namespace {

// A local program sends its words at once; whoever does not holds a thread.
constexpr auto words_timeout = std::chrono::seconds{5};
// Out of descriptors or memory: accepting again at once would only spin.
constexpr auto accept_pause = std::chrono::milliseconds{200};

class SocketOutput final : public Output {
public:
    explicit SocketOutput(FrameSocket& socket) : socket_(socket) {}

    void text(std::string_view text) override { socket_.send_long(FrameKind::text, text); }
    void problem(std::string_view text) override { socket_.send_long(FrameKind::problem, text); }
    void report(std::string_view json) override { socket_.send_long(FrameKind::report, json); }

    // The work does not wait for a terminal that is slow to draw a bar.
    void progress(const Progress& progress) override
    {
        if (socket_.has_room())
            socket_.send(FrameKind::progress, encode_progress(progress));
    }

private:
    FrameSocket& socket_;
};

FileHandle new_wake()
{
    FileHandle wake{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
    if (!wake)
        throw std::system_error{errno, std::generic_category(), "cannot make an eventfd"};
    return wake;
}

void say_and_end(FrameSocket& socket, std::string_view problem, int code)
{
    socket.send_long(FrameKind::problem, problem);
    socket.send(FrameKind::exit, std::to_string(code));
}

// The first word is the version: the same words may mean something else to another one.
std::optional<std::vector<std::string>> receive_words(FrameSocket& socket)
{
    const auto frame = socket.receive(words_timeout);
    if (!frame || frame->kind != FrameKind::words)
        return std::nullopt;
    auto words = decode_words(frame->payload);
    if (!words || words->empty())
        return std::nullopt;
    if (words->front() != version) {
        say_and_end(socket,
                    std::string{"The running server is masthead "} + version +
                        " and this program another version. Restart the server, then try again.\n",
                    exit_refused);
        return std::nullopt;
    }
    words->erase(words->begin());
    return std::move(*words);
}

} // namespace

CommandServer::CommandServer(const DataDirectory& directory, Runner runner)
    : directory_(directory), runner_(std::move(runner)), listener_(listen_locally(directory)),
      wake_(new_wake()), thread_([this] { accept_all(); })
{
}

CommandServer::~CommandServer()
{
    stop();
}

void CommandServer::stop()
{
    if (!thread_.joinable())
        return;
    stopping_ = true;
    ::eventfd_write(wake_.get(), 1);
    thread_.join();
    for (auto& conversation : conversations_)
        conversation.thread.join();
    conversations_.clear();
    std::error_code ignored; // a socket that is left over is replaced by the next server
    std::filesystem::remove(directory_.socket_file(), ignored);
}

void CommandServer::accept_all()
{
    while (!stopping_) {
        pollfd entries[]{{listener_.get(), POLLIN, 0}, {wake_.get(), POLLIN, 0}};
        if (::poll(entries, 2, -1) > 0 && entries[0].revents != 0 && !stopping_)
            accept_one();
        forget_ended();
    }
}

void CommandServer::accept_one()
{
    FileHandle socket{::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC)};
    if (!socket) {
        if (errno != EINTR && errno != ECONNABORTED)
            std::this_thread::sleep_for(accept_pause);
        return;
    }
    if (!peer_is_trusted(socket.get())) {
        log::warn("command.stranger_refused");
        return;
    }
    forget_ended();
    if (conversations_.size() >= conversations_max) {
        FrameSocket refused{std::move(socket)};
        say_and_end(refused, "The server is running too many commands. Try again shortly.\n",
                    exit_refused);
        return;
    }
    auto& conversation = conversations_.emplace_back();
    auto task = [this, &conversation, s = std::move(socket)]() mutable {
        converse(std::move(s));
        conversation.over = true;
    };
    try {
        conversation.thread = std::thread{std::move(task)};
    } catch (const std::system_error& error) {
        conversations_.pop_back();
        log::warn("command.no_thread", {{"error", error.what()}});
    }
}

void CommandServer::converse(FileHandle handle)
{
    FrameSocket socket{std::move(handle)};
    const auto words = receive_words(socket);
    if (!words)
        return;
    SocketOutput out{socket};
    const auto cancelled = [&] { return stopping_.load() || socket.hung_up(); };
    try {
        const int code = runner_(*words, out, cancelled);
        socket.send(FrameKind::exit, std::to_string(code));
    } catch (const std::exception& error) {
        log::error("command.failed",
                   {{"command", words->empty() ? "" : words->front()}, {"error", error.what()}});
        say_and_end(socket, std::string{"masthead: "} + error.what() + "\n", exit_refused);
    }
}

void CommandServer::forget_ended()
{
    conversations_.remove_if([](Conversation& conversation) {
        if (!conversation.over)
            return false;
        conversation.thread.join();
        return true;
    });
}

namespace {

std::optional<int> code_of(const Frame& frame)
{
    int code = exit_refused;
    const auto* end = frame.payload.data() + frame.payload.size();
    const auto [stop, error] = std::from_chars(frame.payload.data(), end, code);
    return error == std::errc{} && stop == end ? std::optional{code} : std::nullopt;
}

void pass_on(const Frame& frame, Output& out)
{
    switch (frame.kind) {
    case FrameKind::text: out.text(frame.payload); break;
    case FrameKind::problem: out.problem(frame.payload); break;
    case FrameKind::report: out.report(frame.payload); break;
    case FrameKind::progress:
        if (const auto progress = decode_progress(frame.payload))
            out.progress(*progress);
        break;
    case FrameKind::words:
    case FrameKind::exit: break;
    }
}

} // namespace

std::optional<int> run_at_server(const DataDirectory& directory,
                                 const std::vector<std::string>& words, Output& out)
{
    auto handle = connect_locally(directory);
    if (!handle)
        return std::nullopt;
    auto all = words;
    all.insert(all.begin(), version);
    const auto encoded = encode_words(all);
    if (!encoded) {
        out.problem("The command line is too long to be handed to the running server.\n");
        return exit_refused;
    }
    FrameSocket socket{std::move(handle)};
    socket.send(FrameKind::words, *encoded);
    while (const auto frame = socket.receive(std::chrono::milliseconds{-1})) {
        const auto code = frame->kind == FrameKind::exit ? code_of(*frame) : std::nullopt;
        if (code)
            return code;
        pass_on(*frame, out);
    }
    out.problem("The server ended before the command did. What it had finished is kept; start the "
                "server and run the command again.\n");
    return exit_refused;
}

} // namespace masthead::app
