#include "app/routes.hpp"

#include "core/base/log.hpp"
#include "core/db/event_log.hpp"
#include "core/web/app.hpp"
#include "core/web/static_files.hpp"

namespace masthead::app {

namespace {

// A server whose database cannot be read is of no use to a reader, however many pages it still has.
bool database_answers(db::Database& database)
{
    try {
        database.read([](db::Snapshot& snapshot) { return db::last_event_position(snapshot); });
        return true;
    } catch (const std::exception& error) {
        log::error("health.database", {{"error", error.what()}});
        return false;
    }
}

} // namespace

std::vector<web::Route> all_routes(const Surfaces& surfaces, db::Database& database,
                                   const ServeOptions& options)
{
    auto routes = surfaces.site.routes();
    for (auto& more : {surfaces.forum.routes(), surfaces.account.routes(), surfaces.desk.routes(),
                       surfaces.live.routes(), surfaces.notifying.routes(),
                       surfaces.pushing.routes()})
        routes.insert(routes.end(), more.begin(), more.end());
    routes.push_back(web::directory_route("/media/", {options.directory.media()}));
    routes.push_back(web::health_route([&database] { return database_answers(database); }));
    if (options.development == Development::yes) {
        for (auto& route : routes)
            route.cache = web::Cache::no;
    }
    return routes;
}

} // namespace masthead::app
