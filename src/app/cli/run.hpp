#pragma once

namespace masthead::app {

/// The whole program: reads the command line, runs the command here or in the server that holds
/// the newsroom, and answers the exit code: 0 done, 1 refused or failed, 2 not understood.
int run(int argc, char** argv);

} // namespace masthead::app
