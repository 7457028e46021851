#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::wordpress_body {

/// A picture (or sound, film, file) that this newsroom has, for an address of the old site.
struct MediaRef {
    std::string our_url;
    int width = 0;  ///< pixels, 0 where unknown
    int height = 0; ///< pixels, 0 where unknown
    std::string alt;
    std::string caption; ///< HTML, sanitised by the converter
    std::string credit;  ///< plain text
};

/// What stands in the export for an attachment's id.
struct AttachmentRef {
    std::string url; ///< the old site's address of the file; resolved by `resolve_media` afterwards
    std::string alt;
    std::string caption; ///< HTML, sanitised by the converter
};

/// What a body must be told of the world around it. Every callback may be empty: nothing is found.
struct BodyContext {
    /// Asked with every address that `media_candidates` gives, best first, until one is found.
    /// Those on the site's own host come with the scheme and host that `site_urls` gives it.
    std::function<std::optional<MediaRef>(const std::string& url)> resolve_media;
    std::function<std::optional<AttachmentRef>(std::int64_t id)> attachment_by_id;
    /// The attachments uploaded to this very post, in menu order: what `[gallery]` alone shows.
    std::function<std::vector<std::int64_t>()> attached_images;
    /// The new address of a page of the old site; asked with absolute addresses without fragment,
    /// in the same form.
    std::function<std::optional<std::string>(const std::string& url)> resolve_link;
    /// Base addresses of the old site ("https://example.org/news"); http and https, with and
    /// without www. are one site.
    std::vector<std::string> site_urls;
    /// Footnotes as the post's meta value `footnotes` holds them (JSON), or empty.
    std::string footnotes_json;
};

/// What could not be carried as it was.
enum class NoticeKind {
    unknown_shortcode, ///< detail: its name
    dynamic_block,     ///< detail: block name
    unknown_block,     ///< detail: block name; its HTML was kept
    malformed_block,   ///< detail: block name or the beginning of the comment
    embed,             ///< detail: host
    missing_media,     ///< detail: address
    dropped_element,   ///< detail: element name
    text_only,         ///< the body was too large or too deep; only its text was kept
};

/// The kind as it stands in reports ("unknown_shortcode").
std::string_view to_string(NoticeKind kind);

/// One fact for the import report; equal ones are counted, not repeated.
struct Notice {
    NoticeKind kind = NoticeKind::unknown_block;
    std::string detail;
    int count = 1;
};

/// A body ready to be stored.
struct ConvertedBody {
    std::string html; ///< policy `story`, sanitised
    std::vector<Notice> notices;
};

/// Turns a WordPress body (block comments or classic text, with shortcodes) into a story's HTML.
/// Hostile input is expected. Throws: what the callbacks throw, std::bad_alloc.  Threads: pure.
/// Time: linear in the input.
ConvertedBody convert_wordpress_body(std::string_view raw, const BodyContext& context);

} // namespace masthead::wordpress_body
