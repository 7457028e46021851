#include "app/cli/command_set.hpp"
#include "app/cli/messages.hpp"
#include "app/cli/story_words.hpp"
#include "features/stories/save_story.hpp"

namespace masthead::app {

namespace {

int run_publish(const std::string& slug, CommandContext& context)
{
    const auto done = context.database.write(
        [&](db::Tx& tx) { return stories::publish_story(tx, slug, context.clock.now()); });
    if (!done) {
        context.out.problem(explain(done.error()));
        return exit_refused;
    }
    context.out.text("Published: " + stories::story_url(slug) + "\n");
    return exit_done;
}

} // namespace

void add_story_publish(CommandSet& set, CLI::App& story)
{
    auto* command =
        story.add_subcommand("publish", "Make a story public, also one that was taken back");
    const auto data = add_data_option(*command);
    const auto given = std::make_shared<std::string>();
    command->add_option("SLUG", *given, "The last part of its address")->required()->type_name("");
    command->callback([&set, data, given] {
        const auto slug = slug_in(*given);
        WriteCommand write;
        write.data = set.absolute(*data);
        write.words = {"story", "publish", slug};
        write.run = [slug](CommandContext& context) { return run_publish(slug, context); };
        set.chosen = std::move(write);
    });
}

} // namespace masthead::app
