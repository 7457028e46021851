#include "surfaces/site/helpers.hpp"

#include "core/base/text.hpp"
#include "surfaces/site/environment.hpp"

namespace masthead::site {

namespace {

using namespace handlebars;

void add_meta(std::string& head, std::string_view attribute, std::string_view name,
              std::string_view content)
{
    if (content.empty())
        return;
    head.append("<meta ").append(attribute).append("=\"").append(name).append("\" content=\"");
    append_escaped_html(head, content);
    head += "\">\n";
}

void add_link(std::string& head, std::string_view relation, std::string_view url)
{
    if (url.empty())
        return;
    head.append("<link rel=\"").append(relation).append("\" href=\"");
    append_escaped_html(head, url);
    head += "\">\n";
}

std::string full_title(const RenderEnvironment& page)
{
    if (page.title.empty())
        return page.newsroom.title;
    return page.title + " – " + page.newsroom.title;
}

std::string_view page_path(const RenderEnvironment& page)
{
    return page.canonical_path.empty() ? page.path : page.canonical_path;
}

// What search engines and link previews read. Scripts of Ghost's own portal have no counterpart.
Value ghost_head_helper(HelperCall& call)
{
    const auto& page = call.environment<RenderEnvironment>();
    std::string head;
    const auto address = page.site_url + std::string{page_path(page)};
    add_meta(head, "name", "description", page.description);
    add_meta(head, "name", "robots", page.robots);
    if (page.kind != PageKind::error && !page.site_url.empty())
        add_link(head, "canonical", address);
    add_link(head, "prev", page.previous_url);
    add_link(head, "next", page.next_url);
    const bool is_story = page.kind == PageKind::post;
    add_meta(head, "property", "og:site_name", page.newsroom.title);
    add_meta(head, "property", "og:type", is_story ? "article" : "website");
    add_meta(head, "property", "og:title", page.title.empty() ? page.newsroom.title : page.title);
    add_meta(head, "property", "og:description", page.description);
    if (!page.site_url.empty())
        add_meta(head, "property", "og:url", address);
    add_meta(head, "property", "og:image", page.picture_url);
    add_meta(head, "name", "twitter:card",
             page.picture_url.empty() ? "summary" : "summary_large_image");
    if (!page.structured_data.empty())
        head += "<script type=\"application/ld+json\">" + page.structured_data + "</script>\n";
    call.write_safe(head);
    return {};
}

Value ghost_foot_helper(HelperCall&)
{
    return {};
}

std::string_view template_class(PageKind kind)
{
    switch (kind) {
    case PageKind::home: return "home-template";
    case PageKind::index: return "paged";
    case PageKind::tag: return "tag-template";
    case PageKind::author: return "author-template";
    case PageKind::post: return "post-template";
    case PageKind::page: return "page-template";
    case PageKind::thread: return "thread-template";
    case PageKind::archive: return "archive-template";
    case PageKind::forum: return "forum-template";
    case PageKind::account: return "account-template";
    case PageKind::error: return "error-template";
    }
    return "";
}

Value body_class_helper(HelperCall& call)
{
    static const Symbol tag{"tag"}, author{"author"}, post{"post"}, tags{"tags"}, slug{"slug"};
    const auto& page = call.environment<RenderEnvironment>();
    std::string classes{template_class(page.kind)};
    const auto& root = call.root();
    if (page.kind == PageKind::tag)
        classes += " tag-" + root.get(tag).get(slug).to_string();
    if (page.kind == PageKind::author)
        classes += " author-" + root.get(author).get(slug).to_string();
    if (page.kind == PageKind::post) {
        const auto list = root.get(post).get(tags);
        for (const auto& item : list.items())
            classes += " tag-" + item.get(slug).to_string();
    }
    if (page.is_paged() && page.kind != PageKind::index)
        classes += " paged";
    return classes;
}

Value meta_title_helper(HelperCall& call)
{
    return full_title(call.environment<RenderEnvironment>());
}

Value meta_description_helper(HelperCall& call)
{
    return call.environment<RenderEnvironment>().description;
}

Value asset_helper(HelperCall& call)
{
    const auto& page = call.environment<RenderEnvironment>();
    auto path = call.argument(0).to_string();
    const auto hash = page.theme.assets->hash(path);
    auto url = "/assets/" + path;
    if (!hash.empty())
        url.append("?v=").append(hash);
    return url;
}

Value page_url_helper(HelperCall& call)
{
    static const Symbol url{"url"};
    const auto& page = call.environment<RenderEnvironment>();
    const auto number = call.argument(0).as_integer().value_or(1);
    const auto mark = page.path.find("page/");
    const auto base = mark == std::string::npos ? page.path : page.path.substr(0, mark);
    return number <= 1 ? base : base + "page/" + std::to_string(number) + "/";
}

// A theme may bring its own partial of that name; without one the list is drawn plainly.
Value navigation_helper(HelperCall& call)
{
    static const Symbol site{"site"}, navigation{"navigation"}, type{"type"},
        secondary{"secondary_navigation"}, label{"label"}, url{"url"}, current{"current"};
    const bool is_secondary = call.hash(type).text() == "secondary";
    const auto list = call.data(site).get(is_secondary ? secondary : navigation);
    if (call.has_partial("navigation")) {
        call.draw_partial("navigation", Object{{navigation, list}, {"isSecondary", is_secondary}});
        return {};
    }
    std::string html = "<ul class=\"nav\">";
    for (const auto& item : list.items()) {
        html += item.get(current).is_truthy() ? "<li class=\"nav-current\"><a href=\""
                                              : "<li><a href=\"";
        html += escape_html(item.get(url).to_string()) + "\">" +
                escape_html(item.get(label).to_string()) + "</a></li>";
    }
    call.write_safe(html + "</ul>");
    return {};
}

Value pagination_helper(HelperCall& call)
{
    static const Symbol pagination{"pagination"};
    const auto context = call.root().get(pagination);
    if (call.has_partial("pagination"))
        call.draw_partial("pagination", context);
    return {};
}

std::string social_url(std::string_view network, std::string handle)
{
    while (!handle.empty() && (handle.front() == '@' || handle.front() == '/'))
        handle.erase(handle.begin());
    if (handle.empty() || handle.starts_with("https://"))
        return handle;
    return "https://" + std::string{network} + "/" + percent_encode(handle, Slash::keep);
}

Value social_url_helper(HelperCall& call)
{
    static const Symbol type{"type"};
    const auto& named = call.hash(type);
    const auto name = named.is_text() ? named.to_string() : call.argument(0).to_string();
    const auto handle = Symbol::find(name) ? call.context().get(*Symbol::find(name)) : Value{};
    if (name == "facebook")
        return social_url("www.facebook.com", handle.to_string());
    if (name == "twitter")
        return social_url("x.com", handle.to_string());
    return handle.to_string();
}

} // namespace

void register_page_helpers(Engine& engine)
{
    engine.add_helper("ghost_head", ghost_head_helper);
    engine.add_helper("ghost_foot", ghost_foot_helper);
    engine.add_helper("body_class", body_class_helper);
    engine.add_helper("meta_title", meta_title_helper);
    engine.add_helper("meta_description", meta_description_helper);
    engine.add_helper("asset", asset_helper);
    engine.add_helper("page_url", page_url_helper);
    engine.add_helper("navigation", navigation_helper);
    engine.add_helper("pagination", pagination_helper);
    engine.add_helper("social_url", social_url_helper);
}

} // namespace masthead::site
