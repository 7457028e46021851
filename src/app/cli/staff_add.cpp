#include "app/cli/command_set.hpp"
#include "app/cli/messages.hpp"
#include "app/cli/staff_words.hpp"
#include "app/config.hpp"
#include "app/data_directory.hpp"

namespace masthead::app {

namespace {

// The settings say under which address the site is reached; else the one it listens on will do.
std::string site_address(const CommandContext& context)
{
    const DataDirectory directory{context.media.parent_path()};
    const auto config = load_config(directory.settings_file());
    if (!config)
        return "";
    return config->site_url.empty() ? browsable_url(config->listen.front()) : config->site_url;
}

int run_add(const staff::AddStaff& person, CommandContext& context)
{
    const auto invitation = context.database.write(
        [&](db::Tx& tx) { return staff::add_staff(tx, person, context.clock.now()); });
    if (!invitation) {
        context.out.problem(explain(invitation.error()));
        return exit_refused;
    }
    context.out.text("Added: " + person.name + ", " + std::string{staff::role_name(person.role)} +
                     ".\n" + invitation_words(context, *invitation));
    return exit_done;
}

} // namespace

std::string invitation_words(const CommandContext& context, const staff::Invitation& invitation)
{
    auto address = site_address(context);
    while (address.ends_with('/'))
        address.pop_back();
    return "Give them this link. It works once, for 48 hours:\n" + address +
           staff::invitation_path(invitation.token) + "\n";
}

void add_staff_add(CommandSet& set, CLI::App& staff)
{
    struct Given {
        std::string name;
        std::string mail;
        std::string role;
    };
    auto* command = staff.add_subcommand("add", "Add a person and print the link for coming in");
    const auto data = add_data_option(*command);
    const auto given = std::make_shared<Given>();
    command->add_option("NAME", given->name, "As comments and bylines show it")
        ->required()
        ->type_name("");
    command->add_option("MAIL", given->mail, "Where the person reads mail")
        ->required()
        ->type_name("");
    command
        ->add_option("ROLE", given->role,
                     "contributor, author, editor, moderator, publisher or administrator")
        ->required()
        ->type_name("")
        ->check([](const std::string& role) -> std::string {
            return staff::role_named(role)
                       ? ""
                       : "There is no role `" + role +
                             "`: it is contributor, author, editor, moderator, publisher or "
                             "administrator.";
        });
    command->callback([&set, data, given] {
        staff::AddStaff person;
        person.name = given->name;
        person.mail = given->mail;
        person.role = *staff::role_named(given->role);
        WriteCommand write;
        write.data = set.absolute(*data);
        write.words = {"staff", "add", given->name, given->mail, given->role};
        write.run = [person](CommandContext& context) { return run_add(person, context); };
        set.chosen = std::move(write);
    });
}

} // namespace masthead::app
