#include "features/comments/prepare_comment.hpp"

#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "core/text/clean_text.hpp"
#include "core/text/excerpt.hpp"
#include "core/text/html_lexer.hpp"
#include "core/text/markdown.hpp"

namespace masthead::comments {

namespace {

std::vector<std::string> links_in(const std::string& html)
{
    std::vector<std::string> links;
    text::HtmlLexer lexer{html};
    text::HtmlToken token;
    while (lexer.next(token)) {
        if (token.kind != text::HtmlToken::Kind::start_tag || token.name != "a")
            continue;
        if (auto address = token.attribute("href"))
            links.push_back(std::move(*address));
    }
    return links;
}

// White space, and characters that take no place: alone they are no words.
bool is_blank(char32_t c)
{
    return c <= 0x20 || c == 0x85 || c == 0xa0 || c == 0xad || c == 0x34f || c == 0x61c ||
           c == 0x115f || c == 0x1160 || c == 0x1680 || c == 0x180e ||
           (c >= 0x2000 && c <= 0x200f) || (c >= 0x2028 && c <= 0x202f) ||
           (c >= 0x205f && c <= 0x206f) || c == 0x2800 || c == 0x3000 || c == 0x3164 ||
           (c >= 0xfe00 && c <= 0xfe0f) || c == 0xfeff || c == 0xffa0;
}

bool is_all_blank(std::string_view plain)
{
    for (std::size_t at = 0; at < plain.size();) {
        if (!is_blank(text::next_code_point(plain, at)))
            return false;
    }
    return true;
}

} // namespace

Result<PreparedText> prepare_comment(std::string_view markdown)
{
    if (markdown.size() > limits::comment_bytes_max)
        return refuse(Refusal::too_large, "comment.too_long");
    if (!is_valid_utf8(markdown))
        return refuse(Refusal::invalid, "comment.not_text");
    PreparedText prepared;
    text::append_clean(prepared.source, markdown);
    prepared.html = text::markdown_comment(prepared.source);
    prepared.plain = text::plain_text(prepared.html);
    if (is_all_blank(prepared.plain))
        return refuse(Refusal::invalid, "comment.empty");
    prepared.links = links_in(prepared.html);
    if (prepared.links.size() > links_max)
        return refuse(Refusal::invalid, "comment.too_many_links");
    return prepared;
}

} // namespace masthead::comments
