#pragma once

#include "app/serve.hpp"
#include "core/web/router.hpp"
#include "surfaces/site/site.hpp"

#include <vector>

namespace masthead::app {

/// Every address the server answers: the site's, the media folder and /healthz. While a theme is
/// being written nothing is kept in the page cache.
std::vector<web::Route> all_routes(site::Site& site, db::Database& database,
                                   const ServeOptions& options);

} // namespace masthead::app
