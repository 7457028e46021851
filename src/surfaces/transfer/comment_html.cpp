#include "surfaces/transfer/comment_html.hpp"

#include "core/base/text.hpp"
#include "core/text/html_lexer.hpp"
#include "core/text/html_sanitizer.hpp"

#include <algorithm>
#include <array>

namespace masthead::transfer {

namespace {

using text::HtmlLexer;
using text::HtmlToken;

// These end a paragraph; line breaks beside them mean nothing.
constexpr std::array<std::string_view, 22> block_names{
    "address", "article", "blockquote", "dd",      "div",   "dl", "dt", "figure",
    "h1",      "h2",      "h3",         "h4",      "h5",    "h6", "hr", "li",
    "ol",      "p",       "pre",        "section", "table", "ul"};

bool is_block(std::string_view name)
{
    return std::ranges::find(block_names, name) != block_names.end();
}

bool begins_address(std::string_view text)
{
    return text.starts_with("http://") || text.starts_with("https://");
}

// An address ends at white space; the full stop or bracket behind it belongs to the sentence.
std::size_t address_length(std::string_view text)
{
    auto end = std::min(text.find_first_of(" \t\r\n\"'<>"), text.size());
    while (end > 0 && std::string_view{".,;:!?)]"}.find(text[end - 1]) != std::string_view::npos)
        --end;
    return end;
}

// Text between tags. References stay as they are: it goes through the sanitizer's parser.
void append_linked(std::string& out, std::string_view text)
{
    while (!text.empty()) {
        const auto at = text.find("http");
        out += text.substr(0, at);
        if (at == std::string_view::npos)
            return;
        text.remove_prefix(at);
        const auto length = begins_address(text) ? address_length(text) : 0;
        if (length <= std::string_view{"https://"}.size()) {
            out += text.substr(0, 4);
            text.remove_prefix(4);
            continue;
        }
        const auto address = text.substr(0, length);
        out += "<a href=\"";
        out += address;
        out += "\">";
        out += address;
        out += "</a>";
        text.remove_prefix(length);
    }
}

// Builds paragraphs: a blank line ends one, a single line break is a break.
class Paragraphs {
public:
    void add_text(std::string_view text, bool linked)
    {
        while (!text.empty()) {
            const auto end = text.find('\n');
            add_line(text.substr(0, end), linked);
            if (end == std::string_view::npos)
                return;
            ++breaks_;
            text.remove_prefix(end + 1);
        }
    }

    void add_inline(std::string_view source)
    {
        begin_line();
        out_ += source;
    }

    void add_block(std::string_view source)
    {
        close();
        out_ += source;
    }

    std::string finish()
    {
        close();
        return std::move(out_);
    }

private:
    void add_line(std::string_view line, bool linked)
    {
        if (trim(line).empty()) {
            if (!line.empty() && breaks_ == 0)
                out_ += ' ';
            return;
        }
        begin_line();
        if (linked)
            append_linked(out_, line);
        else
            out_ += line;
    }

    void begin_line()
    {
        if (!open_ || breaks_ > 1)
            out_ += open_ ? "</p><p>" : "<p>";
        else if (breaks_ == 1)
            out_ += "<br>";
        open_ = true;
        breaks_ = 0;
    }

    void close()
    {
        if (open_)
            out_ += "</p>";
        open_ = false;
        breaks_ = 0;
    }

    std::string out_;
    bool open_ = false;
    int breaks_ = 0; // line breaks since the last visible text
};

std::string without_returns(std::string_view content)
{
    std::string out;
    out.reserve(content.size());
    for (std::size_t i = 0; i < content.size(); ++i) {
        if (content[i] != '\r')
            out += content[i];
        else if (i + 1 == content.size() || content[i + 1] != '\n')
            out += '\n';
    }
    return out;
}

std::string with_paragraphs(const std::string& content)
{
    Paragraphs out;
    HtmlLexer lexer{content};
    HtmlToken token;
    int preformatted = 0;
    int links = 0;
    while (lexer.next(token)) {
        if (token.kind == HtmlToken::Kind::text) {
            if (preformatted > 0)
                out.add_block(token.source);
            else
                out.add_text(token.source, links == 0);
            continue;
        }
        const int step = token.kind == HtmlToken::Kind::start_tag ? 1 : -1;
        if (token.name == "pre")
            preformatted = std::max(0, preformatted + step);
        if (token.name == "a")
            links = std::max(0, links + step);
        if (is_block(token.name) || preformatted > 0)
            out.add_block(token.source);
        else
            out.add_inline(token.source);
    }
    return out.finish();
}

bool has_visible_text(std::string_view html)
{
    HtmlLexer lexer{html};
    HtmlToken token;
    while (lexer.next(token)) {
        if (token.kind == HtmlToken::Kind::text && !trim(token.source).empty())
            return true;
    }
    return false;
}

} // namespace

std::string comment_html(std::string_view content)
{
    const auto valid = without_returns(to_valid_utf8(trim(content)));
    auto html = text::sanitize_html(with_paragraphs(valid), text::HtmlPolicy::comment);
    return has_visible_text(html) ? html : std::string{};
}

} // namespace masthead::transfer
