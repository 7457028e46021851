#include "surfaces/transfer/wordpress_body/block_names.hpp"

#include <algorithm>
#include <array>

namespace masthead::wordpress_body {

namespace {

// Blocks whose saved HTML is what the reader sees.
constexpr std::array<std::string_view, 36> contents_names{"accordion",
                                                          "accordion-heading",
                                                          "accordion-item",
                                                          "accordion-panel",
                                                          "audio",
                                                          "button",
                                                          "buttons",
                                                          "code",
                                                          "column",
                                                          "columns",
                                                          "details",
                                                          "file",
                                                          "group",
                                                          "heading",
                                                          "list",
                                                          "list-item",
                                                          "math",
                                                          "media-text",
                                                          "missing",
                                                          "paragraph",
                                                          "preformatted",
                                                          "pullquote",
                                                          "quote",
                                                          "row",
                                                          "separator",
                                                          "social-links",
                                                          "stack",
                                                          "subhead",
                                                          "table",
                                                          "text-columns",
                                                          "tab",
                                                          "tabs",
                                                          "verse",
                                                          "video",
                                                          "html",
                                                          "grid"};

constexpr std::array<std::string_view, 23> dynamic_names{
    "archives",         "avatar",      "block",           "breadcrumbs",  "calendar",
    "categories",       "home-link",   "latest-comments", "latest-posts", "legacy-widget",
    "loginout",         "page-list",   "page-list-item",  "pattern",      "query",
    "read-more",        "rss",         "search",          "tag-cloud",    "template-part",
    "term-description", "terms-query", "widget-group"};

constexpr std::array<std::string_view, 7> dynamic_prefixes{
    "post-", "site-", "comment", "query-", "navigation", "term-", "template-"};

template <std::size_t size>
bool holds(const std::array<std::string_view, size>& names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_dynamic(std::string_view name)
{
    return holds(dynamic_names, name) ||
           std::any_of(dynamic_prefixes.begin(), dynamic_prefixes.end(),
                       [&](std::string_view prefix) { return name.starts_with(prefix); });
}

} // namespace

BlockKind block_kind(std::string_view name)
{
    if (name.empty() || name == "freeform" || name == "classic")
        return BlockKind::freeform;
    if (name == "shortcode")
        return BlockKind::shortcode;
    if (name == "spacer" || name == "more" || name == "nextpage")
        return BlockKind::nothing;
    if (name == "image")
        return BlockKind::image;
    if (name == "gallery")
        return BlockKind::gallery;
    if (name == "cover" || name == "cover-image")
        return BlockKind::cover;
    if (name == "embed" || name.starts_with("core-embed/"))
        return BlockKind::embed;
    if (name == "social-link" || name.starts_with("social-link-"))
        return BlockKind::social_link;
    if (name == "footnotes")
        return BlockKind::footnotes;
    if (holds(contents_names, name))
        return BlockKind::contents;
    return is_dynamic(name) ? BlockKind::dynamic : BlockKind::unknown;
}

} // namespace masthead::wordpress_body
