#include "core/text/html_sanitizer.hpp"

#include "core/text/clean_text.hpp"
#include "core/text/gumbo_tree.hpp"
#include "core/text/html_attributes.hpp"
#include "core/text/html_elements.hpp"
#include "core/text/html_lexer.hpp"
#include "core/text/html_lowering.hpp"
#include "core/text/html_text.hpp"

#include "core/base/text.hpp"

#include <algorithm>

namespace masthead::text {

namespace {

// Measured: 13 bytes of tree for each byte of a story's HTML, 47 for a page of nothing but "<br>".
// What asks for more is built to exhaust memory.
constexpr std::size_t tree_bytes_per_byte = 128;
constexpr std::size_t tree_bytes_min = 1024 * 1024;
constexpr std::size_t tree_bytes_max = 512 * 1024 * 1024;

// A table needs three more levels below itself, which must not be flattened one by one.
constexpr std::size_t table_levels = 3;
// Fewer than the first pass lets through, so that a second run finds nothing to do.
constexpr std::size_t formatting_depth_max = 12;

std::string_view name_of(const GumboElement& element)
{
    if (element.tag != GUMBO_TAG_UNKNOWN)
        return gumbo_normalized_tagname(element.tag);
    GumboStringPiece name = element.original_tag;
    gumbo_tag_from_original_text(&name);
    return name.data ? std::string_view{name.data, name.length} : std::string_view{};
}

bool is_element(const GumboNode& node)
{
    return node.type == GUMBO_NODE_ELEMENT;
}

bool is_blank(std::string_view text)
{
    return text.find_first_not_of(" \t\n") == text.npos;
}

bool has_block_inside(const GumboNode& node)
{
    bool found = false;
    each_node(node.v.element.children, [&](const GumboNode& child) {
        if (found || !is_element(child))
            return;
        const auto* element = find_element(name_of(child.v.element));
        found = (element && element->is(element::block)) || has_block_inside(child);
    });
    return found;
}

// What an old-fashioned element means where only its successor is allowed.
std::string_view stronger(std::string_view name)
{
    if (name == "b")
        return "strong";
    if (name == "i")
        return "em";
    return name == "s" ? "del" : name;
}

// Where an element will be written.
struct Place {
    std::string_view parent; // name of the element it is written into; empty at the top
    std::size_t depth = 0;
    std::size_t formatting = 0;
    bool in_link = false;
    bool in_heading = false;
};

bool holds_only_table_parts(std::string_view name)
{
    return name == "table" || name == "tbody" || name == "thead" || name == "tfoot" ||
           name == "tr" || name == "colgroup";
}

// Whether the parser would leave this element in this parent when it reads our output.
bool fits(const Element& element, const Place& place)
{
    const auto name = element.name;
    const auto parent = place.parent;
    if (name == "li")
        return parent == "ul" || parent == "ol";
    if (name == "dt" || name == "dd")
        return parent == "dl";
    if (name == "rt" || name == "rp")
        return parent == "ruby";
    if (name == "td" || name == "th")
        return parent == "tr";
    if (name == "tr")
        return parent == "tbody" || parent == "thead" || parent == "tfoot";
    if (name == "col")
        return parent == "colgroup";
    if (name == "source")
        return parent == "picture" || parent == "audio" || parent == "video";
    if (name == "track")
        return parent == "audio" || parent == "video";
    if (element.is(element::table_part) && name != "table")
        return parent == "table";
    return !holds_only_table_parts(parent);
}

class Serializer {
public:
    Serializer(const SanitizeOptions& options, std::size_t size_hint) : options_(options)
    {
        out_.reserve(size_hint);
        switch (options.policy) {
        case HtmlPolicy::story: allowed_ = element::in_story; break;
        case HtmlPolicy::comment: allowed_ = element::in_comment; break;
        case HtmlPolicy::inline_only: allowed_ = element::in_inline; break;
        }
    }

    std::string run(const GumboVector& nodes)
    {
        children(nodes, Place{});
        return std::move(out_);
    }

private:
    void children(const GumboVector& nodes, const Place& place)
    {
        each_node(nodes, [&](const GumboNode& child) { node(child, place); });
    }

    void node(const GumboNode& node, const Place& place)
    {
        switch (node.type) {
        case GUMBO_NODE_TEXT:
        case GUMBO_NODE_WHITESPACE:
        case GUMBO_NODE_CDATA:
            if (!holds_only_table_parts(place.parent))
                write_text(node.v.text.text);
            break;
        case GUMBO_NODE_ELEMENT: choose(node, place); break;
        case GUMBO_NODE_DOCUMENT:
        case GUMBO_NODE_COMMENT:
        case GUMBO_NODE_TEMPLATE: break;
        }
    }

