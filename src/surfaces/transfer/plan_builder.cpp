#include "surfaces/transfer/plan_builder.hpp"

#include "core/base/text.hpp"
#include "core/text/slug.hpp"
#include "surfaces/transfer/foreign_text.hpp"
#include "surfaces/transfer/import_terms.hpp"
#include "surfaces/transfer/site_address.hpp"
#include "surfaces/transfer/wordpress_body/php_serialized.hpp"

#include <algorithm>
#include <array>

namespace masthead::transfer {

namespace {

constexpr std::size_t sizes_max = 100;
constexpr std::size_t title_bytes_max = 2'000;
constexpr std::size_t navigation_bytes_max = 1024 * 1024;

// What WordPress keeps for itself: of no use outside of it.
constexpr std::array<std::string_view, 13> internal_types{
    "revision",    "custom_css",       "customize_changeset", "oembed_cache",   "user_request",
    "wp_template", "wp_template_part", "wp_global_styles",    "wp_font_family", "wp_font_face",
    "auto-draft",  "wp_block",         "nav_menu_item"};

std::string tidy_slug(std::string_view raw, std::string_view otherwise)
{
    return text::slug_from(to_valid_utf8(percent_decode(raw)), otherwise);
}

std::string wanted_slug(const WxrItem& item)
{
    const auto fallback =
        item.id.empty() ? std::string{"story"} : "story-" + std::to_string(foreign_number(item.id));
    if (!item.name.empty())
        return tidy_slug(item.name, fallback);
    return text::slug_from(plain_name(item.title, title_bytes_max), fallback);
}

// Whatever tells the item apart where it has no guid.
std::string guid_of(const WxrItem& item)
{
    if (!item.guid.empty())
        return plain_guid(item.guid);
    return item.link.empty() ? item.title + "\n" + item.date : plain_guid(item.link);
}

bool will_be_public(const WxrItem& item)
{
    return (item.status == "publish" || item.status == "future") && item.password.empty();
}

std::string photo_credit(const WxrItem& item)
{
    if (const auto& credit = item.meta_value("_media_credit"); !credit.empty())
        return credit;
    const auto metadata =
        wordpress_body::parse_php_serialized(item.meta_value("_wp_attachment_metadata"));
    const auto* image = metadata ? metadata->find("image_meta") : nullptr;
    const auto* credit = image ? image->find("credit") : nullptr;
    return credit && credit->string() ? *credit->string() : std::string{};
}

} // namespace

void PlanBuilder::site(const WxrSite& site)
{
    auto key = site_key(site);
    if (key.empty()) {
        key = "title:" + plain_name(site.title, 200);
        problem(0, "", "site", "the export does not say where it comes from; known by its title");
    }
    const auto found = std::ranges::find(plan_.sites, key, [](const auto& s) { return s->key; });
    site_index_ = static_cast<std::size_t>(found - plan_.sites.begin());
    if (found == plan_.sites.end()) {
        plan_.sites.push_back(std::make_unique<SitePlan>());
        plan_.sites.back()->key = key;
        plan_.sites.back()->about = site;
        plan_.sites.back()->file = file_;
    }
    site_ = plan_.sites[site_index_].get();
    const auto& home = site.base_blog_url.empty() ? site.base_site_url : site.base_blog_url;
    for (const auto& url : {home, site.link}) {
        if (!split_url(url).authority.empty() &&
            std::ranges::find(site_->urls, url) == site_->urls.end())
            site_->urls.push_back(url);
    }
}

void PlanBuilder::author(WxrAuthor author)
{
    const auto full_name = std::string{trim(author.first_name + " " + author.last_name)};
    const auto& name = !author.display_name.empty() ? author.display_name : full_name;
    const auto& login = !author.login.empty() ? author.login : name;
    if (login.empty())
        return problem(author.line, author.id, "author", "without login and name");
    if (!author.id.empty())
        site_->login_by_user_id.try_emplace(author.id, login);
    add_author({author.line, login, name, author.mail});
}

void PlanBuilder::add_author(PlannedAuthor author)
{
    const auto [place, is_new] =
        site_->author_by_login.try_emplace(author.login, site_->authors.size());
    if (is_new) {
        check_room_for_name();
        site_->authors.push_back(std::move(author));
        return;
    }
    auto& known = site_->authors[place->second]; // met before by login alone, or in another file
    if (known.display_name.empty())
        known.display_name = author.display_name;
    if (known.mail.empty())
        known.mail = author.mail;
}

void PlanBuilder::term(WxrTerm term)
{
    if (term.taxonomy == "nav_menu") {
        site_->menu_names[term.slug] = plain_name(term.name, title_bytes_max);
        return;
    }
    if (term.taxonomy == "tag")
        term.taxonomy = "post_tag";
    if (term.taxonomy != "category" && term.taxonomy != "post_tag") {
        report_.note("terms of taxonomy \"" + plain_name(term.taxonomy, 100) + "\" not carried");
        return;
    }
    const auto slug = term.slug.empty() ? tidy_slug(term.name, "") : term.slug;
    if (slug.empty())
        return problem(term.line, term.id, "term", "without slug and name");
    add_term({term.line, term.taxonomy, slug, term.parent, term.name, term.description, 0});
    if (!term.id.empty())
        site_->term_by_id.try_emplace(term.id, site_->term_by_slug.at(term.taxonomy + "/" + slug));
}

void PlanBuilder::add_term(PlannedTerm term)
{
    const auto [place, is_new] =
        site_->term_by_slug.try_emplace(term.taxonomy + "/" + term.slug, site_->terms.size());
    if (!is_new)
        return;
    check_room_for_name();
    site_->terms.push_back(std::move(term));
}

void PlanBuilder::item(WxrItem item)
{
    if (is_post_type(item.type))
        add_post(item);
    else if (item.type == "attachment")
        add_attachment(item);
    else if (item.type == "nav_menu_item")
        add_menu_entry(item);
    else if (item.type == "guest-author")
        add_guest_author(item);
    else if (item.type == "wp_navigation" && item.status == "publish" &&
             item.content.size() <= navigation_bytes_max && site_->navigation.empty())
        site_->navigation = item.content;
    else
        leave_out(item);
}

void PlanBuilder::add_post(const WxrItem& item)
{
    check_room_for_item();
    PlannedPost post;
    post.id = foreign_number(item.id);
    post.kind = item.type == "page" ? PostKind::page : PostKind::story;
    post.is_public = will_be_public(item);
    post.link = plan_.texts.add(item.link);
    post.guid = plan_.texts.add(guid_of(item));
    post.name = plan_.texts.add(wanted_slug(item));
    identify(post, item);
    const auto index = static_cast<std::uint32_t>(site_->posts.size());
    if (post.same_as < 0) {
        if (post.id != 0 && !post.guid_is_key)
            site_->post_by_id.emplace(post.id, index);
        add_post_addresses(item, index);
    }
    site_->posts.push_back(post);
    add_item_names(item);
}

// An item is who it is by post id and guid together: overlapping files bring the same one twice,
// a re-used id with another guid is another item.
void PlanBuilder::identify(PlannedPost& post, const WxrItem& item)
{
    const auto [by_guid, is_new_guid] = site_->guids.try_emplace(
        address_hash(guid_of(item)), static_cast<std::uint32_t>(site_->posts.size()));
    const auto known = site_->post_by_id.find(post.id);
    const auto first = static_cast<std::int32_t>(by_guid->second);
    if (post.id == 0) {
        post.guid_is_key = true;
        problem(item.line, "", item.type, "without a post id; known by its guid");
        post.same_as = is_new_guid ? -1 : first;
    } else if (known != site_->post_by_id.end()) {
        if (!is_new_guid && site_->posts[by_guid->second].id == post.id) {
            post.same_as = first;
            return;
        }
        post.guid_is_key = true;
        post.guid_is_shared = !is_new_guid;
        problem(item.line, item.id, item.type,
                "has the post id of another item; known by its guid");
    } else if (!is_new_guid) {
        post.guid_is_shared = true;
        problem(item.line, item.id, item.type, "has the guid of another item; known by its id");
    }
}

void PlanBuilder::add_post_addresses(const WxrItem& item, std::uint32_t index)
{
    const OldAddress address{OldAddress::Kind::post, index};
    if (const auto key = link_key(item.link); !key.empty())
        site_->addresses.insert_or_assign(address_hash(key), address);
    remember_address(item.guid, address);
    remember_shorter("p", foreign_number(item.id), address);
    if (item.type == "page")
        remember_shorter("page_id", foreign_number(item.id), address);
    for (const auto& meta : item.meta) {
        if (meta.key == "_wp_old_slug")
            remember_address(with_last_segment(item.link, item.name, meta.value), address);
    }
}

// Authors and terms that a file uses without having listed them, as all of WXR 1.0 does.
void PlanBuilder::add_item_names(const WxrItem& item)
{
    if (!item.creator.empty() && !site_->author_by_login.contains(item.creator))
        add_author({item.line, item.creator, "", ""});
    for (const auto& ref : item.terms) {
        const auto taxonomy = ref.domain == "tag" ? std::string{"post_tag"} : ref.domain;
        if (taxonomy != "category" && taxonomy != "post_tag")
            continue;
        const auto slug = ref.nicename.empty() ? tidy_slug(ref.name, "") : ref.nicename;
        if (slug.empty())
            continue;
        add_term({item.line, taxonomy, slug, "", ref.name, "", 0});
        ++site_->terms[site_->term_by_slug.at(taxonomy + "/" + slug)].uses;
    }
    for (const auto& key : sort_terms(*site_, item).topics)
        site_->second_categories.insert(key);
}

void PlanBuilder::add_attachment(const WxrItem& item)
{
    check_room_for_item();
    const auto& url = item.attachment_url.empty() ? item.guid : item.attachment_url;
    PlannedAttachment file;
    file.id = foreign_number(item.id);
    file.parent = foreign_number(item.parent);
    file.order = foreign_number(item.menu_order);
    file.line = item.line;
    file.url = plan_.texts.add(url);
    file.link = plan_.texts.add(item.link);
    add_attachment_file(file, item, url);
    const auto index = static_cast<std::uint32_t>(site_->attachments.size());
    if (file.id != 0 && !site_->attachment_by_id.try_emplace(file.id, index).second)
        return; // the same attachment in another file of the run
    if (file.parent != 0 && file.id != 0)
        site_->attachments_of[file.parent].push_back(file.id);
    if (const auto key = file_key(url); !key.empty()) {
        site_->attachment_by_file.try_emplace(address_hash(key), index);
        site_->file_hosts.insert(to_lower_ascii(split_url(url).authority));
    }
    const OldAddress address{OldAddress::Kind::attachment, index};
    remember_address(item.link, address);
    remember_shorter("attachment_id", file.id, address);
    site_->attachments.push_back(file);
}

void PlanBuilder::add_attachment_file(PlannedAttachment& file, const WxrItem& item,
                                      const std::string& url)
{
    const auto& attached = item.meta_value("_wp_attached_file");
    file.path = plan_.texts.add(attached.empty() ? uploads_path(url) : attached);
    file.alt = plan_.texts.add(item.meta_value("_wp_attachment_image_alt"));
    file.caption = plan_.texts.add(item.excerpt);
    file.credit = plan_.texts.add(photo_credit(item));
    const auto& raw = item.meta_value("_wp_attachment_metadata");
    if (raw.empty())
        return;
    const auto metadata = wordpress_body::parse_attachment_metadata(raw);
    if (!metadata)
        return problem(item.line, item.id, "attachment",
                       "its metadata cannot be read: " + metadata.error().detail);
    std::string names;
    for (std::size_t i = 0; i < std::min(metadata->size_files.size(), sizes_max); ++i)
        names += metadata->size_files[i] + "\n";
    file.sizes = plan_.texts.add(names);
}

void PlanBuilder::add_menu_entry(const WxrItem& item)
{
    check_room_for_name();
    PlannedMenuEntry entry;
    entry.line = item.line;
    entry.id = foreign_number(item.id);
    entry.parent = foreign_number(item.meta_value("_menu_item_menu_item_parent"));
    entry.order = foreign_number(item.menu_order);
    entry.type = item.meta_value("_menu_item_type");
    entry.object = item.meta_value("_menu_item_object");
    entry.object_id = foreign_number(item.meta_value("_menu_item_object_id"));
    entry.url = item.meta_value("_menu_item_url");
    entry.title = plain_name(item.title, title_bytes_max);
    for (const auto& ref : item.terms) {
        if (ref.domain != "nav_menu")
            continue;
        entry.menu = ref.nicename;
        site_->menu_names.try_emplace(ref.nicename, plain_name(ref.name, title_bytes_max));
    }
    if (item.status == "publish")
        site_->menu_entries.push_back(std::move(entry));
}

// Co-Authors Plus keeps writers without an account as items of their own.
void PlanBuilder::add_guest_author(const WxrItem& item)
{
    const auto& login = item.meta_value("cap-user_login");
    const auto& name = item.meta_value("cap-display_name");
    if (!login.empty())
        add_author({item.line, login, name.empty() ? item.title : name,
                    item.meta_value("cap-user_email")});
}

void PlanBuilder::leave_out(const WxrItem& item)
{
    const auto type = plain_name(item.type, 100);
    if (type.empty())
        return problem(item.line, item.id, "item", "without a post type");
    if (type == "wp_navigation" || std::ranges::find(internal_types, type) != internal_types.end())
        return report_.note("items of type \"" + type + "\" left out");
    problem(item.line, item.id, "item", "of the custom type \"" + type + "\"");
}

// The real address of an item wins over what another item was once called.
void PlanBuilder::remember_address(const std::string& url, OldAddress address)
{
    if (const auto key = link_key(url); !key.empty())
        site_->addresses.try_emplace(address_hash(key), address);
}

void PlanBuilder::remember_shorter(std::string_view parameter, std::int64_t id, OldAddress address)
{
    if (id == 0)
        return;
    for (const auto& url : site_->urls) {
        const auto base = url.ends_with('/') ? url : url + "/";
        remember_address(base + "?" + std::string{parameter} + "=" + std::to_string(id), address);
    }
}

void PlanBuilder::check_room_for_item() const
{
    std::size_t items = 0;
    for (const auto& site : plan_.sites)
        items += site->posts.size() + site->attachments.size();
    if (items >= limits_.items)
        throw PlanTooLarge{"more than " + std::to_string(limits_.items) +
                           " items in one run: import the files one after another"};
}

void PlanBuilder::check_room_for_name() const
{
    std::size_t names = 0;
    for (const auto& site : plan_.sites)
        names += site->authors.size() + site->terms.size() + site->menu_entries.size();
    if (names >= limits_.names)
        throw PlanTooLarge{"more than " + std::to_string(limits_.names) +
                           " authors, terms and menu entries in one run"};
}

void PlanBuilder::problem(std::int64_t line, const std::string& id, const std::string& what,
                          const std::string& reason)
{
    report_.problem({file_, line, id, what, reason});
}

} // namespace masthead::transfer
