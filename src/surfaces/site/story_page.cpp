#include "surfaces/site/site_pages.hpp"

#include "core/base/limits.hpp"
#include "surfaces/site/context.hpp"
#include "surfaces/site/structured_data.hpp"

namespace masthead::site {

namespace {

using namespace handlebars;
using stories::StoryState;

constexpr int related_max = 4;

// A comment that is held or removed has no page, until it is let stand: what its conversation does
// must reach that absence too.
std::optional<stories::StoryCard> find_public(RenderEnvironment& page, std::string_view slug,
                                              bool& withdrawn)
{
    const auto story = stories::find_story_by_slug(page.snapshot, slug);
    withdrawn = story && story->state == StoryState::withdrawn;
    if (!story || story->state != StoryState::published)
        return std::nullopt;
    page.waits_for = conversation_tags(story->id);
    return stories::find_card(page.snapshot, story->id);
}

// A withdrawn story's own addresses say so; the page names the story so that publishing it again
// drops this answer.
PageView gone(RenderEnvironment& page, std::string_view slug)
{
    if (const auto story = stories::find_story_by_slug(page.snapshot, slug))
        page.shown.push_back(story->id);
    page.kind = PageKind::error;
    page.robots = "noindex";
    PageView view{
        {"error-410", "error", "index"}, Object{{"statusCode", 410}}, {std::string{tag_stories}}};
    view.status = 410;
    return view;
}

void describe(RenderEnvironment& page, const stories::StoryCard& card)
{
    const auto& story = card.story;
    page.title = story.headline;
    page.description = story.standfirst.empty() ? story.excerpt : story.standfirst;
    page.canonical_path = stories::story_url(story.slug);
    if (!card.lead_path.empty())
        page.picture_url = page.site_url + "/media/" + card.lead_path;
    page.structured_data = story_data(page, card);
}

PageView story_view(RenderEnvironment& page, const stories::StoryCard& card,
                    const ConversationView& view, const comments::ConversationPage& conversation)
{
    const auto& story = card.story;
    const bool is_page = story.kind == stories::StoryKind::page;
    page.kind = is_page ? PageKind::page : PageKind::post;
    describe(page, card);
    Object root{{"post", full_story_context(page, card)}};
    set_language(root, page, story);
    if (!is_page) {
        root.set("related", stories_context(
                                page, stories::related_stories(page.snapshot, story, related_max)));
        root.set("conversation", conversation_context(view, conversation, page));
    }
    if (conversation.page > 1 || view.sort != comments::Sort::newest || view.linked)
        page.robots = "noindex, follow";
    auto tags = conversation_tags(story.id);
    if (is_page)
        return {{"page", "post"}, std::move(root), std::move(tags)};
    return {{"post"}, std::move(root), std::move(tags)};
}

std::optional<int> page_parameter(const web::Request& request)
{
    const auto text = request.query_value("page");
    if (text.empty())
        return 1;
    const auto number = parse_id<Id<struct PageTag>>(text);
    if (!number || number->value() > masthead::limits::pages_deep_max)
        return std::nullopt;
    return static_cast<int>(number->value());
}

std::optional<comments::Sort> sort_parameter(const web::Request& request)
{
    const auto text = request.query_value("sort");
    return text.empty() ? comments::Sort::newest : sort_named(text);
}

PageView thread_view(RenderEnvironment& page, const stories::StoryCard& card,
                     const ConversationView& view, const comments::ThreadPage& thread)
{
    page.kind = PageKind::thread;
    page.title = card.story.headline;
    page.robots = "noindex, follow";
    page.canonical_path = stories::story_url(card.story.slug);
    page.page = thread.page;
    page.shown.push_back(card.story.id);
    Object root{{"post", story_context(page, card)},
                {"conversation", thread_context(view, thread, page)}};
    set_language(root, page, card.story);
    return {{"thread", "post"}, std::move(root), conversation_tags(card.story.id)};
}

// A comment deeper than a page of threads shows opens in a page of its own branch, a few levels
// above it, so that what it answers is in sight.
std::optional<PageView> deep_comment_view(RenderEnvironment& page, const stories::StoryCard& card,
                                          const ConversationView& view)
{
    constexpr int levels_above = 2;
    auto top = comments::find_comment(page.snapshot, card.story.id, view.linked);
    if (!top)
        return std::nullopt;
    for (int level = 0; level < levels_above && top->parent; ++level) {
        auto parent = comments::find_comment(page.snapshot, card.story.id, top->parent);
        if (!parent)
            break;
        top = std::move(parent);
    }
    const auto thread =
        comments::find_thread(page.snapshot, card.story.id, top->id, 0, view.linked);
    if (!thread)
        return std::nullopt;
    return thread_view(page, card, view, *thread);
}

} // namespace

web::Response story_page(Pages& pages, const web::Request& request)
{
    return pages.draw(
        request, PageKind::post, [&](RenderEnvironment& page) -> std::optional<PageView> {
            const auto slug = request.route_value("slug");
            bool withdrawn = false;
            const auto card = find_public(page, slug, withdrawn);
            if (withdrawn)
                return gone(page, slug);
            const auto number = page_parameter(request);
            const auto sort = sort_parameter(request);
            if (!card || !number || !sort)
                return std::nullopt;
            auto view = conversation_view(page, *card);
            view.sort = *sort;
            const auto conversation =
                comments::find_conversation(page.snapshot, card->story.id, *sort, *number);
            if (!conversation)
                return std::nullopt;
            return story_view(page, *card, view, *conversation);
        });
}

web::Response comment_page(Pages& pages, const web::Request& request)
{
    return pages.draw(
        request, PageKind::post, [&](RenderEnvironment& page) -> std::optional<PageView> {
            const auto slug = request.route_value("slug");
            bool withdrawn = false;
            const auto card = find_public(page, slug, withdrawn);
            if (withdrawn)
                return gone(page, slug);
            const auto id = parse_id<CommentId>(request.route_value("id"));
            if (!card || !id)
                return std::nullopt;
            auto view = conversation_view(page, *card);
            view.linked = *id;
            const auto conversation =
                comments::find_conversation_around(page.snapshot, card->story.id, *id);
            if (!conversation)
                return deep_comment_view(page, *card, view);
            return story_view(page, *card, view, *conversation);
        });
}

web::Response thread_page(Pages& pages, const web::Request& request)
{
    return pages.draw(
        request, PageKind::thread, [&](RenderEnvironment& page) -> std::optional<PageView> {
            const auto slug = request.route_value("slug");
            bool withdrawn = false;
            const auto card = find_public(page, slug, withdrawn);
            if (withdrawn)
                return gone(page, slug);
            const auto id = parse_id<CommentId>(request.route_value("id"));
            const auto number = page_parameter(request);
            if (!card || !id || !number)
                return std::nullopt;
            const auto thread = comments::find_thread(page.snapshot, card->story.id, *id, *number);
            if (!thread)
                return std::nullopt;
            return thread_view(page, *card, conversation_view(page, *card), *thread);
        });
}

web::Response old_address_page(Pages& pages, const web::Request& request)
{
    return pages.draw(request, PageKind::error,
                      [](RenderEnvironment&) -> std::optional<PageView> { return std::nullopt; });
}

} // namespace masthead::site
