#include "surfaces/transfer/wxr_fields.hpp"

#include <algorithm>
#include <array>

namespace masthead::transfer {

namespace {

template <class Record>
struct Field {
    WxrSpace space;
    std::string_view local;
    std::string Record::*member;
    Trim trim = Trim::yes;
};

template <class Record, std::size_t count>
WxrTarget find_field(Record& record, const std::array<Field<Record>, count>& fields, WxrSpace space,
                     std::string_view local)
{
    const auto found = std::ranges::find_if(fields, [&](const Field<Record>& field) {
        return field.space == space && field.local == local;
    });
    return found == fields.end() ? WxrTarget{} : WxrTarget{&(record.*found->member), found->trim};
}

constexpr auto wp = WxrSpace::wordpress;
constexpr auto none = WxrSpace::none;

constexpr std::array<Field<WxrSite>, 7> site_fields{{
    {wp, "wxr_version", &WxrSite::version},
    {none, "title", &WxrSite::title},
    {none, "link", &WxrSite::link},
    {none, "description", &WxrSite::description},
    {none, "language", &WxrSite::language},
    {wp, "base_site_url", &WxrSite::base_site_url},
    {wp, "base_blog_url", &WxrSite::base_blog_url},
}};

constexpr std::array<Field<WxrAuthor>, 6> author_fields{{
    {wp, "author_id", &WxrAuthor::id},
    {wp, "author_login", &WxrAuthor::login},
    {wp, "author_email", &WxrAuthor::mail},
    {wp, "author_display_name", &WxrAuthor::display_name},
    {wp, "author_first_name", &WxrAuthor::first_name},
    {wp, "author_last_name", &WxrAuthor::last_name},
}};

// A category, a tag and a term say the same with different words.
constexpr std::array<Field<WxrTerm>, 14> term_fields{{
    {wp, "term_id", &WxrTerm::id},
    {wp, "term_taxonomy", &WxrTerm::taxonomy},
    {wp, "term_slug", &WxrTerm::slug},
    {wp, "term_parent", &WxrTerm::parent},
    {wp, "term_name", &WxrTerm::name},
    {wp, "term_description", &WxrTerm::description},
    {wp, "category_nicename", &WxrTerm::slug},
    {wp, "category_parent", &WxrTerm::parent},
    {wp, "cat_name", &WxrTerm::name},
    {wp, "category_description", &WxrTerm::description},
    {wp, "tag_slug", &WxrTerm::slug},
    {wp, "tag_name", &WxrTerm::name},
    {wp, "tag_description", &WxrTerm::description},
    {wp, "tag_parent", &WxrTerm::parent},
}};

constexpr std::array<Field<WxrItem>, 20> item_fields{{
    {none, "title", &WxrItem::title},
    {none, "link", &WxrItem::link},
    {none, "pubDate", &WxrItem::pub_date},
    {WxrSpace::dublin_core, "creator", &WxrItem::creator},
    {none, "guid", &WxrItem::guid},
    {WxrSpace::content, "encoded", &WxrItem::content, Trim::no},
    {WxrSpace::excerpt, "encoded", &WxrItem::excerpt},
    {wp, "post_id", &WxrItem::id},
    {wp, "post_date", &WxrItem::date},
    {wp, "post_date_gmt", &WxrItem::date_gmt},
    {wp, "post_modified_gmt", &WxrItem::modified_gmt},
    {wp, "comment_status", &WxrItem::comment_status},
    {wp, "post_name", &WxrItem::name},
    {wp, "status", &WxrItem::status},
    {wp, "post_parent", &WxrItem::parent},
    {wp, "menu_order", &WxrItem::menu_order},
    {wp, "post_type", &WxrItem::type},
    {wp, "post_password", &WxrItem::password},
    {wp, "is_sticky", &WxrItem::sticky},
    {wp, "attachment_url", &WxrItem::attachment_url},
}};

// The commenter's web address, network address and browser are not read at all.
constexpr std::array<Field<WxrComment>, 10> comment_fields{{
    {wp, "comment_id", &WxrComment::id},
    {wp, "comment_author", &WxrComment::author},
    {wp, "comment_author_email", &WxrComment::mail},
    {wp, "comment_date", &WxrComment::date},
    {wp, "comment_date_gmt", &WxrComment::date_gmt},
    {wp, "comment_content", &WxrComment::content},
    {wp, "comment_approved", &WxrComment::approved},
    {wp, "comment_type", &WxrComment::type},
    {wp, "comment_parent", &WxrComment::parent},
    {wp, "comment_user_id", &WxrComment::user_id},
}};

constexpr std::array<Field<WxrMeta>, 2> meta_fields{{
    {wp, "meta_key", &WxrMeta::key},
    {wp, "meta_value", &WxrMeta::value, Trim::no},
}};

constexpr std::array<std::string_view, 17> used_meta_keys{
    "_thumbnail_id",
    "_wp_attached_file",
    "_wp_attachment_metadata",
    "_wp_attachment_image_alt",
    "_wp_old_slug",
    "_yoast_wpseo_primary_category",
    "_media_credit",
    "_menu_item_type",
    "_menu_item_menu_item_parent",
    "_menu_item_object_id",
    "_menu_item_object",
    "_menu_item_url",
    "footnotes",
    "cap-display_name",
    "cap-user_login",
    "cap-user_email",
    "cap-linked_account",
};

bool begins_with_export(std::string_view uri)
{
    return uri.starts_with("http://wordpress.org/export/") ||
           uri.starts_with("https://wordpress.org/export/");
}

WxrSpace space_of_prefix(std::string_view prefix)
{
    if (prefix == "wp")
        return WxrSpace::wordpress;
    if (prefix == "content")
        return WxrSpace::content;
    if (prefix == "excerpt")
        return WxrSpace::excerpt;
    if (prefix == "dc")
        return WxrSpace::dublin_core;
    return prefix.empty() ? WxrSpace::none : WxrSpace::other;
}

} // namespace

const std::string& WxrItem::meta_value(std::string_view key) const
{
    static const std::string nothing;
    const auto found = std::ranges::find(meta, key, &WxrMeta::key);
    return found == meta.end() ? nothing : found->value;
}

WxrSpace wxr_space(const XmlName& name)
{
    if (name.uri.empty())
        return space_of_prefix(name.prefix);
    if (begins_with_export(name.uri)) {
        const bool is_excerpt = name.uri.find("/excerpt") != std::string_view::npos;
        return is_excerpt ? WxrSpace::excerpt : WxrSpace::wordpress;
    }
    if (name.uri == "http://purl.org/rss/1.0/modules/content/")
        return WxrSpace::content;
    if (name.uri == "http://purl.org/dc/elements/1.1/")
        return WxrSpace::dublin_core;
    return WxrSpace::other;
}

WxrTarget site_field(WxrSite& site, WxrSpace space, std::string_view local)
{
    return find_field(site, site_fields, space, local);
}

WxrTarget author_field(WxrAuthor& author, WxrSpace space, std::string_view local)
{
    return find_field(author, author_fields, space, local);
}

WxrTarget term_field(WxrTerm& term, WxrSpace space, std::string_view local)
{
    return find_field(term, term_fields, space, local);
}

WxrTarget item_field(WxrItem& item, WxrSpace space, std::string_view local)
{
    return find_field(item, item_fields, space, local);
}

WxrTarget comment_field(WxrComment& comment, WxrSpace space, std::string_view local)
{
    return find_field(comment, comment_fields, space, local);
}

WxrTarget meta_field(WxrMeta& meta, WxrSpace space, std::string_view local)
{
    return find_field(meta, meta_fields, space, local);
}

bool is_used_meta_key(std::string_view key)
{
    return std::ranges::find(used_meta_keys, key) != used_meta_keys.end();
}

} // namespace masthead::transfer
