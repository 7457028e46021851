#include "app/cli/run.hpp"

#include "app/cli/command_line.hpp"
#include "app/cli/terminal.hpp"
#include "app/cli/write_command.hpp"
#include "core/base/log.hpp"

#include <sys/stat.h>

#include <cstdio>

namespace masthead::app {

namespace {

int answer(const CommandLineAnswer& said)
{
    std::fputs(said.text.c_str(), said.code == exit_done ? stdout : stderr);
    return said.code;
}

int run_words(const std::vector<std::string>& words)
{
    auto line = parse_command_line(words, std::filesystem::current_path());
    if (const auto* said = std::get_if<CommandLineAnswer>(&line))
        return answer(*said);
    if (const auto* local = std::get_if<LocalCommand>(&line))
        return local->run();
    return run_write_command(std::get<WriteCommand>(line));
}

} // namespace

int run(int argc, char** argv)
{
    // A newsroom's files hold addresses and secrets, and so do copies of them on their way.
    ::umask(077);
    try {
        return run_words({argv + 1, argv + std::max(argc, 1)});
    } catch (const std::exception& error) {
        std::fputs(("masthead: " + harmless(error.what()) + "\n").c_str(), stderr);
        return exit_refused;
    }
}

} // namespace masthead::app
