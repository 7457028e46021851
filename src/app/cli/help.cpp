#include "app/cli/command_set.hpp"

namespace masthead::app {

void add_help(CommandSet& set)
{
    auto* command = set.root.add_subcommand("help", "Say what a command does");
    auto words = std::make_shared<std::vector<std::string>>();
    command->add_option("COMMAND", *words, "Such as: import wordpress")->type_name("");
    command->callback([&set, words] { set.chosen = help_for(*words); });
}

} // namespace masthead::app
