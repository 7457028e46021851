#pragma once

#include "app/command.hpp"
#include "app/config.hpp"
#include "app/data_directory.hpp"

namespace masthead::app {

/// Whether the theme is read again when its files change, and pages are drawn for each request.
enum class Development { no, yes };

/// What a server is started with.
struct ServeOptions {
    DataDirectory directory;
    Config config;
    Development development = Development::no;
};

/// Serves the newsroom until SIGTERM or SIGINT, then finishes what is under way; a second signal
/// ends the process at once. Other processes' commands are read by `parse` and run here.
/// The caller holds the directory's lock. Call it from the main thread, before any other thread.
/// Answers the exit code. Throws what opening, binding or the theme throws.
int serve(const ServeOptions& options, const CommandParser& parse);

} // namespace masthead::app
