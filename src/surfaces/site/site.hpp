#pragma once

#include "core/db/event_log.hpp"
#include "core/web/router.hpp"
#include "features/comments/find_own.hpp"
#include "surfaces/site/page_view.hpp"

#include <string>
#include <vector>

namespace masthead::site {

/// The public newspaper: its pages, its theme's files, and which pages an event makes stale.
class Site {
public:
    /// Throws std::runtime_error where the theme cannot be used.
    Site(db::Database& database, const Clock& clock, SiteConfig config);

    /// Handlers refer to this object; it outlives them.
    std::vector<web::Route> routes();

    /// For the surfaces that draw with the same theme.
    Pages& pages() { return pages_; }

    /// The theme's page for 403, 404, 410, 500 …; never throws for want of a template.
    web::Response error_page(int status, const web::Request& request);

private:
    Pages pages_;
};

/// What an event makes stale, and whether the old page may be shown once more meanwhile.
struct Staleness {
    std::vector<std::string> tags;
    bool urgent = false; ///< something was taken back: never to be shown again
};
Staleness staleness_of(const db::Event& event);

/// Whether an event changes what stands beside a reader's comments, on whatever page they are.
bool changes_names(const db::Event& event);

/// A tag to drop, once for a whole batch of events.
struct StaleTag {
    std::string tag;
    std::int64_t position = 0; ///< of the last event that names it
    bool urgent = false;
};

/// The drops that batches of events call for. Lists that show numbers of comments are dropped at
/// most every `counts_pause`, however many comments come in.
///
/// A reader's name stands on every page with a comment of theirs. Which pages these are is asked of
/// the database when a name changes, which is rare. A tag for each reader on each page would be
/// simpler here, but a page has up to a hundred authors: the cache's 4,096 tags would be used up by
/// some forty stories, and each drawing would pay for it. Whoever has written under more stories
/// than comments::StoriesBound makes every conversation stale, lazily dropped and redrawn.
/// Threads: one, the dispatcher's.
class StaleTags {
public:
    StaleTags(const Clock& clock, db::Database& database, const comments::StoriesBound& bound = {})
        : clock_(clock), database_(database), bound_(bound)
    {
    }

    std::vector<StaleTag> of(const std::vector<db::Event>& events);

    static constexpr auto counts_pause = std::chrono::seconds{5};

private:
    std::vector<std::string> conversations_of(ReaderId reader);

    const Clock& clock_;
    db::Database& database_;
    const comments::StoriesBound bound_;
    Time counts_due_{};
};

} // namespace masthead::site
