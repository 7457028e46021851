#include "app/cli/write_command.hpp"

#include "app/cli/terminal.hpp"
#include "app/command_server.hpp"
#include "core/db/sqlite/sqlite_database.hpp"

#include <csignal>
#include <fstream>

namespace masthead::app {

namespace {

namespace fs = std::filesystem;

// A server that is starting or a brief command holds the lock without listening for a moment.
constexpr auto patience = std::chrono::seconds{5};
constexpr auto pause_between_tries = std::chrono::milliseconds{50};

std::atomic<bool> ending_asked{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may touch nothing else");

/// While it lives, the first ending signal asks the command to stop; the second ends the process.
class StopOnSignal {
public:
    StopOnSignal()
    {
        ending_asked = false;
        struct sigaction action {};
        action.sa_handler = [](int) { ending_asked = true; };
        action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
        ::sigaction(SIGINT, &action, &before_interrupt_);
        ::sigaction(SIGTERM, &action, &before_terminate_);
    }
    ~StopOnSignal()
    {
        ::sigaction(SIGINT, &before_interrupt_, nullptr);
        ::sigaction(SIGTERM, &before_terminate_, nullptr);
    }
    StopOnSignal(const StopOnSignal&) = delete;
    StopOnSignal& operator=(const StopOnSignal&) = delete;

private:
    struct sigaction before_interrupt_ {};
    struct sigaction before_terminate_ {};
};

int run_here(const WriteCommand& command, const DataDirectory& directory, Output& out)
{
    const StopOnSignal stop;
    const SystemClock clock;
    const auto database =
        db::sqlite::open_database(directory.database_file(), clock, db::embedded_migrations());
    CommandContext context{*database, clock, directory.media(), out,
                           [] { return ending_asked.load(); }};
    return command.run(context);
}

int say_busy(const DataDirectory& directory, Output& out)
{
    out.problem("Another masthead command (process " + std::to_string(lock_holder(directory)) +
                ") is writing to " + directory.path.string() +
                ". Wait until it has finished, then try again.\n");
    return exit_refused;
}

// Asked before an import of an hour, not after it.
bool can_hold_report(const fs::path& file)
{
    return !fs::is_directory(file) && fs::is_directory(file.parent_path());
}

int write_report(const fs::path& file, const std::string& report, Output& out)
{
    std::ofstream stream{file, std::ios::binary | std::ios::trunc};
    stream << report << '\n';
    stream.close();
    if (stream)
        return exit_done;
    out.problem("The report could not be written to " + file.string() + ".\n");
    return exit_refused;
}

} // namespace

int run_here_or_at_server(const WriteCommand& command, const DataDirectory& directory, Output& out)
{
    const auto until = std::chrono::steady_clock::now() + patience;
    for (;;) {
        if (const auto lock = DirectoryLock::try_take(directory))
            return run_here(command, directory, out);
        if (const auto code = run_at_server(directory, command.words, out))
            return *code;
        if (std::chrono::steady_clock::now() >= until)
            return say_busy(directory, out);
        std::this_thread::sleep_for(pause_between_tries);
    }
}

int run_write_command(const WriteCommand& command)
{
    Terminal terminal;
    if (!command.report.empty() && !can_hold_report(command.report)) {
        terminal.problem("The report cannot be written to " + command.report.string() +
                         ". Give a file in a folder that exists with --report FILE.\n");
        return exit_refused;
    }
    const auto directory = open_data_directory(command.data, command.if_absent);
    if (!directory) {
        terminal.problem(directory.error().detail + "\n");
        return exit_refused;
    }
    const int code = run_here_or_at_server(command, *directory, terminal);
    const auto& report = terminal.whole_report();
    if (command.report.empty() || report.empty())
        return code;
    const int written = write_report(command.report, report, terminal);
    return code == exit_done ? written : code;
}

} // namespace masthead::app
