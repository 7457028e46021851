#pragma once

#include "core/db/event_log.hpp"
#include "core/web/router.hpp"
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

    /// The theme's page for 403, 404, 410, 500 …; never throws for want of a template.
    web::Response error_page(int status, const web::Request& request);

private:
    Pages pages_;
};

/// What an event makes stale, and whether the old page may be shown once more meanwhile.
struct Staleness {
    std::vector<std::string> tags;
    bool urgent = false; ///< a story was withdrawn
};
Staleness staleness_of(const db::Event& event);

} // namespace masthead::site