    // Which element stands for this one: itself, a substitute, or only its contents.
    void choose(const GumboNode& node, const Place& place)
    {
        const auto* element = find_element(name_of(node.v.element));
        if (!element || node.v.element.tag_namespace != GUMBO_NAMESPACE_HTML) {
            unwrap(node, place);
            return;
        }
        if (element->is(element::drop))
            return;
        const auto name = substitute(*element, node, place);
        if (name.empty())
            unwrap_separated(*element, node, place);
        else
            write(*find_element(name), node, place);
    }

    std::string_view substitute(const Element& element, const GumboNode& node,
                                const Place& place) const
    {
        auto name = element.name;
        if (name == "h1")
            name = "h2";
        else if (name == "menu" || name == "dir")
            name = "ul";
        else if (!element.is(allowed_))
            name = stronger(name);
        const auto& wanted = *find_element(name);
        const bool block_in_paragraph = name == "p" && has_block_inside(node);
        if (wanted.is(allowed_) && fits(wanted, place) && !is_too_deep(wanted, place) &&
            !(name == "a" && place.in_link) && !(wanted.is(element::heading) && place.in_heading))
            return block_in_paragraph ? (options_.policy == HtmlPolicy::story ? "div" : "") : name;
        return can_be_paragraph(element, node, place) ? "p" : "";
    }

    bool is_too_deep(const Element& element, const Place& place) const
    {
        if (element.is(element::formatting) && place.formatting >= formatting_depth_max)
            return true;
        if (element.name == "table")
            return place.depth + table_levels >= html_depth_max;
        return place.depth >= html_depth_max && !element.is(element::table_part);
    }

    // An <article> or a heading that the policy does not know keeps at least its own line.
    bool can_be_paragraph(const Element& element, const GumboNode& node, const Place& place) const
    {
        if (!element.is(element::block) || element.is(element::is_void | element::table_part) ||
            options_.policy == HtmlPolicy::inline_only || place.depth >= html_depth_max ||
            place.in_heading || place.in_link || place.formatting > 0)
            return false;
        const auto parent = place.parent;
        const bool takes_blocks = parent.empty() || parent == "div" || parent == "blockquote" ||
                                  parent == "section" || parent == "aside" || parent == "figure" ||
                                  parent == "li" || parent == "td" || parent == "details";
        return takes_blocks && !has_block_inside(node);
    }

    void unwrap(const GumboNode& node, const Place& place)
    {
        if (!holds_only_table_parts(place.parent))
            children(node.v.element.children, place);
    }

    // Two blocks that lose their tags must not grow together into one word.
    void unwrap_separated(const Element& element, const GumboNode& node, const Place& place)
    {
        const bool separate = element.is(element::block | element::table_part) &&
                              !holds_only_table_parts(place.parent);
        if (separate)
            add_space();
        unwrap(node, place);
        if (separate)
            add_space();
    }

    void add_space() { needs_space_ = needs_space_ || !at_edge_; }

    void write_text(const char* text)
    {
        if (*text == '\0')
            return;
        if (needs_space_ && !is_blank(std::string_view{text, 1}))
            out_ += ' ';
        needs_space_ = false;
        at_edge_ = false;
        append_clean_escaped(out_, text);
    }

    // At a block's own tags, words are apart already.
    void pass_tag(const Element& element)
    {
        at_edge_ = element.is(element::block | element::table_part) || element.name == "br";
        if (needs_space_ && !at_edge_)
            out_ += ' ';
        needs_space_ = false;
    }

    void write(const Element& element, const GumboNode& node, const Place& place)
    {
        if (is_useless_media(element, node)) {
            unwrap(node, place);
            return;
        }
        const bool was_at_edge = at_edge_;
        const auto start = out_.size();
        pass_tag(element);
        const auto tag = out_.size();
        out_ += '<';
        out_ += element.name;
        if (!append_attributes(out_, node.v.element, element.name, options_)) {
            out_.resize(start);
            if (!element.is(element::is_void))
                unwrap(node, place);
            return;
        }
        out_ += '>';
        if (element.is(element::is_void))
            return;
        const auto content = out_.size();
        children(node.v.element.children, inside(element, place));
        if (is_superfluous(element, tag, content)) {
            take_back(element, start, content);
            at_edge_ = was_at_edge;
            return;
        }
        // Parsers swallow one newline behind <pre> and serializers do not write it again: only
        // without any does the tree survive both.
        if (element.name == "pre")
            out_.erase(content, out_.find_first_not_of('\n', content) - content);
        if (element.is(element::block | element::table_part)) {
            needs_space_ = false;
            at_edge_ = true;
        }
        out_.append("</").append(element.name).append(">");
    }

    Place inside(const Element& element, const Place& place) const
    {
        Place inner = place;
        inner.parent = element.name;
        inner.depth += 1;
        inner.formatting += element.is(element::formatting) ? 1 : 0;
        inner.in_link |= element.name == "a";
        inner.in_heading |= element.is(element::heading);
        return inner;
    }

