#include "surfaces/transfer/wordpress_import.hpp"

#include "core/db/event_log.hpp"
#include "features/redirects/redirect.hpp"
#include "features/stories/find_stories.hpp"
#include "surfaces/transfer/import_media.hpp"
#include "surfaces/transfer/import_menu.hpp"
#include "surfaces/transfer/import_pass_two.hpp"
#include "surfaces/transfer/import_terms.hpp"
#include "surfaces/transfer/media_files.hpp"
#include "surfaces/transfer/slug_plan.hpp"

#include <memory>
#include <stdexcept>

namespace masthead::transfer {

namespace {

constexpr int vanished_listed_max = 1'000;

// One site of the run with what is known of it by now.
struct SiteRun {
    SiteRun(ImportContext& context, const SitePlan& p) : plan(p), media(context, p) {}
    const SitePlan& plan;
    SiteNames names;
    MediaCatalog media;
    std::size_t posts = 0; // read in the second pass
};

void write_files(ImportContext& context, std::vector<std::unique_ptr<SiteRun>>& sites)
{
    std::uint64_t before = 0;
    context.step = {ImportPhase::writing, 0, context.plan.bytes_total, 0, 0};
    for (const auto& file : context.plan.files) {
        auto& site = *sites[file.site];
        PassTwo pass{context, site.plan, site.names, site.media, file.path.string(), site.posts};
        const auto read = read_wxr(file.path, pass, [&](std::uint64_t bytes) {
            context.step.done = before + bytes;
            context.tell();
        });
        if (!read)
            throw std::runtime_error("the export was changed while it was being imported: " +
                                     read.error().detail);
        pass.finish();
        before += file.bytes;
    }
    context.step.phase = ImportPhase::finishing;
    context.tell();
}

// What an earlier run brought and this export no longer has stays as it is; somebody may want to
// know.
void report_vanished(ImportContext& context, const SitePlan& site)
{
    const auto read = [&](db::Snapshot& snapshot) {
        for (const auto& gone : find_vanished(snapshot, site.key, foreign_kind::post, context.run,
                                              vanished_listed_max)) {
            const auto story = stories::find_story(snapshot, StoryId{gone.id});
            context.report.vanished(site.key + " (id " + gone.foreign_id + "): " +
                                    (story ? stories::story_url(story->slug) + " " + story->headline
                                           : "gone here too"));
        }
        const auto comments =
            count_vanished(snapshot, site.key, foreign_kind::comment, context.run);
        if (comments > 0)
            context.report.note("comments no longer in the export, kept here", comments);
    };
    context.database.read(read, db::ReadSpan::lengthy);
}

std::string names_of(const ImportPlan& plan)
{
    std::string names;
    for (const auto& site : plan.sites)
        names += (names.empty() ? "" : " ") + site->key;
    return names;
}

void run_import(ImportContext& context)
{
    if (context.writes())
        context.write(
            [&](db::Tx& tx) { context.run = start_run(tx, names_of(context.plan), context.now); });
    // What a killed run was in the middle of fetching; the one writer is this run now.
    if (context.writes())
        remove_unfinished_files(context.command.media_dir);
    assign_slugs(context);
    std::vector<std::unique_ptr<SiteRun>> sites;
    for (const auto& plan : context.plan.sites) {
        sites.push_back(std::make_unique<SiteRun>(context, *plan));
        sites.back()->names = carry_site_names(context, *plan);
        sites.back()->media.carry_attachments();
    }
    write_files(context, sites);
    for (const auto& site : sites) {
        carry_menus(context, site->plan, site->names);
        if (context.writes())
            report_vanished(context, site->plan);
    }
    if (!context.writes())
        return;
    context.write([&](db::Tx& tx) {
        db::append_event(tx, {redirects::event_changed}, context.now);
        finish_run(tx, context.run, context.report.to_json(), context.clock.now());
    });
}

} // namespace

Result<ImportReport> import_wordpress(db::Database& database, const Clock& clock,
                                      const WordpressImport& command, ImportProgress& progress)
{
    ImportReport report;
    if (command.dry_run == DryRun::yes)
        report.set_dry_run();
    auto plan = plan_import(command.files, report, progress);
    if (!plan)
        return plan.error();
    ImportContext context{database, clock,       command,       *plan,       report,
                          progress, clock.now(), ImportRunId{}, ImportStep{}};
    run_import(context);
    return report;
}

} // namespace masthead::transfer
