#include "surfaces/transfer/wordpress_body/convert.hpp"

#include "surfaces/transfer/wordpress_body/automatic_paragraphs.hpp"
#include "surfaces/transfer/wordpress_body/block_names.hpp"
#include "surfaces/transfer/wordpress_body/block_parser.hpp"
#include "surfaces/transfer/wordpress_body/embeds.hpp"
#include "surfaces/transfer/wordpress_body/pieces.hpp"
#include "surfaces/transfer/wordpress_body/references.hpp"
#include "surfaces/transfer/wordpress_body/shortcodes.hpp"

#include "core/base/text.hpp"
#include "core/text/clean_text.hpp"
#include "core/text/html_lexer.hpp"
#include "core/text/html_sanitizer.hpp"
#include "core/text/html_text.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

namespace masthead::wordpress_body {

namespace {

using text::HtmlToken;

constexpr std::size_t block_json_bytes_max = 256 * 1024;

bool is_blank(std::string_view text)
{
    return text.find_first_not_of(" \t\n\r") == text.npos;
}

std::string string_of(const boost::json::object& attributes, std::string_view key)
{
    const auto* value = attributes.if_contains(key);
    const auto* string = value ? value->if_string() : nullptr;
    return string ? std::string{*string} : std::string{};
}

std::int64_t id_of(const boost::json::value& value)
{
    if (const auto* number = value.if_int64())
        return *number;
    const auto* string = value.if_string();
    std::int64_t id = 0;
    if (string)
        std::from_chars(string->data(), string->data() + string->size(), id);
    return id;
}

std::vector<std::int64_t> ids_of(const boost::json::object& attributes)
{
    std::vector<std::int64_t> ids;
    const auto* list = attributes.if_contains("ids");
    if (const auto* array = list ? list->if_array() : nullptr)
        for (const auto& each : *array)
            ids.push_back(id_of(each));
    return ids;
}

// The contents of the first <figcaption>.
std::string caption_of(std::string_view html)
{
    text::HtmlLexer lexer{html};
    HtmlToken token;
    std::size_t begin = 0;
    while (lexer.next(token)) {
        if (token.name != "figcaption")
            continue;
        if (token.kind == HtmlToken::Kind::start_tag)
            begin = lexer.position();
        else if (begin > 0)
            return std::string{html.substr(begin, lexer.position() - token.source.size() - begin)};
    }
    return {};
}

// The first http address in the text of a block.
std::string url_in_text(std::string_view html)
{
    const auto words = text::strip_tags(html);
    const auto at = words.find("http");
    return at == words.npos ? std::string{}
                            : words.substr(at, words.find_first_of(" \n\t", at) - at);
}

bool holds_tag(std::string_view html, std::string_view name)
{
    text::HtmlLexer lexer{html};
    HtmlToken token;
    while (lexer.next(token))
        if (token.kind == HtmlToken::Kind::start_tag && token.name == name)
            return true;
    return false;
}

// A gallery's HTML without the list that older editors made of it, and without its outer figure,
// which is written anew.
std::string gallery_contents(std::string_view html)
{
    std::string out;
    text::HtmlLexer lexer{html};
    HtmlToken token;
    int outer = 0; // open elements that were left out
    while (lexer.next(token)) {
        const bool is_start = token.kind == HtmlToken::Kind::start_tag;
        const bool is_list = token.name == "ul" || token.name == "li";
        const auto classes = is_start ? token.attribute("class").value_or("") : std::string{};
        const bool is_outer = token.name == "figure" && is_start && outer == 0 &&
                              classes.find("wp-block-gallery") != classes.npos;
        outer += is_outer ? 1 : 0;
        if (!is_list && !is_outer)
            out += token.source;
    }
    const auto last = out.rfind("</figure>");
    if (outer > 0 && last != out.npos)
        out.erase(last, 9);
    return out;
}

class Converter {
public:
    Converter(const BodyContext& context, Report& report) : context_(context), report_(report) {}

    std::string run(std::string_view body)
    {
        const auto parsed = parse_blocks(body);
        for (const auto& name : parsed.malformed)
            report_.add(NoticeKind::malformed_block, name);
        std::string out;
        for (const auto& block : parsed.blocks)
            out += convert(block);
        return out;
    }

private:
    std::string convert(const Block& block)
    {
        switch (block_kind(block.name)) {
        case BlockKind::freeform:
        case BlockKind::shortcode: return classic(block);
        case BlockKind::nothing: return {};
        case BlockKind::image: return image(block);
        case BlockKind::gallery: return gallery(block);
        case BlockKind::cover: return cover(block);
        case BlockKind::embed: return embed(block);
        case BlockKind::social_link: return social_link(block);
        case BlockKind::footnotes: return footnotes();
        case BlockKind::dynamic: return dynamic(block);
        case BlockKind::unknown: return unknown(block);
        case BlockKind::contents: break;
        }
        return contents(block);
    }

    // The block's own HTML with its inner blocks in their places.
    std::string contents(const Block& block)
    {
        std::string out;
        for (const auto& part : block.parts)
            out += part.child == Block::no_child ? html(part.html)
                                                 : convert(block.children[part.child]);
        return out;
    }

    std::string html(std::string_view source)
    {
        Pieces pieces;
        const auto plain = convert_shortcodes(source, context_, pieces, report_);
        return pieces.filled(convert_bare_urls(plain, pieces, report_));
    }

