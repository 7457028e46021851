#pragma once

#include "surfaces/transfer/import_plan.hpp"
#include "surfaces/transfer/import_sql.hpp"
#include "surfaces/transfer/wordpress_import.hpp"

#include <string>
#include <unordered_map>

namespace masthead::transfer {

/// What every step of one run shares. Lives on the stack of import_wordpress. Threads: one.
struct ImportContext {
    db::Database& database;
    const Clock& clock;
    const WordpressImport& command;
    ImportPlan& plan;
    ImportReport& report;
    ImportProgress& progress;
    Time now;
    ImportRunId run; ///< none in a dry run
    ImportStep step; ///< how far the run is

    void tell() { progress.step(step); }
    bool writes() const { return command.dry_run == DryRun::no; }
    /// One transaction on the bulk lane, told of afterwards.
    template <class Body>
    void write(Body&& body)
    {
        const auto written = database.write(
            [&](db::Tx& tx) -> Result<bool> {
                body(tx);
                return true;
            },
            db::Lane::bulk);
        (void)written; // the body refuses nothing
        tell();
    }
};

/// A section, topic or author of ours that stands for one of theirs.
struct Named {
    std::int64_t id = 0; ///< 0 in a dry run for what is not there yet
    std::string slug;
};

/// What the names of one site became.
struct SiteNames {
    std::unordered_map<std::string, Named> authors;  ///< by login
    std::unordered_map<std::string, Named> sections; ///< by category slug, top-level ones
    std::unordered_map<std::string, Named> topics;   ///< by "category/slug" and "post_tag/slug"
};

} // namespace masthead::transfer
