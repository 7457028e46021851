#include "core/text/markdown.hpp"

#include "core/base/text.hpp"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <cstdlib>
#include <memory>
#include <mutex>
#include <new>
#include <vector>

namespace masthead::text {

namespace {

struct FreeNode {
    void operator()(cmark_node* node) const { cmark_node_free(node); }
};
struct FreeParser {
    void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
};
struct FreeText {
    void operator()(char* text) const { std::free(text); }
};
using Document = std::unique_ptr<cmark_node, FreeNode>;

// cmark-gfm's extensions switch entries of one global table of special characters on and off while
// inlines are parsed, so two parsers must not run at once. A comment holds this for some 10 us.
std::mutex& parser_mutex()
{
    static std::mutex mutex;
    return mutex;
}

void attach(cmark_parser& parser, const char* name)
{
    if (auto* extension = cmark_find_syntax_extension(name))
        cmark_parser_attach_syntax_extension(&parser, extension);
}

Document parse(std::string_view markdown, int options,
               std::initializer_list<const char*> extensions)
{
    static const bool registered = [] {
        cmark_gfm_core_extensions_ensure_registered();
        return true;
    }();
    static_cast<void>(registered);
    const auto valid = to_valid_utf8(markdown);
    const std::lock_guard lock{parser_mutex()};
    const std::unique_ptr<cmark_parser, FreeParser> parser{cmark_parser_new(options)};
    for (const auto* name : extensions)
        attach(*parser, name);
    cmark_parser_feed(parser.get(), valid.data(), valid.size());
    Document document{cmark_parser_finish(parser.get())};
    if (!document)
        throw std::bad_alloc{};
    return document;
}

std::string render(cmark_node& document, int options)
{
    const std::unique_ptr<char, FreeText> html{cmark_render_html(&document, options, nullptr)};
    return html ? std::string{html.get()} : std::string{};
}

cmark_node* text_node(const char* text)
{
    auto* node = cmark_node_new(CMARK_NODE_TEXT);
    cmark_node_set_literal(node, text ? text : "");
    return node;
}

void move_children(cmark_node* from, cmark_node* to)
{
    while (auto* child = cmark_node_first_child(from)) {
        cmark_node_unlink(child);
        cmark_node_append_child(to, child);
    }
}

// The old node's buffer holds the text of its former children, so it lives until all is drawn.
Document replace(cmark_node* old, cmark_node* replacement)
{
    cmark_node_replace(old, replacement);
    return Document{old};
}

Document picture_to_link(cmark_node* image)
{
    auto* link = cmark_node_new(CMARK_NODE_LINK);
    cmark_node_set_url(link, cmark_node_get_url(image));
    if (cmark_node_first_child(image))
        move_children(image, link);
    else
        cmark_node_append_child(link, text_node(cmark_node_get_url(image)));
    return replace(image, link);
}

Document heading_to_paragraph(cmark_node* heading)
{
    auto* paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH);
    auto* strong = cmark_node_new(CMARK_NODE_STRONG);
    move_children(heading, strong);
    cmark_node_append_child(paragraph, strong);
    return replace(heading, paragraph);
}

Document html_block_to_paragraph(cmark_node* block)
{
    auto* paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH);
    const std::string source{trim(cmark_node_get_literal(block))};
    bool first = true;
    for (const auto line : split(source, '\n')) {
        if (!first)
            cmark_node_append_child(paragraph, cmark_node_new(CMARK_NODE_LINEBREAK));
        first = false;
        cmark_node_append_child(paragraph, text_node(std::string{line}.c_str()));
    }
    return replace(block, paragraph);
}

// The nodes that a comment cannot have, inner before outer.
std::vector<cmark_node*> find_excess(cmark_node& document)
{
    std::vector<cmark_node*> found;
    auto* iterator = cmark_iter_new(&document);
    for (auto event = cmark_iter_next(iterator); event != CMARK_EVENT_DONE;
         event = cmark_iter_next(iterator)) {
        auto* node = cmark_iter_get_node(iterator);
        const auto type = cmark_node_get_type(node);
        const bool is_html = type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE;
        const bool is_container = type == CMARK_NODE_IMAGE || type == CMARK_NODE_HEADING;
        if (is_html || (is_container && event == CMARK_EVENT_EXIT))
            found.push_back(node);
    }
    cmark_iter_free(iterator);
    return found;
}

// Replaces each by what comes nearest to it. Returns the replaced nodes, to be kept until the
// document is drawn.
std::vector<Document> reduce_to_comment(cmark_node& document)
{
    std::vector<Document> replaced;
    for (auto* node : find_excess(document)) {
        const auto type = cmark_node_get_type(node);
        if (type == CMARK_NODE_IMAGE)
            replaced.push_back(picture_to_link(node));
        else if (type == CMARK_NODE_HEADING)
            replaced.push_back(heading_to_paragraph(node));
        else if (type == CMARK_NODE_HTML_BLOCK)
            replaced.push_back(html_block_to_paragraph(node));
        else
            replaced.push_back(replace(node, text_node(cmark_node_get_literal(node))));
    }
    return replaced;
}

} // namespace

std::string markdown_story(std::string_view markdown, const SanitizeOptions& options)
{
    constexpr int flags = CMARK_OPT_UNSAFE | CMARK_OPT_FOOTNOTES;
    const auto document = parse(markdown, flags, {"table", "strikethrough", "autolink"});
    auto story = options;
    story.policy = HtmlPolicy::story;
    return sanitize_html(render(*document, flags), story).html;
}

std::string markdown_comment(std::string_view markdown)
{
    constexpr int flags = CMARK_OPT_HARDBREAKS;
    const auto document = parse(markdown, flags, {"strikethrough", "autolink"});
    const auto replaced = reduce_to_comment(*document);
    return sanitize_html(render(*document, flags), HtmlPolicy::comment);
}

} // namespace masthead::text
