#include "app/cli/command_set.hpp"
#include "app/cli/messages.hpp"
#include "app/cli/staff_words.hpp"

namespace masthead::app {

namespace {

int run_invite(const std::string& mail, CommandContext& context)
{
    const auto invitation = context.database.write([&](db::Tx& tx) -> Result<staff::Invitation> {
        const auto person = staff::find_staff_by_mail(tx, mail);
        if (!person)
            return refuse(Refusal::not_found, "staff.not_found");
        return staff::invite_again(tx, *person, staff::InvitationMail::no, context.clock.now());
    });
    if (!invitation) {
        context.out.problem(explain(invitation.error()));
        return exit_refused;
    }
    context.out.text(invitation_words(context, *invitation));
    return exit_done;
}

} // namespace

void add_staff_invite(CommandSet& set, CLI::App& staff)
{
    auto* command = staff.add_subcommand("invite", "Print a new link for somebody of staff");
    const auto data = add_data_option(*command);
    const auto mail = std::make_shared<std::string>();
    command->add_option("MAIL", *mail, "The person's address")->required()->type_name("");
    command->callback([&set, data, mail] {
        WriteCommand write;
        write.data = set.absolute(*data);
        write.words = {"staff", "invite", *mail};
        write.run = [given = *mail](CommandContext& context) { return run_invite(given, context); };
        set.chosen = std::move(write);
    });
}

} // namespace masthead::app
