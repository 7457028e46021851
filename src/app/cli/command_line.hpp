#pragma once

#include "app/command.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace masthead::app {

/// A command that runs in this process alone.
struct LocalCommand {
    std::function<int()> run;
};

/// Help that was asked for, or a command line that was not understood.
struct CommandLineAnswer {
    int code = 0;
    std::string text;
};

using CommandLine = std::variant<CommandLineAnswer, LocalCommand, WriteCommand>;

/// Reads the words behind the program's name; relative paths count from `folder`. Touches nothing.
CommandLine parse_command_line(const std::vector<std::string>& words,
                               const std::filesystem::path& folder);

/// The same for words that came through the socket: absent for all but commands that write.
std::optional<WriteCommand> parse_sent_words(const std::vector<std::string>& words);

/// The general help, or that of one command ("import wordpress"); code 2 where there is none such.
CommandLineAnswer help_for(const std::vector<std::string>& command);

} // namespace masthead::app