    std::string classic(const Block& block)
    {
        std::string out;
        for (const auto& part : block.parts) {
            if (part.child != Block::no_child) {
                out += convert(block.children[part.child]);
            } else if (!is_blank(part.html)) {
                Pieces pieces;
                auto plain = convert_shortcodes(part.html, context_, pieces, report_);
                plain = convert_bare_urls(plain, pieces, report_);
                out += pieces.filled(automatic_paragraphs(plain));
            }
        }
        return out;
    }

    std::string image(const Block& block)
    {
        auto out = contents(block);
        if (holds_tag(out, "img"))
            return out;
        const auto json = attributes_of(block);
        const auto* id = json.if_contains("id");
        return id ? attachment_figure(id_of(*id), context_, report_) : out;
    }

    std::string gallery(const Block& block)
    {
        auto inside = gallery_contents(contents(block));
        if (holds_tag(inside, "img"))
            return "<figure class=\"gallery\">" + inside + "</figure>";
        auto built = gallery_of(ids_of(attributes_of(block)), context_, report_);
        if (built.empty())
            report_.add(NoticeKind::missing_media, "gallery without pictures");
        return built;
    }

    // Older covers name their picture only in the block's attributes or a style.
    std::string cover(const Block& block)
    {
        auto out = contents(block);
        for (const auto& part : block.parts)
            if (holds_tag(part.html, "img") || holds_tag(part.html, "video"))
                return out;
        const auto json = attributes_of(block);
        const auto url = string_of(json, "url");
        if (url.empty())
            return out;
        const bool is_film = string_of(json, "backgroundType") == "video";
        return (is_film ? "<figure><video src=\"" + escape_html(url) + "\"></video></figure>"
                        : "<figure><img src=\"" + escape_html(url) + "\"></figure>") +
               out;
    }

    std::string embed(const Block& block)
    {
        std::string source;
        for (const auto& part : block.parts)
            source += part.html;
        auto url = string_of(attributes_of(block), "url");
        if (url.empty())
            url = url_in_text(source);
        auto box = embed_box(url, caption_of(source), report_);
        return box.empty() ? contents(block) : box;
    }

    std::string social_link(const Block& block)
    {
        const auto json = attributes_of(block);
        const auto url = string_of(json, "url");
        auto name = string_of(json, "label");
        if (name.empty())
            name = string_of(json, "service");
        if (url.empty() || name.empty())
            return {};
        return "<li><a href=\"" + escape_html(url) + "\">" + escape_html(name) + "</a></li>";
    }

    // The notes stand in the post's meta data; the block only says where.
    std::string footnotes()
    {
        boost::json::error_code error;
        const auto json = boost::json::parse(context_.footnotes_json, error);
        const auto* notes = error ? nullptr : json.if_array();
        if (!notes || notes->empty()) {
            report_.add(NoticeKind::dynamic_block, "footnotes");
            return {};
        }
        std::string items;
        for (const auto& note : *notes) {
            const auto* members = note.if_object();
            if (!members)
                continue;
            const auto id = escape_html(string_of(*members, "id"));
            items += "<li id=\"" + id + "\">" + string_of(*members, "content") + " <a href=\"#" +
                     id + "-link\">↩</a></li>";
        }
        return "<section class=\"footnotes\"><ol>" + items + "</ol></section>";
    }

    std::string dynamic(const Block& block)
    {
        auto detail = block.name;
        const auto json = attributes_of(block);
        if (const auto* ref = json.if_contains("ref"))
            detail += " " + std::to_string(id_of(*ref));
        report_.add(NoticeKind::dynamic_block, detail);
        return {};
    }

    std::string unknown(const Block& block)
    {
        const bool empty = block.self_closing || (block.children.empty() && holds_nothing(block));
        report_.add(empty ? NoticeKind::dynamic_block : NoticeKind::unknown_block, block.name);
        return contents(block);
    }

    static bool holds_nothing(const Block& block)
    {
        return std::all_of(block.parts.begin(), block.parts.end(),
                           [](const Block::Part& part) { return is_blank(part.html); });
    }

    boost::json::object attributes_of(const Block& block)
    {
        if (block.attributes.empty())
            return {};
        boost::json::error_code error;
        boost::json::value json;
        if (block.attributes.size() <= block_json_bytes_max)
            json = boost::json::parse(block.attributes, error);
        if (error || !json.is_object()) {
            report_.add(NoticeKind::malformed_block, block.name);
            return {};
        }
        return std::move(json.as_object());
    }

    const BodyContext& context_;
    Report& report_;
};

// Line ends as the parsers expect them, and nothing in the text that marks of pieces consist of.
std::string prepared(std::string_view raw)
{
    std::string body;
    body.reserve(raw.size());
    text::append_clean(body, raw);
    return body;
}

} // namespace

ConvertedBody convert_wordpress_body(std::string_view raw, const BodyContext& context)
{
    Report report;
    const auto body = prepared(raw);
    const auto converted = Converter{context, report}.run(body);
    const auto rewritten = rewrite_references(converted, context, report);
    const text::SanitizeOptions options{text::HtmlPolicy::story, {}};
    auto sanitized = text::sanitize_html(rewritten, options);
    for (const auto& name : sanitized.dropped)
        report.add(NoticeKind::dropped_element, name);
    if (sanitized.text_only)
        report.add(NoticeKind::text_only, "");
    return {std::string{trim(sanitized.html)}, report.notices()};
}

} // namespace masthead::wordpress_body
