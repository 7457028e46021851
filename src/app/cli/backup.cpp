#include "app/backup/backup.hpp"

#include "app/cli/command_set.hpp"
#include "app/cli/messages.hpp"
#include "app/cli/terminal.hpp"

namespace masthead::app {

namespace {

std::string in_megabytes(std::uintmax_t bytes)
{
    return std::to_string((bytes + 500'000) / 1'000'000) + " MB";
}

int run_backup(const std::filesystem::path& file, CommandContext& context)
{
    const auto made = make_backup(file, {context.media.parent_path()}, context);
    if (!made) {
        context.out.problem(made.error().detail);
        return exit_refused;
    }
    context.out.text(
        "Saved " + std::to_string(made->files) + " files (" + in_megabytes(made->bytes) + ") to " +
        file.string() +
        ".\nIt holds readers' addresses and the newsroom's secrets: keep it where only "
        "you can read it.\nTo bring it back: masthead restore " +
        file.filename().string() + " --data DIR\n");
    return exit_done;
}

int run_restore(const std::filesystem::path& file, const std::filesystem::path& directory,
                Overwrite overwrite)
{
    Terminal terminal;
    const auto restored = restore_backup(file, directory, overwrite, terminal);
    if (!restored) {
        terminal.problem(restored.error().detail);
        return exit_refused;
    }
    terminal.text("Restored " + std::to_string(restored->files) + " files to " +
                  directory.string() + ".\nTo serve it: masthead serve --data " +
                  directory.string() + "\n");
    return exit_done;
}

} // namespace

void add_backup(CommandSet& set)
{
    auto* command = set.root.add_subcommand(
        "backup", "Save the newsroom into one file, also while it is being served");
    const auto data = add_data_option(*command);
    const auto file = std::make_shared<std::string>();
    command->add_option("FILE", *file, "A new file; NAME.tar, NAME.tar.gz or NAME.tar.zst")
        ->required()
        ->type_name("");
    command->callback([&set, data, file] {
        WriteCommand write;
        const auto target = set.absolute(*file);
        write.data = set.absolute(*data);
        write.length = CommandLength::lengthy;
        write.words = {"backup", target};
        write.run = [target](CommandContext& context) { return run_backup(target, context); };
        set.chosen = std::move(write);
    });
}

void add_restore(CommandSet& set)
{
    auto* command = set.root.add_subcommand(
        "restore", "Verify a backup and put it in place; what was there is kept aside");
    const auto data = add_data_option(*command);
    const auto file = std::make_shared<std::string>();
    const auto overwrite = std::make_shared<bool>(false);
    command->add_option("FILE", *file, "What `masthead backup` made")->required()->type_name("");
    command->add_flag("--overwrite", *overwrite, "Put aside the newsroom that is there");
    command->callback([&set, data, file, overwrite] {
        const auto source = set.absolute(*file);
        const auto directory = set.absolute(*data);
        const auto how = *overwrite ? Overwrite::yes : Overwrite::no;
        set.chosen = LocalCommand{[=] { return run_restore(source, directory, how); }};
    });
}

} // namespace masthead::app
