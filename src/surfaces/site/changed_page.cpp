#include "core/base/text.hpp"
#include "features/comments/find_changes.hpp"
#include "surfaces/site/context.hpp"
#include "surfaces/site/site_pages.hpp"

#include <algorithm>

namespace masthead::site {

namespace {

std::optional<std::vector<CommentId>> ids_of(std::string_view text)
{
    std::vector<CommentId> ids;
    for (const auto piece : split(text, ',')) {
        const auto id = parse_id<CommentId>(piece);
        if (!id)
            return std::nullopt;
        ids.push_back(*id);
    }
    return ids;
}

// One set of comments has one address, so that everybody who asks for it is given the same page.
web::Response to_canonical(const web::Request& request, std::vector<CommentId> ids)
{
    std::ranges::sort(ids);
    const auto doubles = std::ranges::unique(ids);
    ids.erase(doubles.begin(), doubles.end());
    auto location = percent_encode(request.path, Slash::keep) + "?ids=";
    for (const auto id : ids)
        location += (id == ids.front() ? "" : ",") + to_string(id);
    web::Response response;
    response.status = 308;
    response.headers.emplace_back("Location", std::move(location));
    return response;
}

bool is_ascending(const std::vector<CommentId>& ids)
{
    return std::ranges::adjacent_find(ids, std::greater_equal{}) == ids.end();
}

} // namespace

web::Response changed_page(Pages& pages, const web::Request& request)
{
    const auto ids = ids_of(request.query_value("ids"));
    if (!ids || ids->size() > comments::comments_asked_max)
        return web::text(400, "ids: up to 50 numbers of comments, ascending\n");
    if (!is_ascending(*ids))
        return to_canonical(request, *ids);
    return pages.draw(
        request, PageKind::thread, [&](RenderEnvironment& page) -> std::optional<PageView> {
            const auto story =
                stories::find_story_by_slug(page.snapshot, request.route_value("slug"));
            if (!story || story->state != stories::StoryState::published)
                return std::nullopt;
            const auto card = stories::find_card(page.snapshot, story->id);
            page.shown.push_back(story->id);
            const auto listed = comments::find_listed_of(page.snapshot, story->id, *ids);
            handlebars::Object root{
                {"comments", comments_context(conversation_view(page, *card), listed, page)}};
            set_language(root, page, *story);
            return PageView{{"forum-changed"}, std::move(root), conversation_tags(story->id)};
        });
}

} // namespace masthead::site
