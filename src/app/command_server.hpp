#pragma once

#include "app/data_directory.hpp"
#include "app/output.hpp"

#include <atomic>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace masthead::app {

/// Runs commands for other processes that come through the data directory's socket, each on a
/// thread of its own, with their output sent back as it is made.
class CommandServer {
public:
    /// Runs the words of a command and answers its exit code. `cancelled` becomes true when the
    /// server stops or the one who asked goes away. Threads: several at once.
    using Runner = std::function<int(const std::vector<std::string>& words, Output& out,
                                     const std::function<bool()>& cancelled)>;

    /// The caller holds the directory's lock. Throws std::system_error.
    CommandServer(const DataDirectory& directory, Runner runner);

    /// Like `stop`.
    ~CommandServer();
    CommandServer(const CommandServer&) = delete;
    CommandServer& operator=(const CommandServer&) = delete;

    /// Takes no more commands, cancels those under way and waits for them. The socket's file goes.
    void stop();

    /// More are told to come back later.
    static constexpr std::size_t conversations_max = 16;

private:
    struct Conversation {
        std::thread thread;
        std::atomic<bool> over{false};
    };

    void accept_all();
    void accept_one();
    void converse(FileHandle socket);
    void forget_ended();

    const DataDirectory directory_;
    const Runner runner_;
    FileHandle listener_;
    FileHandle wake_;
    std::atomic<bool> stopping_{false};
    std::list<Conversation> conversations_; // only the accepting thread touches it, and stop()
    std::thread thread_;
};

/// Lets the server of the directory run a command and passes on what it says. The exit code; absent
/// where no server listens. `words` as the server's command line would read them, with absolute
/// paths.
std::optional<int> run_at_server(const DataDirectory& directory,
                                 const std::vector<std::string>& words, Output& out);

} // namespace masthead::app
