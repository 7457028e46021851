#pragma once

// For tests and fuzzers: a second opinion on what the sanitizer lets through, written from the
// policy and not from the sanitizer. It parses with gumbo as a whole page and walks without
// recursion, so that it shares neither tables nor passes with what it checks.

#include <gumbo.h>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>
#include <utility>

namespace masthead::text::check {

using Words = std::set<std::string, std::less<>>;

struct Allowed {
    Words elements;
    std::map<std::string, Words, std::less<>> attributes; // by element; "*" for all
};

inline Words words(std::string_view list)
{
    Words out;
    std::string word;
    for (const char c : std::string{list} + " ") {
        if (c != ' ')
            word += c;
        else if (!word.empty())
            out.insert(std::exchange(word, {}));
    }
    return out;
}

inline const Allowed& story()
{
    static const Allowed allowed{
        words(
            "p h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote cite q pre code kbd samp var sub sup "
            "em strong b i u s del ins mark small abbr dfn time br hr wbr a figure figcaption img "
            "picture source audio video track table caption colgroup col thead tbody tfoot tr th "
            "td details summary aside section div span ruby rt rp bdi bdo"),
        {{"*", words("class id dir lang title")},
         {"a", words("href rel")},
         {"img", words("src srcset sizes alt width height loading decoding")},
         {"source", words("src srcset sizes media type width height")},
         {"audio", words("src preload controls")},
         {"video", words("src poster preload controls width height")},
         {"track", words("src kind srclang label")},
         {"td", words("colspan rowspan headers")},
         {"th", words("colspan rowspan headers scope")},
         {"col", words("span")},
         {"colgroup", words("span")},
         {"ol", words("start reversed")},
         {"li", words("value")},
         {"details", words("open")},
         {"time", words("datetime")},
         {"del", words("cite datetime")},
         {"ins", words("cite datetime")},
         {"q", words("cite")},
         {"blockquote", words("cite")}}};
    return allowed;
}

inline const Allowed& comment()
{
    static const Allowed allowed{words("p br em strong a blockquote ul ol li code pre del"),
                                 {{"a", words("href rel")}, {"ol", words("start")}}};
    return allowed;
}

inline const Allowed& inline_only()
{
    static const Allowed allowed{words("em strong a code sub sup br"), {{"a", words("href rel")}}};
    return allowed;
}

// As a browser sees an address: without anything at or below a space, in lower case.
inline std::string squeezed(std::string_view url)
{
    std::string out;
    for (const char c : url)
        if (static_cast<unsigned char>(c) > 0x20)
            out += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    return out;
}

inline bool is_good_url(std::string_view raw, bool is_link)
{
    const auto url = squeezed(raw);
    const std::string_view view{url};
    if (view.find('\\') != view.npos || view.starts_with("//"))
        return false;
    if (view.starts_with("http://") || view.starts_with("https://"))
        return view.size() > view.find("//") + 2 && view[view.find("//") + 2] != '/';
    if (view.starts_with("/"))
        return true;
    if (!is_link)
        return false;
    if (view.starts_with("mailto:") || view.starts_with("tel:") || view.starts_with("#"))
        return true;
    return view.substr(0, view.find_first_of("/?#")).find(':') == view.npos;
}

inline bool is_good_srcset(std::string_view value)
{
    std::string candidate;
    for (const char c : std::string{value} + ", ") {
        if (c != ' ') {
            candidate += c;
            continue;
        }
        const bool ends = candidate.ends_with(',');
        if (ends)
            candidate.pop_back();
        const bool is_descriptor = candidate.size() < 13 && candidate.find('/') == candidate.npos;
        if (!candidate.empty() && !is_descriptor && !is_good_url(candidate, false))
            return false;
        candidate.clear();
    }
    return true;
}

// What is wrong with this attribute; empty for nothing.
inline std::string fault(const Allowed& allowed, const std::string& element,
                         const GumboAttribute& attribute)
{
    const std::string name = attribute.name;
    const std::string value = attribute.value;
    const auto has = [&](const std::string& key) {
        const auto found = allowed.attributes.find(key);
        return found != allowed.attributes.end() && found->second.contains(name);
    };
    const auto what = element + " " + name + "=" + value;
    if (!has(element) && !has("*"))
        return "attribute " + what;
    if ((name == "href" || name == "cite") && !is_good_url(value, true))
        return "address " + what;
    if ((name == "src" || name == "poster") && !is_good_url(value, false))
        return "address " + what;
    if (name == "srcset" && !is_good_srcset(value))
        return "srcset " + what;
    if (name == "id" && !value.starts_with("in-"))
        return "id " + what;
    return {};
}

inline std::string fault(const Allowed& allowed, const GumboElement& element)
{
    GumboStringPiece piece = element.original_tag;
    gumbo_tag_from_original_text(&piece);
    const std::string name = element.tag == GUMBO_TAG_UNKNOWN
                                 ? std::string{piece.data ? piece.data : "", piece.length}
                                 : gumbo_normalized_tagname(element.tag);
    if (!allowed.elements.contains(name) || element.tag_namespace != GUMBO_NAMESPACE_HTML)
        return "element " + name;
    for (unsigned int i = 0; i < element.attributes.length; ++i) {
        const auto found =
            fault(allowed, name, *static_cast<const GumboAttribute*>(element.attributes.data[i]));
        if (!found.empty())
            return found;
    }
    return {};
}

/// The first thing in `html` that the policy forbids; empty where there is none.
inline std::string forbidden_part(const std::string& html, const Allowed& allowed)
{
    const std::string page = "<!DOCTYPE html><html><head></head><body>" + html;
    GumboOptions options = kGumboDefaultOptions;
    options.max_errors = 0;
    auto* output = gumbo_parse_with_options(&options, page.data(), page.size());
    std::string found;
    std::vector<const GumboNode*> left;
    const auto push = [&](const GumboVector& nodes) {
        for (unsigned int i = 0; i < nodes.length; ++i)
            left.push_back(static_cast<const GumboNode*>(nodes.data[i]));
    };
    push(output->root->v.element.children);
    bool in_page = true; // head and body of the page itself
    while (!left.empty() && found.empty()) {
        const auto* node = left.back();
        left.pop_back();
        if (node->type == GUMBO_NODE_COMMENT || node->type == GUMBO_NODE_TEMPLATE)
            found = "comment or template";
        if (node->type != GUMBO_NODE_ELEMENT)
            continue;
        const auto tag = node->v.element.tag;
        in_page = node->parent == output->root && (tag == GUMBO_TAG_HEAD || tag == GUMBO_TAG_BODY);
        if (!in_page)
            found = fault(allowed, node->v.element);
        push(node->v.element.children);
    }
    gumbo_destroy_output(&options, output);
    return found;
}

} // namespace masthead::text::check
