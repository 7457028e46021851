#include "features/stories/story.hpp"

#include "core/text/excerpt.hpp"

namespace masthead::stories {

namespace {

constexpr std::size_t excerpt_characters_max = 500; // Ghost's: themes cut it further themselves

} // namespace

PreparedBody prepare_body(StoryBody body, std::string_view language)
{
    PreparedBody prepared;
    const auto plain = text::plain_text(body.html);
    prepared.excerpt = text::excerpt_of(plain, excerpt_characters_max);
    prepared.word_count = static_cast<int>(text::word_count(plain));
    prepared.reading_minutes = text::reading_minutes(body.html);
    prepared.direction = text::to_string(text::direction_of(plain, language));
    prepared.body = std::move(body);
    return prepared;
}

const std::vector<std::string>& reserved_slugs()
{
    static const std::vector<std::string> reserved{
        "accessibility", "api",     "archive", "assets",    "author",        "comments",
        "contact",       "content", "desk",    "feed",      "fonts",         "ghost",
        "healthz",       "media",   "members", "notice",    "notifications", "page",
        "privacy",       "private", "reader",  "readers",   "robots.txt",    "rss",
        "rules",         "search",  "section", "sections",  "sitemap.xml",   "support",
        "theme",         "topic",   "topics",  "following", "favicon.ico",   ".well-known"};
    return reserved;
}

bool is_reserved_slug(std::string_view slug)
{
    return std::ranges::find(reserved_slugs(), slug) != reserved_slugs().end();
}

std::string story_url(std::string_view slug)
{
    return "/" + std::string{slug} + "/";
}

} // namespace masthead::stories
