#include "surfaces/site/page_view.hpp"

#include "core/base/limits.hpp"
#include "core/base/log.hpp"
#include "core/base/text.hpp"
#include "core/db/event_log.hpp"
#include "features/readers/reader.hpp"
#include "features/redirects/redirect.hpp"
#include "surfaces/site/context.hpp"

#include <stdexcept>

namespace masthead::site {

namespace {

// After the last comment of a busy minute no event brings a list up to date: time does.
constexpr auto counts_behind_max = std::chrono::seconds{60};

std::optional<std::string> redirect_for(db::Snapshot& snapshot, const web::Request& request)
{
    std::string query;
    for (const auto& [name, value] : request.query)
        query += (query.empty() ? "" : "&") + name + "=" + percent_encode(value);
    if (auto target = redirects::find_redirect(snapshot, request.path, query))
        return target;
    // "/strike/feed/" of a story that kept its address.
    const auto page = redirects::derived_from(request.path);
    const auto story =
        page.empty() ? std::nullopt : stories::find_story_by_slug(snapshot, page.substr(1));
    if (!story || story->state != stories::StoryState::published)
        return std::nullopt;
    return stories::story_url(story->slug);
}

handlebars::Value visitor_context(db::Snapshot& snapshot, const web::Visitor& visitor)
{
    const auto reader = visitor.reader != 0
                            ? readers::find_reader(snapshot, ReaderId{visitor.reader})
                            : std::nullopt;
    if (!reader)
        return {};
    return handlebars::Object{{"name", reader->display_name},
                              {"url", readers::reader_url(reader->id)},
                              {"is_staff", visitor.staff != 0 || reader->is_staff}};
}

void remove_doubles(std::vector<std::string>& tags)
{
    std::ranges::sort(tags);
    const auto [first, last] = std::ranges::unique(tags);
    tags.erase(first, last);
    // Beyond the cap a page is dropped more often than needed, never less.
    if (tags.size() > limits::tags_per_page_max)
        tags = {std::string{tag_newsroom}, std::string{tag_stories}, std::string{tag_counts}};
}

} // namespace

std::string story_tag(StoryId story)
{
    return "story:" + to_string(story);
}

std::string conversation_tag(StoryId story)
{
    return "conversation:" + to_string(story);
}

std::vector<std::string> conversation_tags(StoryId story)
{
    return {conversation_tag(story), std::string{tag_conversations}};
}

std::string reader_tag(ReaderId reader)
{
    return "reader:" + to_string(reader);
}

Pages::Pages(db::Database& database, const Clock& clock, SiteConfig config)
    : database_(database), clock_(clock), config_(std::move(config)),
      theme_(load_theme(config_.theme))
{
}

std::shared_ptr<const Theme> Pages::theme()
{
    const std::lock_guard lock{mutex_};
    if (!config_.reload_theme || config_.theme.empty())
        return theme_;
    try {
        if (newest_change(config_.theme) > theme_->newest)
            theme_ = load_theme(config_.theme);
    } catch (const std::exception& error) {
        // The designer is in the middle of a change: the last theme that worked goes on.
        log::warn("theme.reload_failed", {{"error", error.what()}});
    }
    return theme_;
}

std::shared_ptr<const DateFormat> Pages::dates_for(const settings::Newsroom& newsroom)
{
    const auto key = newsroom.timezone + " " + newsroom.language;
    const std::lock_guard lock{mutex_};
    if (!dates_ || dates_key_ != key) {
        dates_ = std::make_shared<const DateFormat>(newsroom.timezone, newsroom.language);
        dates_key_ = key;
    }
    return dates_;
}

web::Response Pages::draw(const web::Request& request, PageKind kind, const Build& build)
{
    const auto current = theme();
    return database_.read([&](db::Snapshot& snapshot) {
        const auto position = db::last_event_position(snapshot);
        const auto newsroom = settings::load_newsroom(snapshot);
        const auto dates = dates_for(newsroom);
        RenderEnvironment page{.theme = *current,
                               .snapshot = snapshot,
                               .newsroom = newsroom,
                               .dates = *dates,
                               .site_url = config_.site_url,
                               .path = request.path,
                               .now = clock_.now(),
                               .position = position,
                               .kind = kind};
        auto view = build(page);
        if (view)
            return finish(page, *view, position);
        if (auto target = redirect_for(snapshot, request))
            return web::moved(std::move(*target));
        web::Response absent;
        absent.status = 404;
        absent.caching = web::PageCaching{
            {std::string{tag_newsroom}, std::string{tag_stories}, std::string{tag_redirects}},
            position,
            std::nullopt};
        auto& tags = absent.caching->tags;
        tags.insert(tags.end(), page.waits_for.begin(), page.waits_for.end());
        return absent;
    });
}

web::Response Pages::draw_private(const web::Request& request, PageKind kind, const Build& build)
{
    auto response = draw(request, kind, [&](RenderEnvironment& page) {
        page.robots = "noindex";
        page.visitor = visitor_context(page.snapshot, request.visitor);
        return build(page);
    });
    response.caching.reset();
    return response;
}

web::Response Pages::finish(RenderEnvironment& page, PageView& view, std::int64_t position)
{
    web::Response response;
    response.status = view.status;
    handlebars::DataFrame globals;
    set_globals(globals, page);
    handlebars::RenderOptions options;
    options.data = &globals;
    options.environment = handlebars::Environment::of(page);
    const auto name = page.theme.first_template(view.templates);
    auto drawn = page.theme.engine.render(name, view.context, options);
    if (!drawn)
        throw std::runtime_error("theme: " + drawn.error().text());
    response.body = std::move(*drawn);
    for (const auto story : page.shown)
        view.tags.push_back(story_tag(story));
    view.tags.emplace_back(tag_newsroom);
    // Every page carries today's date in its head.
    auto valid_until = page.dates.next_midnight(page.now);
    if (std::ranges::find(view.tags, tag_counts) != view.tags.end())
        valid_until = std::min(valid_until, page.now + counts_behind_max);
    remove_doubles(view.tags);
    response.caching = web::PageCaching{std::move(view.tags), position, valid_until};
    return response;
}

} // namespace masthead::site
