#include "app/cli/command_set.hpp"
#include "app/cli/messages.hpp"
#include "app/cli/story_words.hpp"
#include "features/stories/save_story.hpp"

namespace masthead::app {

namespace {

int run_withdraw(const std::string& slug, CommandContext& context)
{
    const auto done = context.database.write(
        [&](db::Tx& tx) { return stories::withdraw_story(tx, slug, context.clock.now()); });
    if (!done) {
        context.out.problem(explain(done.error()));
        return exit_refused;
    }
    context.out.text("Withdrawn: " + stories::story_url(slug) +
                     " answers 410 from now on.\nTo bring it back: masthead story publish " + slug +
                     "\n");
    return exit_done;
}

} // namespace

void add_story_withdraw(CommandSet& set, CLI::App& story)
{
    auto* command =
        story.add_subcommand("withdraw", "Take a public story back: its address answers 410");
    const auto data = add_data_option(*command);
    const auto given = std::make_shared<std::string>();
    command->add_option("SLUG", *given, "The last part of its address")->required()->type_name("");
    command->callback([&set, data, given] {
        const auto slug = slug_in(*given);
        WriteCommand write;
        write.data = set.absolute(*data);
        write.words = {"story", "withdraw", slug};
        write.run = [slug](CommandContext& context) { return run_withdraw(slug, context); };
        set.chosen = std::move(write);
    });
}

} // namespace masthead::app
