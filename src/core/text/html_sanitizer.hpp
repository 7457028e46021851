#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::text {

/// What a piece of HTML may contain.
/// `story`: semantic HTML of an article. `comment`: what a reader may write. `inline_only`:
/// captions, standfirsts, names: no block at all.
enum class HtmlPolicy { story, comment, inline_only };

/// What the sanitizer must know about the place the HTML will stand in.
struct SanitizeOptions {
    HtmlPolicy policy = HtmlPolicy::comment;
    /// Host names (lower case, with port where one is used) that are this site: story links to them
    /// get no `rel`. Empty: every absolute link leaves the site.
    std::vector<std::string> own_hosts;
};

/// A sanitised fragment with what was lost on the way.
struct SanitizedHtml {
    std::string html;
    /// Names of elements dropped with their contents ("script", "form" …), each once, sorted.
    std::vector<std::string> dropped;
    /// The input was longer than `html_bytes_max` or would have built too large a tree: only its
    /// text was kept.
    bool text_only = false;
};

/// Put before every `id` (and the fragments that point at one), so that content can neither shadow
/// a DOM name nor take an id of the page's own.
inline constexpr std::string_view content_id_prefix = "in-";

/// Nesting beyond this is flattened: the contents stay, the elements go.
inline constexpr std::size_t html_depth_max = 96;
/// Longer input is kept as plain paragraphs of its first bytes.
inline constexpr std::size_t html_bytes_max = 8 * 1024 * 1024;
/// A longer address is dropped.
inline constexpr std::size_t url_bytes_max = 4'096;

/// Turns any bytes into a canonical, well-formed HTML5 fragment that holds nothing but what the
/// policy allows; parsed again it gives the same tree, sanitised again the same bytes.
/// Throws: std::bad_alloc only.  Threads: pure.  Time: linear in the input.
std::string sanitize_html(std::string_view html, HtmlPolicy policy);
SanitizedHtml sanitize_html(std::string_view html, const SanitizeOptions& options);

/// The class names that policy `story` keeps, sorted.
const std::vector<std::string_view>& story_classes();

} // namespace masthead::text
