#include "core/text/markdown.hpp"
#include "features/settings/wording.hpp"
#include "surfaces/forum/place.hpp"

namespace masthead::forum {

namespace {

using namespace handlebars;
using site::RenderEnvironment;

// A page of the newsroom's own words, or of the theme's where it has said none.
struct Standing {
    std::string_view name; ///< of the template
    std::string_view title;
    std::string settings::Wording::*words;
};

using Add = std::function<void(Object& root, const settings::Wording& wording)>;

web::Response draw_standing(ForumContext& context, const web::Request& request,
                            const Standing& standing, const Add& add = nullptr)
{
    return context.pages().draw(request, site::PageKind::forum, [&](RenderEnvironment& page) {
        const auto wording = settings::load_wording(page.snapshot);
        page.title = Speech{page.theme, page.language()}.say(standing.title);
        Object root{{"title", page.title}};
        const auto& words = wording.*standing.words;
        if (!words.empty())
            root.set("html", Value::safe(text::markdown_story(words)));
        if (add)
            add(root, wording);
        return std::optional{site::PageView{{standing.name}, std::move(root), {}}};
    });
}

} // namespace

web::Response rules_page(ForumContext& context, const web::Request& request)
{
    return draw_standing(
        context, request,
        {"forum-rules", "The rules of the conversation", &settings::Wording::rules},
        [](Object& root, const settings::Wording& wording) {
            root.set("version", wording.rules_version);
        });
}

web::Response contact_page(ForumContext& context, const web::Request& request)
{
    return draw_standing(context, request,
                         {"forum-contact", "Contact", &settings::Wording::contact});
}

web::Response privacy_page(ForumContext& context, const web::Request& request)
{
    return draw_standing(context, request,
                         {"forum-privacy", "Privacy", &settings::Wording::privacy},
                         [&](Object& root, const settings::Wording&) {
                             Array rows;
                             for (const auto& datum : context.services.personal_data)
                                 rows.push_back(Object{{"what", datum.what},
                                                       {"purpose", datum.purpose},
                                                       {"basis", datum.basis},
                                                       {"period", datum.period},
                                                       {"days", datum.days},
                                                       {"recipients", datum.recipients}});
                             root.set("data", std::move(rows));
                         });
}

web::Response accessibility_page(ForumContext& context, const web::Request& request)
{
    return draw_standing(context, request,
                         {"forum-accessibility", "Accessibility", &settings::Wording::contact});
}

} // namespace masthead::forum
