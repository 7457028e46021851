#include "surfaces/transfer/wordpress_import.hpp"

#include "app/cli/command_set.hpp"
#include "app/cli/messages.hpp"

namespace masthead::app {

namespace {

constexpr auto progress_every = std::chrono::milliseconds{50};
constexpr std::uint64_t bytes_a_megabyte = 1'000'000;

/// Thrown where whoever asked for the import, or the server, wants to end.
struct Cancelled {};

Progress as_progress(const transfer::ImportStep& step)
{
    Progress progress{std::string{to_string(step.phase)}, step.done, step.total, {}, 0};
    switch (step.phase) {
    case transfer::ImportPhase::media:
        progress.unit = "files";
        progress.items = step.done;
        break;
    case transfer::ImportPhase::writing:
        progress.unit = "stories and comments";
        progress.items = static_cast<std::uint64_t>(step.stories + step.comments);
        break;
    case transfer::ImportPhase::checking:
    case transfer::ImportPhase::finishing:
        progress.unit = "MB";
        progress.items = step.done / bytes_a_megabyte;
        break;
    }
    return progress;
}

class ToldProgress final : public transfer::ImportProgress {
public:
    explicit ToldProgress(CommandContext& context) : context_(context) {}

    void step(const transfer::ImportStep& step) override
    {
        const auto now = std::chrono::steady_clock::now();
        const bool is_end = step.total > 0 && step.done == step.total;
        if (step.phase == phase_ && now - told_at_ < progress_every && !is_end)
            return;
        phase_ = step.phase;
        told_at_ = now;
        context_.out.progress(as_progress(step));
        if (context_.cancelled())
            throw Cancelled{};
    }

private:
    CommandContext& context_;
    std::optional<transfer::ImportPhase> phase_;
    std::chrono::steady_clock::time_point told_at_{};
};

int run_import(transfer::WordpressImport import, CommandContext& context)
{
    import.media_dir = context.media;
    ToldProgress progress{context};
    try {
        const auto report =
            transfer::import_wordpress(context.database, context.clock, import, progress);
        if (!report) {
            context.out.problem(explain(report.error()));
            return exit_refused;
        }
        context.out.report(report->to_json());
        context.out.text(report->to_text());
        return exit_done;
    } catch (const Cancelled&) {
        context.out.problem("Stopped. What has come in is kept; run the same command again to go "
                            "on.\n");
        return exit_refused;
    }
}

struct ImportWords {
    std::vector<std::string> files;
    std::string uploads;
    std::string report;
    bool fetch = false;
    bool dry_run = false;
};

WriteCommand command_for(const CommandSet& set, const ImportWords& words)
{
    transfer::WordpressImport import;
    WriteCommand write;
    write.words = {"import", "wordpress"};
    for (const auto& file : words.files) {
        import.files.push_back(set.absolute(file));
        write.words.push_back(import.files.back());
    }
    if (!words.uploads.empty()) {
        import.uploads = set.absolute(words.uploads);
        write.words.insert(write.words.end(), {"--uploads", import.uploads->string()});
    }
    if (words.fetch) {
        import.fetch = transfer::FetchMissing::yes;
        write.words.emplace_back("--fetch");
    }
    if (words.dry_run) {
        import.dry_run = transfer::DryRun::yes;
        write.words.emplace_back("--dry-run");
    }
    if (!words.report.empty())
        write.report = set.absolute(words.report);
    write.if_absent = IfAbsent::create;
    write.length = CommandLength::lengthy;
    write.run = [import](CommandContext& context) { return run_import(import, context); };
    return write;
}

} // namespace

void add_import_wordpress(CommandSet& set, CLI::App& import)
{
    auto* command = import.add_subcommand(
        "wordpress",
        "Bring in WordPress exports (WXR): stories, comments, pictures, old addresses");
    const auto data = add_data_option(*command);
    const auto words = std::make_shared<ImportWords>();
    command->add_option("FILE", words->files, "Exports, together one site each")
        ->required()
        ->type_name("");
    command->add_option("--uploads", words->uploads, "A copy of the site's wp-content/uploads")
        ->type_name("DIR");
    command->add_flag("--fetch", words->fetch, "Get pictures that are not there from the old site");
    command->add_flag("--dry-run", words->dry_run, "Read and report, write nothing");
    command->add_option("--report", words->report, "Write the report as JSON too")
        ->type_name("FILE");
    command->callback([&set, data, words] {
        auto write = command_for(set, *words);
        write.data = set.absolute(*data);
        set.chosen = std::move(write);
    });
}

} // namespace masthead::app
