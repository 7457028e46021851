#pragma once

#include "app/cli/command_line.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>

/// How the files of this folder, one a command, add themselves to the command line.
namespace masthead::app {

/// The command line while it is read: the commands it knows and what was asked for.
struct CommandSet {
    CLI::App root{"Masthead: a newsroom in one program."};
    std::filesystem::path folder; ///< relative paths count from here
    CommandLine chosen;

    /// `path` made absolute.
    std::filesystem::path absolute(const std::string& path) const
    {
        return (folder / path).lexically_normal();
    }
};

/// Adds `--data DIR` and answers where its value will stand.
std::shared_ptr<std::string> add_data_option(CLI::App& command);

/// Each adds one command, to its group where it stands in one.
void add_serve(CommandSet& set);
void add_import_wordpress(CommandSet& set, CLI::App& import);
void add_story_publish(CommandSet& set, CLI::App& story);
void add_story_withdraw(CommandSet& set, CLI::App& story);
void add_backup(CommandSet& set);
void add_restore(CommandSet& set);
void add_staff_add(CommandSet& set, CLI::App& staff);
void add_staff_invite(CommandSet& set, CLI::App& staff);
void add_mail_bounce(CommandSet& set, CLI::App& mail);
void add_demo(CommandSet& set);
void add_version(CommandSet& set);
void add_help(CommandSet& set);

} // namespace masthead::app
