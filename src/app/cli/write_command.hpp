#pragma once

#include "app/command.hpp"

namespace masthead::app {

/// Runs a command that changes a newsroom: in this process where the data directory is free, else
/// in the server that holds it. Ctrl-C and SIGTERM end it between two units of work. Answers the
/// exit code.
int run_write_command(const WriteCommand& command);

/// The same, speaking to `out`.
int run_here_or_at_server(const WriteCommand& command, const DataDirectory& directory, Output& out);

} // namespace masthead::app
