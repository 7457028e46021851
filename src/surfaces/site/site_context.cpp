#include "surfaces/site/context.hpp"

#include "features/media/media.hpp"

namespace masthead::site {

namespace {

using namespace handlebars;

constexpr int footer_pages_max = 12;

// Languages whose script runs from right to left (Unicode CLDR, by language).
constexpr std::array<std::string_view, 10> right_to_left{"ar", "fa", "he", "ur", "ps",
                                                         "sd", "ug", "yi", "dv", "ckb"};

Value link(const RenderEnvironment& page, std::string_view label, std::string_view url)
{
    return Object{{"label", label}, {"url", url}, {"current", page.path == url}};
}

Value menu(const RenderEnvironment& page, const std::vector<settings::MenuLink>& links)
{
    Array list;
    for (const auto& item : links)
        list.push_back(link(page, item.label, item.url));
    return list;
}

Value sections_menu(const RenderEnvironment& page)
{
    Array list;
    for (const auto& section : stories::all_sections(page.snapshot))
        list.push_back(link(page, section.name, "/section/" + section.slug + "/"));
    return list;
}

Value pages_menu(const RenderEnvironment& page)
{
    Array list;
    for (const auto& story : stories::public_pages(page.snapshot, footer_pages_max))
        list.push_back(link(page, story.headline, stories::story_url(story.slug)));
    return list;
}

Value site_object(const RenderEnvironment& page)
{
    const auto& newsroom = page.newsroom;
    Object site;
    site.append("title", newsroom.title).append("description", newsroom.description);
    site.append("url", page.site_url);
    site.append("locale", newsroom.language).append("lang", newsroom.language);
    site.append("direction", direction_of_language(newsroom.language));
    site.append("timezone", newsroom.timezone);
    site.append("accent_color", newsroom.accent_color);
    site.append("cover_image", newsroom.cover_path.empty()
                                   ? Value{nullptr}
                                   : Value{"/media/" + newsroom.cover_path});
    site.append("comments_enabled", true);
    site.append("navigation",
                newsroom.menu.empty() ? sections_menu(page) : menu(page, newsroom.menu));
    site.append("secondary_navigation",
                newsroom.footer_menu.empty() ? pages_menu(page) : menu(page, newsroom.footer_menu));
    return site;
}

} // namespace

std::string_view direction_of_language(std::string_view language)
{
    const auto primary = language.substr(0, language.find('-'));
    return std::ranges::find(right_to_left, primary) != right_to_left.end() ? "rtl" : "ltr";
}

void set_language(Object& object, const RenderEnvironment& page, const stories::Story& story)
{
    if (!story.language.empty() && story.language != page.newsroom.language)
        object.set("lang", story.language);
    if (story.direction != direction_of_language(page.newsroom.language))
        object.set("direction", story.direction);
}

void set_globals(DataFrame& globals, RenderEnvironment& page)
{
    globals.set("site", site_object(page));
    globals.set("config", Object{{"posts_per_page", page.theme.posts_per_page}});
    globals.set("custom", page.theme.custom);
    globals.set("page", Object{{"show_title_and_feature_image", true}});
    if (!page.visitor.is_empty())
        globals.set("visitor", page.visitor);
    globals.set("now_year", page.dates.format(page.now, "YYYY"));
}

} // namespace masthead::site
