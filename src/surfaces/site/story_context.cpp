#include "surfaces/site/context.hpp"

#include "core/base/text.hpp"
#include "features/media/media.hpp"

namespace masthead::site {

namespace {

using namespace handlebars;

// A correction of a typing error minutes after publication is no update worth a line.
constexpr auto update_shown_after = std::chrono::minutes{10};

std::string media_path_url(const std::string& path)
{
    return path.empty() ? std::string{} : "/media/" + percent_encode(path, Slash::keep);
}

Value portrait(db::Snapshot& snapshot, MediaId picture)
{
    if (!picture)
        return nullptr;
    const auto media = media::find_media(snapshot, picture);
    return media ? Value{media::media_url(*media)} : Value{nullptr};
}

Value authors_context(RenderEnvironment& page, const std::vector<stories::Author>& authors)
{
    Array list;
    for (const auto& author : authors)
        list.push_back(author_context(page, author));
    return list;
}

void set_names(Object& post, const RenderEnvironment& page, const stories::Story& story)
{
    post.append("id", to_string(story.id)).append("slug", story.slug);
    post.append("title", story.headline);
    post.append("custom_excerpt",
                story.standfirst.empty() ? Value{nullptr} : Value{story.standfirst});
    post.append("excerpt", story.excerpt);
    const auto url = stories::story_url(story.slug);
    post.append("url", url).append("absolute_url", page.site_url + url);
    post.append("reading_time", story.reading_minutes);
    post.append("comment_count", story.comment_count);
    post.append("featured", story.featured).append("developing", story.developing);
    post.append("is_page", story.kind == stories::StoryKind::page);
    post.append("visibility", "public").append("access", true);
    set_language(post, page, story);
}

void set_times(Object& post, const stories::Story& story)
{
    post.append("published_at", format_rfc3339(story.published_at));
    post.append("updated_at", format_rfc3339(story.updated_at));
    post.append("created_at", format_rfc3339(story.created_at));
    post.append("updated", story.updated_at > story.published_at + update_shown_after);
}

void set_picture(Object& post, const stories::StoryCard& card)
{
    const auto& lead = card.story.lead;
    // A picture of the old site that was not brought along is a link in the text, never a request
    // to somebody else's server.
    post.append("feature_image",
                card.lead_path.empty() ? Value{nullptr} : Value{media_path_url(card.lead_path)});
    if (card.lead_path.empty())
        return;
    post.append("feature_image_alt", lead.alt);
    post.append("feature_image_caption",
                lead.caption_html.empty() ? Value{nullptr} : Value::safe(lead.caption_html));
    post.append("feature_image_credit", lead.credit);
    if (card.lead_width > 0 && card.lead_height > 0) {
        post.append("feature_image_width", card.lead_width);
        post.append("feature_image_height", card.lead_height);
    }
}

Object story_object(RenderEnvironment& page, const stories::StoryCard& card)
{
    page.shown.push_back(card.story.id);
    Object post;
    post.reserve(32);
    set_names(post, page, card.story);
    set_times(post, card.story);
    set_picture(post, card);
    const auto authors = authors_context(page, card.authors);
    post.append("authors", authors).append("primary_author", authors.at(0));
    if (card.section.id) {
        const auto section = section_context(card.section);
        post.append("section", section).append("primary_tag", section);
    }
    return post;
}

} // namespace

Value section_context(const stories::Section& section)
{
    return Object{{"id", to_string(section.id)},
                  {"slug", section.slug},
                  {"name", section.name},
                  {"description", section.description},
                  {"url", "/section/" + section.slug + "/"},
                  {"visibility", "public"},
                  {"is_section", true}};
}

Value topic_context(const stories::Topic& topic)
{
    return Object{{"id", to_string(topic.id)},
                  {"slug", topic.slug},
                  {"name", topic.name},
                  {"description", topic.description},
                  {"url", "/topic/" + topic.slug + "/"},
                  {"visibility", "public"},
                  {"is_section", false}};
}

// A front page names the same few authors over and over.
Value author_context(RenderEnvironment& page, const stories::Author& author)
{
    const auto known = page.authors.find(author.id);
    if (known != page.authors.end())
        return known->second;
    const Value context = Object{{"id", to_string(author.id)},
                                 {"slug", author.slug},
                                 {"name", author.name},
                                 {"bio", author.bio},
                                 {"profile_image", portrait(page.snapshot, author.picture)},
                                 {"url", "/author/" + author.slug + "/"}};
    page.authors.emplace(author.id, context);
    return context;
}

Value story_context(RenderEnvironment& page, const stories::StoryCard& card)
{
    auto post = story_object(page, card);
    if (card.section.id)
        post.set("tags", Array{section_context(card.section)});
    return post;
}

Value stories_context(RenderEnvironment& page, const std::vector<stories::StoryCard>& cards)
{
    Array list;
    list.reserve(cards.size());
    for (const auto& card : cards)
        list.push_back(story_context(page, card));
    return list;
}

Value full_story_context(RenderEnvironment& page, const stories::StoryCard& card)
{
    auto post = story_object(page, card);
    Array tags;
    Array topics;
    if (card.section.id)
        tags.push_back(section_context(card.section));
    for (const auto& topic : stories::topics_of(page.snapshot, card.story.id)) {
        topics.push_back(topic_context(topic));
        tags.push_back(topics.back());
    }
    post.set("topics", std::move(topics)).set("tags", std::move(tags));
    if (const auto body = stories::find_body(page.snapshot, card.story.id))
        post.set("html", Value::safe(body->html));
    return post;
}

std::string page_path(std::string_view base_path, int page)
{
    std::string path{base_path};
    if (page > 1)
        path += "page/" + std::to_string(page) + "/";
    return path;
}

Value pagination_context(const Paging& paging)
{
    Object pagination{{"page", paging.page},
                      {"pages", paging.pages},
                      {"total", paging.total},
                      {"limit", paging.per_page}};
    if (paging.page > 1) {
        pagination.set("prev", paging.page - 1);
        pagination.set("prev_url", page_path(paging.base_path, paging.page - 1));
    }
    if (paging.page < paging.pages) {
        pagination.set("next", paging.page + 1);
        pagination.set("next_url", page_path(paging.base_path, paging.page + 1));
    }
    return pagination;
}

} // namespace masthead::site
