#include "app/demo_newsroom.hpp"

#include "app/cli/command_set.hpp"
#include "app/cli/messages.hpp"

namespace masthead::app {

namespace {

enum class IfFilled { refuse, leave };

int run_demo(IfFilled if_filled, CommandContext& context)
{
    const auto leave_it = [&] {
        return if_filled == IfFilled::leave &&
               context.database.read([](db::Snapshot& snapshot) { return has_stories(snapshot); });
    };
    if (leave_it())
        return exit_done;
    const auto content = read_demo(embedded_files());
    const auto report = content
                            ? store_demo(context.database, context.clock, context.media, *content)
                            : Result<DemoReport>{content.error()};
    if (!report) {
        // Someone else may have filled it meanwhile.
        if (leave_it())
            return exit_done;
        context.out.problem(explain(report.error()));
        return exit_refused;
    }
    context.out.text("Created " + content->newsroom.title + ": " + std::to_string(report->stories) +
                     " stories, " + std::to_string(report->comments) + " comments, " +
                     std::to_string(report->pictures) + " pictures.\n");
    return exit_done;
}

} // namespace

void add_demo(CommandSet& set)
{
    auto* command =
        set.root.add_subcommand("demo", "Fill an empty newsroom with a small demonstration paper");
    const auto data = add_data_option(*command);
    const auto if_empty = std::make_shared<bool>(false);
    command->add_flag("--if-empty", *if_empty,
                      "Where there are stories, do nothing and say nothing");
    command->callback([&set, data, if_empty] {
        const auto if_filled = *if_empty ? IfFilled::leave : IfFilled::refuse;
        WriteCommand write;
        write.data = set.absolute(*data);
        write.if_absent = IfAbsent::create;
        write.words = {"demo"};
        if (if_filled == IfFilled::leave)
            write.words.emplace_back("--if-empty");
        write.run = [if_filled](CommandContext& context) { return run_demo(if_filled, context); };
        set.chosen = std::move(write);
    });
}

} // namespace masthead::app
