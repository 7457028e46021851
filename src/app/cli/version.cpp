#include "app/version.hpp"

#include "app/cli/command_set.hpp"

namespace masthead::app {

void add_version(CommandSet& set)
{
    auto* command = set.root.add_subcommand("version", "Say which version this is");
    command->callback([&set] {
        set.chosen = CommandLineAnswer{exit_done, std::string{"masthead "} + version + "\n"};
    });
}

} // namespace masthead::app
