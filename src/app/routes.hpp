#pragma once

#include "app/serve.hpp"
#include "core/web/router.hpp"
#include "surfaces/account/account.hpp"
#include "surfaces/desk/desk.hpp"
#include "surfaces/forum/forum.hpp"
#include "surfaces/live_stream/live_stream.hpp"
#include "surfaces/notifying/notifying.hpp"
#include "surfaces/pushing/pushing.hpp"
#include "surfaces/site/site.hpp"

#include <vector>

namespace masthead::app {

/// What answers.
struct Surfaces {
    site::Site& site;
    forum::Forum& forum;
    account::Account& account;
    desk::Desk& desk;
    live_stream::LiveStream& live;
    notifying::Notifying& notifying;
    pushing::Pushing& pushing;
};

/// Every address the server answers: those of the surfaces, the media folder and /healthz. While a
/// theme is being written nothing is kept in the page cache.
std::vector<web::Route> all_routes(const Surfaces& surfaces, db::Database& database,
                                   const ServeOptions& options);

} // namespace masthead::app
