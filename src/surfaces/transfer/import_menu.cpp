#include "surfaces/transfer/import_menu.hpp"

#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "core/text/safe_url.hpp"
#include "features/settings/newsroom.hpp"
#include "features/stories/find_stories.hpp"
#include "surfaces/transfer/fingerprint.hpp"
#include "surfaces/transfer/foreign_text.hpp"
#include "surfaces/transfer/import_terms.hpp"
#include "surfaces/transfer/navigation_block.hpp"
#include "surfaces/transfer/site_address.hpp"

#include <algorithm>
#include <array>

namespace masthead::transfer {

namespace {

using settings::MenuLink;

constexpr std::size_t label_bytes_max = 200;

bool names_any(std::string_view name, std::initializer_list<std::string_view> words)
{
    const auto lower = to_lower_ascii(name);
    return std::ranges::any_of(
        words, [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

class MenuReader {
public:
    MenuReader(ImportContext& context, const SitePlan& site, const SiteNames& names)
        : context_(context), site_(site), names_(names)
    {
    }

    std::vector<MenuLink> menu(const std::string& slug)
    {
        std::vector<MenuLink> links;
        for (const auto* entry : entries_below(slug, 0)) {
            if (links.size() >= menu_links_max)
                break;
            const auto below = entries_below(slug, entry->id);
            // A bare heading leads nowhere: what hangs below it stands in its place.
            if (!below.empty() && leads_nowhere(*entry)) {
                for (const auto* one : below)
                    add(links, *one);
                continue;
            }
            add(links, *entry);
            if (!below.empty())
                context_.report.note("menu entries below other entries left out",
                                     static_cast<std::int64_t>(below.size()));
        }
        return links;
    }

    std::vector<MenuLink> navigation()
    {
        std::vector<MenuLink> links;
        for (auto& entry : read_navigation(site_.navigation))
            add(links, entry);
        return links;
    }

private:
    std::vector<const PlannedMenuEntry*> entries_below(const std::string& menu,
                                                       std::int64_t parent) const
    {
        std::vector<const PlannedMenuEntry*> entries;
        for (const auto& entry : site_.menu_entries) {
            if (entry.menu == menu && entry.parent == parent)
                entries.push_back(&entry);
        }
        std::ranges::stable_sort(entries, std::less{}, &PlannedMenuEntry::order);
        return entries;
    }

    static bool leads_nowhere(const PlannedMenuEntry& entry)
    {
        return entry.type != "post_type" && entry.type != "taxonomy" &&
               (entry.url.empty() || entry.url.starts_with('#'));
    }

    void add(std::vector<MenuLink>& links, const PlannedMenuEntry& entry)
    {
        if (links.size() >= menu_links_max)
            return;
        auto link = resolve(entry);
        if (!link)
            return context_.report.problem({site_.file, entry.line, std::to_string(entry.id),
                                            "menu entry " + entry.title,
                                            "what it leads to was not carried"});
        links.push_back(std::move(*link));
    }

    std::optional<MenuLink> resolve(const PlannedMenuEntry& entry)
    {
        auto link = entry.type == "post_type"  ? post_link(entry)
                    : entry.type == "taxonomy" ? term_link(entry)
                                               : custom_link(entry);
        if (!link)
            return std::nullopt;
        if (!entry.title.empty())
            link->label = entry.title;
        link->label = cut_utf8(link->label, label_bytes_max);
        return link->label.empty() ? std::nullopt : link;
    }

    std::optional<MenuLink> post_link(const PlannedMenuEntry& entry)
    {
        const auto post = site_.post_by_id.find(entry.object_id);
        return post == site_.post_by_id.end() ? std::nullopt : post_link(post->second);
    }

    std::optional<MenuLink> post_link(std::uint32_t place)
    {
        if (!site_.posts[place].is_public)
            return std::nullopt;
        const auto slug = context_.plan.texts.get(site_.posts[place].name);
        const auto story = context_.database.read(
            [&](db::Snapshot& snapshot) { return stories::find_story_by_slug(snapshot, slug); });
        return MenuLink{story ? story->headline : std::string{}, stories::story_url(slug)};
    }

    std::optional<MenuLink> term_link(const PlannedMenuEntry& entry)
    {
        const auto term = site_.term_by_id.find(std::to_string(entry.object_id));
        return term == site_.term_by_id.end() ? std::nullopt : term_link(term->second);
    }

    std::optional<MenuLink> term_link(std::size_t place)
    {
        const auto& term = site_.terms[place];
        auto url = archive_of(names_, site_, term);
        if (url.empty())
            return std::nullopt;
        return MenuLink{plain_name(term.name, label_bytes_max), std::move(url)};
    }

    std::optional<MenuLink> custom_link(const PlannedMenuEntry& entry)
    {
        const auto key = link_key(entry.url);
        if (entry.url == "/" || (!key.empty() && is_home(key)))
            return MenuLink{"", "/"};
        if (const auto old = site_.addresses.find(address_hash(key));
            !key.empty() && old != site_.addresses.end()) {
            if (old->second.kind == OldAddress::Kind::post)
                return post_link(old->second.index);
            if (old->second.kind == OldAddress::Kind::category ||
                old->second.kind == OldAddress::Kind::tag)
                return term_link(old->second.index);
        }
        auto safe = text::safe_url(entry.url, text::UrlUse::link);
        if (!safe || safe->empty() || safe->starts_with('#'))
            return std::nullopt;
        return MenuLink{"", std::move(*safe)};
    }

    bool is_home(const std::string& key) const
    {
        return std::ranges::any_of(site_.urls,
                                   [&](const std::string& url) { return link_key(url) == key; });
    }

    ImportContext& context_;
    const SitePlan& site_;
    const SiteNames& names_;
};

std::size_t entries_of(const SitePlan& site, const std::string& slug)
{
    return static_cast<std::size_t>(
        std::ranges::count(site.menu_entries, slug, &PlannedMenuEntry::menu));
}

bool is_footer(const std::string& name)
{
    return names_any(name, {"footer", "legal", "imprint", "social"});
}

// An export does not say which menu stands where; names usually do, else the longest it is.
std::string main_menu(const SitePlan& site)
{
    std::string best;
    for (const auto& [slug, name] : site.menu_names) {
        if (entries_of(site, slug) == 0 || is_footer(name))
            continue;
        if (names_any(name, {"main", "primary", "header", "top"}))
            return slug;
        if (best.empty() || entries_of(site, slug) > entries_of(site, best))
            best = slug;
    }
    return best;
}

std::string footer_menu(const SitePlan& site)
{
    for (const auto& [slug, name] : site.menu_names) {
        if (entries_of(site, slug) > 0 && names_any(name, {"footer"}))
            return slug;
    }
    return {};
}

std::string hash_of(const std::vector<MenuLink>& links)
{
    Fingerprint hash;
    for (const auto& link : links)
        hash.add(link.label).add(link.url);
    return hash.hex();
}

// Sets one menu unless it was made or changed here.
Fate set_menu(db::Tx& tx, const ImportContext& context, const ForeignKey& key,
              std::vector<MenuLink>& present, const std::vector<MenuLink>& wanted)
{
    const auto row = find_foreign(tx, key);
    const bool as_we_left_it = row ? row->fingerprint == hash_of(present) : present.empty();
    const bool is_same = hash_of(present) == hash_of(wanted);
    const auto fate = is_same          ? Fate::unchanged
                      : !as_we_left_it ? Fate::kept
                      : row            ? Fate::updated
                                       : Fate::created;
    if (fate == Fate::created || fate == Fate::updated) {
        present = wanted;
        save_foreign(tx, key, {0, hash_of(wanted), context.run});
    }
    return fate;
}

void set_title(settings::Newsroom& newsroom, const WxrSite& about)
{
    const settings::Newsroom untouched;
    auto title = plain_name(about.title, limits::title_bytes_max);
    if (newsroom.title != untouched.title || title.empty())
        return;
    newsroom.title = std::move(title);
    newsroom.description = plain_name(about.description, limits::title_bytes_max);
    const bool is_tag = !about.language.empty() && about.language.size() <= 35 &&
                        std::ranges::all_of(about.language, [](char c) {
                            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
                                   (c >= '0' && c <= '9');
                        });
    if (is_tag)
        newsroom.language = about.language;
}

} // namespace

void carry_menus(ImportContext& context, const SitePlan& site, const SiteNames& names)
{
    MenuReader reader{context, site, names};
    const auto main_slug = main_menu(site);
    const auto footer_slug = footer_menu(site);
    const auto main_links = main_slug.empty() ? reader.navigation() : reader.menu(main_slug);
    const auto footer_links =
        footer_slug.empty() ? std::vector<MenuLink>{} : reader.menu(footer_slug);
    for (const auto& [slug, name] : site.menu_names) {
        if (slug != main_slug && slug != footer_slug && entries_of(site, slug) > 0)
            context.report.problem({site.file, 0, "", "menu " + name,
                                    "only one menu and one footer menu are carried"});
    }
    std::array<Fate, 2> fates{Fate::unchanged, Fate::unchanged};
    if (!context.writes()) {
        fates = {Fate::created, Fate::created};
    } else {
        context.write([&](db::Tx& tx) {
            auto newsroom = settings::load_newsroom(tx);
            set_title(newsroom, site.about);
            if (!main_links.empty())
                fates[0] = set_menu(tx, context, {site.key, foreign_kind::menu, "main"},
                                    newsroom.menu, main_links);
            if (!footer_links.empty())
                fates[1] = set_menu(tx, context, {site.key, foreign_kind::menu, "footer"},
                                    newsroom.footer_menu, footer_links);
            // Refused only where an operator's own value is: then the menus wait for the next run.
            (void)settings::save_newsroom(tx, newsroom, context.now);
        });
    }
    const auto count = [&](const std::vector<MenuLink>& links, Fate fate) {
        if (!links.empty())
            context.report.count(Counted::menu_links, fate,
                                 static_cast<std::int64_t>(links.size()));
    };
    count(main_links, fates[0]);
    count(footer_links, fates[1]);
}

} // namespace masthead::transfer
