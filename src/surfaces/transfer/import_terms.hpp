#pragma once

#include "surfaces/transfer/import_context.hpp"

#include <string>
#include <vector>

namespace masthead::transfer {

/// WordPress's own category for what nobody has sorted: its stories have no section here.
inline constexpr std::string_view unsorted_category = "uncategorized";

/// Carries authors, sections (top-level categories), topics (tags and nested categories) of a site,
/// and the addresses of their archives.
SiteNames carry_site_names(ImportContext& context, const SitePlan& site);

/// What a story's terms become. `section_category` and `topics` are keys of SiteNames.
struct StoryTerms {
    std::string section_category;     ///< empty: none
    std::vector<std::string> topics;  ///< "category/slug", "post_tag/slug", in order, each once
    std::vector<std::string> authors; ///< logins, in order
    std::vector<std::string> unknown; ///< taxonomies that are not carried
};

/// The section is the top-level category above the primary one (Yoast's mark, else the first);
/// every other category but that one, and every tag, is a topic.
StoryTerms sort_terms(const SitePlan& site, const WxrItem& item);

/// Where the archive of a term is now; empty where there is none.
std::string archive_of(const SiteNames& names, const SitePlan& site, const PlannedTerm& term);

/// The slug by which an item names a term.
std::string term_slug(const WxrTermRef& ref);

std::string section_url(std::string_view slug);
std::string topic_url(std::string_view slug);
std::string author_url(std::string_view slug);

} // namespace masthead::transfer
