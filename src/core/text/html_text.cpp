#include "core/text/html_text.hpp"

#include "core/text/clean_text.hpp"
#include "core/text/gumbo_tree.hpp"
#include "core/text/html_elements.hpp"
#include "core/text/html_lexer.hpp"

#include "core/base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace masthead::text {

namespace {

struct Reference {
    std::string_view name;
    std::string_view text;
};

// The names that newspapers' texts are full of. The other two thousand are asked of gumbo.
constexpr std::array references{
    Reference{"amp", "&"},    Reference{"lt", "<"},    Reference{"gt", ">"},
    Reference{"quot", "\""},  Reference{"apos", "'"},  Reference{"nbsp", "\u00A0"},
    Reference{"hellip", "…"}, Reference{"ndash", "–"}, Reference{"mdash", "—"},
    Reference{"lsquo", "‘"},  Reference{"rsquo", "’"}, Reference{"ldquo", "“"},
    Reference{"rdquo", "”"},  Reference{"copy", "©"},  Reference{"euro", "€"},
};

constexpr std::size_t reference_bytes_max = 40;

bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '#';
}

std::string decoded_by_gumbo(std::string_view reference)
{
    std::string out;
    if (const auto tree = GumboTree::parse(reference, 1024 * 1024))
        each_node(tree->nodes(), [&](const GumboNode& node) {
            if (node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE)
                out += node.v.text.text;
        });
    return out;
}

// Appends what stands for the reference at `at` ('&'); returns where reading goes on.
std::size_t decode_one(std::string& out, std::string_view text, std::size_t at)
{
    auto end = at + 1;
    while (end < text.size() && end - at < reference_bytes_max && is_name_byte(text[end]))
        ++end;
    const auto name = text.substr(at + 1, end - at - 1);
    if (name.empty()) {
        out += '&';
        return at + 1;
    }
    const bool closed = end < text.size() && text[end] == ';';
    const auto whole = text.substr(at, end - at + (closed ? 1 : 0));
    const auto* known = std::find_if(references.begin(), references.end(),
                                     [&](const Reference& each) { return each.name == name; });
    if (closed && known != references.end())
        out += known->text;
    else
        out += decoded_by_gumbo(whole);
    return at + whole.size();
}

int pixels(const std::optional<std::string>& value)
{
    int number = 0;
    if (value)
        std::from_chars(value->data(), value->data() + value->size(), number);
    return number > 0 && number < 100'000 ? number : 0;
}

template <class Visit>
void each_image(std::string_view html, Visit visit)
{
    HtmlLexer lexer{html};
    HtmlToken token;
    while (lexer.next(token)) {
        if (token.kind != HtmlToken::Kind::start_tag || token.name != "img")
            continue;
        const auto url = token.attribute("src");
        if (url && !url->empty() && !visit(token, *url))
            return;
    }
}

} // namespace

std::string decode_references(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto mark = std::min(text.find('&', at), text.size());
        out.append(text, at, mark - at);
        at = mark < text.size() ? decode_one(out, text, mark) : mark;
    }
    return out;
}

std::string strip_tags(std::string_view html)
{
    const auto valid = to_valid_utf8(html);
    std::string out;
    HtmlLexer lexer{valid};
    HtmlToken token;
    bool raw = false;
    while (lexer.next(token)) {
        if (token.kind == HtmlToken::Kind::text && !raw)
            append_clean(out, decode_references(token.source));
        raw = token.kind == HtmlToken::Kind::start_tag && is_raw_text_element(token.name);
    }
    return out;
}

std::optional<FoundImage> first_image(std::string_view html)
{
    std::optional<FoundImage> found;
    each_image(html, [&](const HtmlToken& token, const std::string& url) {
        found = FoundImage{url, token.attribute("alt").value_or(""),
                           pixels(token.attribute("width")), pixels(token.attribute("height"))};
        return false;
    });
    return found;
}

int image_count(std::string_view html)
{
    int count = 0;
    each_image(html, [&](const HtmlToken&, const std::string&) {
        ++count;
        return true;
    });
    return count;
}

} // namespace masthead::text