    // Whether an element turned out empty and means nothing so.
    bool is_superfluous(const Element& element, std::size_t tag, std::size_t content) const
    {
        const std::string_view out{out_};
        const bool is_media = element.name == "audio" || element.name == "video";
        return is_blank(out.substr(content)) && !is_media && !element.is(element::keep_empty) &&
               out.substr(tag, content - tag).find(" id=\"") == out.npos;
    }

    // An inline element leaves its white space behind: it stood between words.
    void take_back(const Element& element, std::size_t start, std::size_t content)
    {
        const auto space = element.is(element::block) ? std::string{} : out_.substr(content);
        out_.resize(start);
        out_ += space;
    }

    // A picture without <img>, a sound or film without any address.
    bool is_useless_media(const Element& element, const GumboNode& node) const
    {
        const bool is_picture = element.name == "picture";
        if (!is_picture && element.name != "audio" && element.name != "video")
            return false;
        std::string attributes;
        append_attributes(attributes, node.v.element, element.name, options_);
        if (!is_picture && attributes.find(" src=\"") != attributes.npos)
            return false;
        bool useful = false;
        each_node(node.v.element.children, [&](const GumboNode& child) {
            if (!is_element(child) || name_of(child.v.element) != (is_picture ? "img" : "source"))
                return;
            std::string unused;
            useful |=
                append_attributes(unused, child.v.element, is_picture ? "img" : "source", options_);
        });
        return !useful;
    }

    const SanitizeOptions& options_;
    std::uint32_t allowed_ = 0;
    std::string out_;
    bool at_edge_ = true;      // nothing inline was written since the last block's tag
    bool needs_space_ = false; // a block lost its tags between here and the last text
};

constexpr std::size_t text_piece_max = html_bytes_max / 16;

// The last resort: the text alone, in paragraphs where blocks stood. Half the limit, so that the
// result is itself within it.
std::string text_paragraphs(std::string_view html, HtmlPolicy policy)
{
    const bool paragraphs = policy != HtmlPolicy::inline_only;
    std::string out;
    std::string line;
    const auto flush = [&] {
        if (!is_blank(line) && paragraphs)
            out += "<p>" + line + "</p>\n";
        else if (!is_blank(line))
            out += line + ' ';
        line.clear();
    };
    HtmlLexer lexer{html};
    HtmlToken token;
    bool raw = false;
    while (out.size() + line.size() < html_bytes_max / 2 && lexer.next(token)) {
        const auto* element = find_element(token.name);
        if (token.kind == HtmlToken::Kind::text && !raw)
            append_clean_escaped(line, decode_references(cut_utf8(token.source, text_piece_max)));
        if (element && element->is(element::block))
            flush();
        raw = token.kind == HtmlToken::Kind::start_tag && is_raw_text_element(token.name);
    }
    flush();
    return out;
}

} // namespace

const std::vector<std::string_view>& story_classes()
{
    static const std::vector<std::string_view> classes{"aligncenter",
                                                       "alignfull",
                                                       "alignleft",
                                                       "alignright",
                                                       "alignwide",
                                                       "credit",
                                                       "embed",
                                                       "embed-link",
                                                       "factbox",
                                                       "file",
                                                       "footnotes",
                                                       "gallery",
                                                       "has-text-align-center",
                                                       "has-text-align-left",
                                                       "has-text-align-right",
                                                       "media-text",
                                                       "missing-picture",
                                                       "pullquote",
                                                       "verse"};
    return classes;
}

SanitizedHtml sanitize_html(std::string_view html, const SanitizeOptions& options)
{
    SanitizedHtml result;
    const bool too_long = html.size() > html_bytes_max;
    std::string input;
    input.reserve(std::min(html.size(), html_bytes_max));
    append_clean(input, cut_utf8(html, html_bytes_max));
    if (!too_long) {
        auto lowered = lower_html(input);
        result.dropped = std::move(lowered.dropped);
        std::sort(result.dropped.begin(), result.dropped.end());
        const auto memory =
            std::clamp(lowered.html.size() * tree_bytes_per_byte, tree_bytes_min, tree_bytes_max);
        if (const auto tree = GumboTree::parse(lowered.html, memory))
            result.html = Serializer{options, lowered.html.size()}.run(tree->nodes());
        else
            result.text_only = true;
    }
    if (too_long || result.html.size() > html_bytes_max)
        result.text_only = true;
    if (result.text_only)
        result.html = text_paragraphs(input, options.policy);
    return result;
}

std::string sanitize_html(std::string_view html, HtmlPolicy policy)
{
    SanitizeOptions options;
    options.policy = policy;
    return sanitize_html(html, options).html;
}

} // namespace masthead::text
