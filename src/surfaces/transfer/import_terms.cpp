#include "surfaces/transfer/import_terms.hpp"

#include "core/base/text.hpp"
#include "core/text/slug.hpp"
#include "features/readers/reader.hpp"
#include "surfaces/transfer/foreign_text.hpp"
#include "surfaces/transfer/import_redirects.hpp"
#include "surfaces/transfer/named_things.hpp"
#include "surfaces/transfer/site_address.hpp"

#include <algorithm>

namespace masthead::transfer {

namespace {

constexpr std::size_t name_bytes_max = 300;
constexpr std::size_t description_bytes_max = 2'000;
constexpr std::string_view guest_prefix = "cap-"; // Co-Authors Plus

bool is_top_level(const SitePlan& site, const PlannedTerm& term)
{
    return top_category(site, term.slug) == &term;
}

std::string name_of(const PlannedTerm& term)
{
    auto name = plain_name(term.name, name_bytes_max);
    return name.empty() ? plain_name(percent_decode(term.slug), name_bytes_max) : name;
}

WantedName wanted_term(const PlannedTerm& term, std::string foreign_id)
{
    WantedName wanted;
    wanted.foreign_id = std::move(foreign_id);
    wanted.name = name_of(term);
    if (wanted.name.empty())
        wanted.name = "Untitled";
    wanted.slug = text::slug_from(to_valid_utf8(percent_decode(term.slug)), "untitled");
    wanted.description = plain_name(term.description, description_bytes_max);
    return wanted;
}

std::vector<WantedName> wanted_authors(const SitePlan& site)
{
    std::vector<WantedName> all;
    for (const auto& author : site.authors) {
        WantedName wanted;
        wanted.foreign_id = author.login;
        auto name = plain_name(author.display_name, readers::display_name_bytes_max);
        if (name.empty())
            name = plain_name(author.login, readers::display_name_bytes_max);
        wanted.name = readers::clean_display_name(name);
        wanted.slug = text::slug_from(wanted.name, text::slug_from(author.login, "author"));
        wanted.mail = plausible_mail(author.mail);
        all.push_back(std::move(wanted));
    }
    return all;
}

// The busiest sections stand first: where an export has no menu, their order is the masthead's.
std::vector<WantedName> wanted_sections(const SitePlan& site)
{
    std::unordered_map<const PlannedTerm*, std::int64_t> uses;
    std::vector<const PlannedTerm*> tops;
    for (const auto& term : site.terms) {
        if (term.taxonomy != "category")
            continue;
        uses[top_category(site, term.slug)] += term.uses;
        if (is_top_level(site, term) && term.slug != unsorted_category)
            tops.push_back(&term);
    }
    std::ranges::stable_sort(tops, std::greater{}, [&](const auto* term) { return uses[term]; });
    std::vector<WantedName> all;
    for (const auto* term : tops) {
        all.push_back(wanted_term(*term, term->slug));
        all.back().place = static_cast<int>(all.size());
    }
    return all;
}

std::string topic_key(const PlannedTerm& term)
{
    return term.taxonomy + "/" + term.slug;
}

// Top-level categories become topics as well, but only where a story has one beside its section.
std::vector<WantedName> wanted_topics(const SitePlan& site)
{
    std::vector<WantedName> all;
    for (const auto& term : site.terms) {
        const bool is_section = term.taxonomy == "category" && is_top_level(site, term);
        if (!is_section || site.second_categories.contains(topic_key(term)))
            all.push_back(wanted_term(term, topic_key(term)));
    }
    return all;
}

void redirect_archives(ImportContext& context, const SitePlan& site, const SiteNames& names)
{
    RedirectBatch redirects{context};
    for (const auto& url : site.urls) {
        const auto base = url.ends_with('/') ? url.substr(0, url.size() - 1) : url;
        for (const auto& term : site.terms) {
            const bool is_category = term.taxonomy == "category";
            const auto path = is_category ? category_path(site, term) : "/tag/" + term.slug + "/";
            if (const auto target = archive_of(names, site, term); !target.empty())
                redirects.add(local_address(base + path), target);
        }
        for (const auto& [id, place] : site.term_by_id) {
            if (site.terms[place].taxonomy != "category")
                continue;
            if (const auto target = archive_of(names, site, site.terms[place]); !target.empty())
                redirects.add(local_address(base + "/?cat=" + id), target);
        }
        for (const auto& author : site.authors)
            redirects.add(local_address(base + "/author/" + author.login + "/"),
                          author_url(names.authors.at(author.login).slug));
        for (const auto& [id, login] : site.login_by_user_id)
            redirects.add(local_address(base + "/?author=" + id),
                          author_url(names.authors.at(login).slug));
    }
    redirects.flush();
}

std::string primary_category(const SitePlan& site, const WxrItem& item,
                             const std::vector<std::string>& categories)
{
    const auto marked = site.term_by_id.find(item.meta_value("_yoast_wpseo_primary_category"));
    if (marked != site.term_by_id.end()) {
        const auto& slug = site.terms[marked->second].slug;
        if (std::ranges::find(categories, slug) != categories.end())
            return slug;
    }
    return categories.empty() ? std::string{} : categories.front();
}

void add_once(std::vector<std::string>& list, const std::string& value)
{
    if (std::ranges::find(list, value) == list.end())
        list.push_back(value);
}

std::string login_of_guest(const SitePlan& site, const WxrTermRef& ref)
{
    const auto slug = ref.nicename.starts_with(guest_prefix)
                          ? ref.nicename.substr(guest_prefix.size())
                          : ref.nicename;
    for (const auto& candidate : {ref.name, slug}) {
        if (site.author_by_login.contains(candidate))
            return candidate;
    }
    return {};
}

} // namespace

std::string term_slug(const WxrTermRef& ref)
{
    if (!ref.nicename.empty())
        return ref.nicename;
    return text::slug_from(to_valid_utf8(percent_decode(ref.name)), "");
}

std::string section_url(std::string_view slug)
{
    return "/section/" + std::string{slug} + "/";
}

std::string topic_url(std::string_view slug)
{
    return "/topic/" + std::string{slug} + "/";
}

std::string author_url(std::string_view slug)
{
    return "/author/" + std::string{slug} + "/";
}

std::string archive_of(const SiteNames& names, const SitePlan& site, const PlannedTerm& term)
{
    if (term.taxonomy == "category" && is_top_level(site, term)) {
        const auto section = names.sections.find(term.slug);
        return section == names.sections.end() ? std::string{} : section_url(section->second.slug);
    }
    const auto topic = names.topics.find(topic_key(term));
    return topic == names.topics.end() ? std::string{} : topic_url(topic->second.slug);
}

SiteNames carry_site_names(ImportContext& context, const SitePlan& site)
{
    SiteNames names;
    names.authors = carry_names(context, site.key, NameKind::author, wanted_authors(site));
    names.sections = carry_names(context, site.key, NameKind::section, wanted_sections(site));
    names.topics = carry_names(context, site.key, NameKind::topic, wanted_topics(site));
    redirect_archives(context, site, names);
    return names;
}

StoryTerms sort_terms(const SitePlan& site, const WxrItem& item)
{
    StoryTerms sorted;
    std::vector<std::string> categories;
    for (const auto& ref : item.terms) {
        const auto taxonomy = ref.domain == "tag" ? std::string_view{"post_tag"} : ref.domain;
        if (taxonomy == "author") {
            if (const auto login = login_of_guest(site, ref); !login.empty())
                add_once(sorted.authors, login);
        } else if (taxonomy != "category" && taxonomy != "post_tag") {
            if (taxonomy != "nav_menu" && taxonomy != "post_format")
                add_once(sorted.unknown, std::string{taxonomy});
        } else if (const auto slug = term_slug(ref); find_term(site, taxonomy, slug)) {
            if (taxonomy == "post_tag")
                add_once(sorted.topics, "post_tag/" + slug);
            else if (slug != unsorted_category)
                add_once(categories, slug);
        }
    }
    if (sorted.authors.empty() && !item.creator.empty())
        sorted.authors.push_back(item.creator);
    const auto primary = primary_category(site, item, categories);
    if (const auto* top = top_category(site, primary))
        sorted.section_category = top->slug;
    std::vector<std::string> topics;
    for (const auto& slug : categories) {
        if (slug != sorted.section_category)
            topics.push_back("category/" + slug);
    }
    topics.insert(topics.end(), sorted.topics.begin(), sorted.topics.end());
    sorted.topics = std::move(topics);
    return sorted;
}

} // namespace masthead::transfer
