#pragma once

#include "app/output.hpp"
#include "core/base/clock.hpp"
#include "core/db/database.hpp"

#include <filesystem>
#include <functional>

namespace masthead::app {

/// What a command needs to change a newsroom, whether it runs alone or inside the server.
struct CommandContext {
    db::Database& database;
    const Clock& clock;
    std::filesystem::path media; ///< the folder of pictures; exists
    Output& out;
    std::function<bool()> cancelled; ///< asked between units of work; threads: any
};

/// What a process tells who started it.
enum ExitCode : int { exit_done = 0, exit_refused = 1, exit_usage = 2 };

} // namespace masthead::app
