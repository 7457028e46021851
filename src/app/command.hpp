#pragma once

#include "app/command_context.hpp"
#include "app/data_directory.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace masthead::app {

/// How long a command may keep others of its kind waiting: long ones run one at a time.
enum class CommandLength { brief, lengthy };

/// A command that changes a newsroom: as it was asked for, and what runs it, here or in the server.
struct WriteCommand {
    std::filesystem::path data; ///< absolute
    IfAbsent if_absent = IfAbsent::refuse;
    CommandLength length = CommandLength::brief;
    std::vector<std::string> words; ///< for the server's command line; paths absolute
    std::filesystem::path report;   ///< where the asking side writes the report; empty: nowhere
    std::function<int(CommandContext&)> run;
};

/// Reads words that came through the socket; absent where they are no such command.
using CommandParser =
    std::function<std::optional<WriteCommand>(const std::vector<std::string>& words)>;

} // namespace masthead::app
