#include "surfaces/site/structured_data.hpp"

#include "core/base/text.hpp"

#include <boost/json.hpp>

namespace masthead::site {

namespace {

// "<" would let "</script>" or "<!--" in a headline end the element.
std::string for_script(const boost::json::object& data)
{
    std::string out;
    for (const char c : boost::json::serialize(data)) {
        if (c == '<')
            out += "\\u003c";
        else
            out += c;
    }
    return out;
}

boost::json::object organisation(const RenderEnvironment& page)
{
    return {{"@type", "NewsMediaOrganization"},
            {"name", page.newsroom.title},
            {"url", page.site_url + "/"}};
}

} // namespace

std::string newsroom_data(const RenderEnvironment& page)
{
    auto data = organisation(page);
    data["@context"] = "https://schema.org";
    data["description"] = page.newsroom.description;
    return for_script(data);
}

std::string story_data(const RenderEnvironment& page, const stories::StoryCard& card)
{
    const auto& story = card.story;
    const auto url = page.site_url + stories::story_url(story.slug);
    boost::json::array authors;
    for (const auto& author : card.authors)
        authors.push_back({{"@type", "Person"},
                           {"name", author.name},
                           {"url", page.site_url + "/author/" + author.slug + "/"}});
    boost::json::object data{{"@context", "https://schema.org"},
                             {"@type", "NewsArticle"},
                             {"headline", story.headline},
                             {"mainEntityOfPage", url},
                             {"datePublished", format_rfc3339(story.published_at)},
                             {"dateModified", format_rfc3339(story.updated_at)},
                             {"isAccessibleForFree", true},
                             {"publisher", organisation(page)},
                             {"author", std::move(authors)}};
    if (!page.description.empty())
        data["description"] = page.description;
    if (!page.picture_url.empty())
        data["image"] = page.picture_url;
    if (card.section.id)
        data["articleSection"] = card.section.name;
    if (story.comment_count > 0)
        data["commentCount"] = story.comment_count;
    data["wordCount"] = story.word_count;
    return for_script(data);
}

} // namespace masthead::site
