#pragma once

#include <cstdint>
#include <string>
#include <vector>

/// What a WordPress export (WXR) says, before anybody has judged or changed it. Every field is as
/// the file holds it: bytes from outside.
namespace masthead::transfer {

/// What the channel says of the site.
struct WxrSite {
    std::string version; ///< "1.2"
    std::string title;
    std::string link;
    std::string description;
    std::string language;
    std::string base_site_url;
    std::string base_blog_url;
};

/// A user of the old site who wrote something.
struct WxrAuthor {
    std::int64_t line = 0;
    std::string id;
    std::string login;
    std::string mail;
    std::string display_name;
    std::string first_name;
    std::string last_name;
};

/// A category, a tag, or a term of another taxonomy ("nav_menu").
struct WxrTerm {
    std::int64_t line = 0;
    std::string id;
    std::string taxonomy; ///< "category", "post_tag", …
    std::string slug;
    std::string parent; ///< slug of the parent
    std::string name;
    std::string description;
};

/// A term as an item names it.
struct WxrTermRef {
    std::string domain;
    std::string nicename;
    std::string name;
};

/// A value that WordPress or a plugin keeps beside an item; may be PHP-serialised.
struct WxrMeta {
    std::string key;
    std::string value;
};

/// A comment, pingback or trackback.
struct WxrComment {
    std::int64_t line = 0;
    std::string id;
    std::string author;
    std::string mail;
    std::string date;
    std::string date_gmt;
    std::string content;
    std::string approved;
    std::string type;
    std::string parent;
    std::string user_id;
};

/// A post, page, attachment, menu entry or anything else. Its comments come apart, before it.
struct WxrItem {
    std::int64_t line = 0;
    std::string title;
    std::string link;
    std::string pub_date;
    std::string creator;
    std::string guid;
    std::string content;
    std::string excerpt;
    std::string id;
    std::string date;
    std::string date_gmt;
    std::string modified_gmt;
    std::string comment_status;
    std::string name; ///< the slug; percent-encoded where it is not ASCII
    std::string status;
    std::string parent;
    std::string menu_order;
    std::string type;
    std::string password;
    std::string sticky;
    std::string attachment_url;
    std::vector<WxrTermRef> terms;
    std::vector<WxrMeta> meta; ///< only the keys an import can use

    /// The first value of a key; empty where there is none.
    const std::string& meta_value(std::string_view key) const;
};

} // namespace masthead::transfer
