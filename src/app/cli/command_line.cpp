#include "app/cli/command_line.hpp"

#include "app/cli/command_set.hpp"
#include "app/version.hpp"
#include "core/base/text.hpp"

#include <sstream>

namespace masthead::app {

namespace {

constexpr const char* after_help = "`masthead help COMMAND` says more of a command.\n";
constexpr const char* where_help_is = "`masthead help` lists the commands.\n";

std::unique_ptr<CommandSet> all_commands(const std::filesystem::path& folder)
{
    auto set = std::make_unique<CommandSet>();
    set->folder = folder;
    set->root.name("masthead");
    set->root.footer(after_help);
    set->root.set_version_flag("--version", std::string{"masthead "} + version);
    set->root.require_subcommand(1);
    add_serve(*set);
    auto* import = set->root.add_subcommand("import", "Bring in what another system holds");
    import->require_subcommand(1);
    add_import_wordpress(*set, *import);
    auto* story = set->root.add_subcommand("story", "Publish a story or take it back");
    story->require_subcommand(1);
    add_story_publish(*set, *story);
    add_story_withdraw(*set, *story);
    auto* staff = set->root.add_subcommand("staff", "Let people in at the desk");
    staff->require_subcommand(1);
    add_staff_add(*set, *staff);
    add_staff_invite(*set, *staff);
    auto* mail = set->root.add_subcommand("mail", "Look after what the newsroom mails");
    mail->require_subcommand(1);
    add_mail_bounce(*set, *mail);
    add_backup(*set);
    add_restore(*set);
    add_demo(*set);
    add_version(*set);
    add_help(*set);
    return set;
}

CLI::App* find_command(CLI::App& among, const std::string& name)
{
    for (auto* command : among.get_subcommands([](const CLI::App*) { return true; })) {
        if (command->get_name() == name)
            return command;
    }
    return nullptr;
}

// The library would only say that a word was not expected.
std::optional<std::string> unknown_command(CommandSet& set, const std::vector<std::string>& words)
{
    CLI::App* at = &set.root;
    for (const auto& word : words) {
        const auto known = at->get_subcommands([](const CLI::App*) { return true; });
        if (known.empty() || word.starts_with("-"))
            return std::nullopt;
        auto* next = find_command(*at, word);
        if (next) {
            at = next;
            continue;
        }
        std::vector<std::string> names;
        for (const auto* command : known)
            names.push_back(command->get_name());
        const auto nearest = nearest_name(word, names);
        return "There is no command `" + word + "`. " +
               (nearest.empty() ? where_help_is : "Did you mean `" + nearest + "`?\n");
    }
    return std::nullopt;
}

CommandLineAnswer answer_to(CLI::App& root, const CLI::ParseError& error)
{
    std::ostringstream out;
    std::ostringstream problems;
    const int code = root.exit(error, out, problems);
    if (code == 0)
        return {exit_done, out.str()};
    return {exit_usage, std::string{error.what()} + "\n" + where_help_is};
}

} // namespace

std::shared_ptr<std::string> add_data_option(CLI::App& command)
{
    auto data = std::make_shared<std::string>("newsroom");
    command.add_option("--data", *data, "The newsroom's folder")
        ->type_name("DIR")
        ->capture_default_str();
    return data;
}

CommandLine parse_command_line(const std::vector<std::string>& words,
                               const std::filesystem::path& folder)
{
    const auto set = all_commands(folder);
    if (words.empty())
        return CommandLineAnswer{exit_usage, set->root.help()};
    if (auto unknown = unknown_command(*set, words))
        return CommandLineAnswer{exit_usage, std::move(*unknown)};
    try {
        set->root.parse(std::vector<std::string>{words.rbegin(), words.rend()});
    } catch (const CLI::ParseError& error) {
        return answer_to(set->root, error);
    }
    return std::move(set->chosen);
}

std::optional<WriteCommand> parse_sent_words(const std::vector<std::string>& words)
{
    auto read = parse_command_line(words, "/");
    auto* command = std::get_if<WriteCommand>(&read);
    return command ? std::optional{std::move(*command)} : std::nullopt;
}

CommandLineAnswer help_for(const std::vector<std::string>& command)
{
    const auto set = all_commands("/");
    if (auto unknown = unknown_command(*set, command))
        return {exit_usage, std::move(*unknown)};
    CLI::App* at = &set->root;
    std::string before;
    for (const auto& word : command) {
        auto* next = find_command(*at, word);
        if (!next)
            return {exit_usage, "There is no command `" + word + "`. " + where_help_is};
        before += (before.empty() ? "" : " ") + at->get_name();
        at = next;
    }
    return {exit_done, at->help(before)};
}

} // namespace masthead::app
