#include "surfaces/site/site.hpp"

#include "core/base/limits.hpp"
#include "core/base/log.hpp"
#include "core/web/words.hpp"
#include "features/comments/comment.hpp"
#include "features/follows/follow.hpp"
#include "features/readers/reader.hpp"
#include "features/redirects/redirect.hpp"
#include "features/settings/newsroom.hpp"
#include "features/stories/story.hpp"
#include "surfaces/site/context.hpp"
#include "surfaces/site/site_pages.hpp"

namespace masthead::site {

namespace {

using PageFunction = web::Response (*)(Pages&, const web::Request&);

web::Route page_route(Pages& pages, std::string pattern, PageFunction function,
                      std::vector<std::string> parameters = {})
{
    web::Route route;
    route.pattern = std::move(pattern);
    route.handler = [&pages, function](const web::Request& request) {
        return function(pages, request);
    };
    route.cache = web::Cache::yes;
    route.parameters = std::move(parameters);
    return route;
}

// What is kept costs nothing; only made-up sets of comments are drawn each time. A network may hold
// very many readers who all hear of a comment at once.
const web::Rate rate_of_changed{512, std::chrono::milliseconds{50}, "site.changed"};

// While a theme is being written its files change under the same addresses.
web::Route live_assets_route(Pages& pages)
{
    web::Route route;
    route.pattern = "/assets/{path*}";
    route.handler = [&pages](const web::Request& request) {
        const auto theme = pages.theme();
        const auto path = request.route_value("path");
        web::Response response;
        const auto* file = theme->assets->find(path);
        if (!file) {
            response.status = 404;
            return response;
        }
        response.content_type = web::media_type_for(path);
        response.body = file->bytes;
        return response;
    };
    return route;
}

// Nothing is sent to the front page, but a well-formed message to it is answered kindly and its
// framing taken as it stands: what HTTP conformance probes ask of "/".
web::Route message_to_front_page_route()
{
    web::Route route;
    route.method = web::Method::post;
    route.pattern = "/";
    route.body_bytes_max = limits::discarded_body_bytes_max;
    route.cross_site = web::CrossSite::allowed; // it changes nothing
    route.handler = [](const web::Request&) {
        return web::text(200, "This page takes no messages. To read it, ask with GET.\n");
    };
    return route;
}

} // namespace

web::Response brand_style(Pages& pages, const web::Request&)
{
    return pages.database().read([](db::Snapshot& snapshot) {
        web::Response response;
        response.content_type = "text/css; charset=utf-8";
        const auto newsroom = settings::load_newsroom(snapshot);
        // The colour was checked to be #rrggbb when it was stored.
        if (!newsroom.accent_color.empty())
            response.body = ":root{--accent:" + newsroom.accent_color + "}\n";
        response.caching = web::PageCaching{
            {std::string{tag_newsroom}}, db::last_event_position(snapshot), std::nullopt};
        return response;
    });
}

Site::Site(db::Database& database, const Clock& clock, SiteConfig config)
    : pages_(database, clock, std::move(config))
{
}

std::vector<web::Route> Site::routes()
{
    std::vector<web::Route> routes;
    // WordPress's plain permalinks ask the front page: they are part of its key, so that an old
    // link finds its story.
    const std::vector<std::string> old_keys{"p",      "page_id",       "cat", "tag",
                                            "author", "attachment_id", "m"};
    routes.push_back(page_route(pages_, "/", home_page, old_keys));
    routes.push_back(message_to_front_page_route());
    routes.push_back(page_route(pages_, "/page/{page}/", river_page));
    const std::vector<std::pair<std::string, PageFunction>> lists{
        {"/section/{slug}/", section_page},
        {"/topic/{slug}/", topic_page},
        {"/author/{slug}/", author_page},
        {"/archive/{year}/{month}/", month_page}};
    for (const auto& [base, function] : lists) {
        routes.push_back(page_route(pages_, base, function));
        routes.push_back(page_route(pages_, base + "page/{page}/", function));
    }
    routes.push_back(page_route(pages_, "/archive/", archive_page));
    routes.push_back(page_route(pages_, "/{slug}/", story_page, {"sort", "page"}));
    routes.push_back(page_route(pages_, "/{slug}/comments/{id}/", comment_page));
    routes.push_back(page_route(pages_, "/{slug}/comments/{id}/replies/", thread_page, {"page"}));
    routes.push_back(page_route(pages_, "/{slug}/comments/changed/", changed_page, {"ids"}));
    routes.back().rate = rate_of_changed;
    routes.push_back(page_route(pages_, "/theme/brand.css", brand_style));
    if (!pages_.config().reload_theme)
        routes.push_back(web::embedded_files_route("/assets/", pages_.theme()->assets));
    else
        routes.push_back(live_assets_route(pages_));
    routes.push_back(page_route(pages_, "/{path*}", old_address_page, old_keys));
    return routes;
}

web::Response Site::error_page(int status, const web::Request& request)
{
    return pages_.draw(request, PageKind::error, [&](RenderEnvironment& page) {
        page.robots = "noindex";
        handlebars::Object root{{"statusCode", status}};
        if (const auto words = web::default_words(request.problem); !words.empty())
            root.set("message", page.theme.translate(page.language(), words));
        PageView view{{"error", "index"}, std::move(root), {std::string{tag_stories}}};
        if (status == 404)
            view.templates.insert(view.templates.begin(), "error-404");
        view.status = status;
        return std::optional{std::move(view)};
    });
}

namespace {

Staleness conversation_staleness(const db::Event& event)
{
    const auto conversation = conversation_tag(StoryId{event.story_id});
    // Words taken back must not be shown once more, as those that wait for a first drawing may.
    if (event.name == comments::event_removed || event.name == comments::event_deleted)
        return {{conversation, std::string{tag_counts}}, true};
    if (event.name == comments::event_posted || event.name == comments::event_restored ||
        event.name == comments::event_held || event.name == comments::event_conversation ||
        event.name == comments::event_settled)
        return {{conversation, std::string{tag_counts}}, false};
    if (event.name == comments::event_edited || event.name == comments::event_respected ||
        event.name == comments::event_featured)
        return {{conversation}, false};
    // A whole conversation that came in changes the counts beside the story's headline everywhere.
    if (event.name == comments::event_imported)
        return {{conversation, story_tag(StoryId{event.story_id}), std::string{tag_stories}},
                false};
    return {};
}

} // namespace

Staleness staleness_of(const db::Event& event)
{
    const auto story = story_tag(StoryId{event.story_id});
    if (event.name == stories::event_published || event.name == stories::event_updated)
        return {{story, std::string{tag_stories}}, false};
    if (event.name == stories::event_withdrawn)
        return {{story, std::string{tag_stories}}, true};
    if (event.name == stories::event_imported || event.name == stories::event_taxonomy ||
        event.name == settings::event_changed)
        return {{std::string{tag_newsroom}}, false};
    if (event.name == redirects::event_changed)
        return {{std::string{tag_redirects}}, false};
    if (event.name == readers::event_changed || event.name == readers::event_erased ||
        event.name == readers::event_merged || event.name == readers::event_signed_up ||
        event.name == readers::event_named)
        return {{reader_tag(ReaderId{event.subject_id})}, event.name == readers::event_erased};
    if (event.name == follows::event_followers)
        return {{reader_tag(ReaderId{event.subject_id})}, false};
    if (event.name == comments::event_rules)
        return {{std::string{tag_newsroom}}, false};
    return conversation_staleness(event);
}

bool changes_names(const db::Event& event)
{
    // Whoever signs up may have claimed the comments that an import brought.
    return event.name == readers::event_named || event.name == readers::event_erased ||
           event.name == readers::event_merged || event.name == readers::event_signed_up;
}

std::vector<std::string> StaleTags::conversations_of(ReaderId reader)
{
    const auto stories = database_.read([&](db::Snapshot& snapshot) {
        return comments::stories_of_reader(snapshot, reader, bound_);
    });
    if (!stories)
        return {std::string{tag_conversations}};
    std::vector<std::string> tags;
    for (const auto story : *stories)
        tags.push_back(conversation_tag(story));
    return tags;
}

std::vector<StaleTag> StaleTags::of(const std::vector<db::Event>& events)
{
    const auto now = clock_.now();
    std::map<std::string, StaleTag, std::less<>> drops;
    for (const auto& event : events) {
        auto stale = staleness_of(event);
        if (changes_names(event))
            std::ranges::move(conversations_of(ReaderId{event.subject_id}),
                              std::back_inserter(stale.tags));
        for (auto& tag : stale.tags) {
            // Numbers may wait; words taken back may not, wherever a line of them stands.
            if (tag == tag_counts && !stale.urgent && now < counts_due_)
                continue;
            auto& drop = drops[tag];
            drop.tag = std::move(tag);
            drop.position = std::max(drop.position, event.position);
            drop.urgent = drop.urgent || stale.urgent;
        }
    }
    if (drops.contains(tag_counts))
        counts_due_ = now + counts_pause;
    std::vector<StaleTag> list;
    for (auto& [tag, drop] : drops)
        list.push_back(std::move(drop));
    return list;
}

} // namespace masthead::site
