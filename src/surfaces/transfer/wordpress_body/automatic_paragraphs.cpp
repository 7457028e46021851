#include "surfaces/transfer/wordpress_body/automatic_paragraphs.hpp"

#include "core/base/text.hpp"
#include "core/text/html_elements.hpp"
#include "core/text/html_lexer.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace masthead::wordpress_body {

namespace {

using text::HtmlToken;

// How the text directly inside an element is treated.
enum class Flow {
    always,    // each run is a paragraph: top level, blockquote
    separated, // only where a blank line parts runs: div, li, td
    lines,     // never; line breaks count: p, h2, figcaption
    structure, // no text of its own: ul, table
    verbatim,  // nothing is touched: pre
};

constexpr std::size_t depth_max = 64;

template <std::size_t size>
bool is_one_of(std::string_view name, const std::array<std::string_view, size>& names)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

// Players and frames become figures, so they stand by themselves like blocks.
bool is_player(std::string_view name)
{
    static constexpr std::array<std::string_view, 5> names{"iframe", "object", "embed", "audio",
                                                           "video"};
    return is_one_of(name, names);
}

Flow flow_of(std::string_view name)
{
    static constexpr std::array<std::string_view, 12> structures{
        "ul",    "ol", "dl",       "table", "tbody",  "thead",
        "tfoot", "tr", "colgroup", "menu",  "figure", "hgroup"};
    static constexpr std::array<std::string_view, 12> lines{
        "p",  "h1",         "h2",      "h3",      "h4",      "h5",
        "h6", "figcaption", "caption", "summary", "address", "dt"};
    if (name == "blockquote" || is_player(name))
        return Flow::always;
    if (name == "pre")
        return Flow::verbatim;
    if (is_one_of(name, structures))
        return Flow::structure;
    return is_one_of(name, lines) ? Flow::lines : Flow::separated;
}

bool is_block(const HtmlToken& token)
{
    if (is_player(token.name))
        return true;
    const auto* element = text::find_element(token.name);
    return element && element->is(text::element::block | text::element::table_part);
}

bool is_void(std::string_view name)
{
    const auto* element = text::find_element(name);
    return element && element->is(text::element::is_void);
}

bool is_blank(std::string_view text)
{
    return text.find_first_not_of(" \t\n\r") == text.npos;
}

class Paragraphs {
public:
    explicit Paragraphs(std::string_view html) : lexer_(html)
    {
        out_.reserve(html.size() + html.size() / 8);
        open_.push_back({"", Flow::always, false});
    }

    std::string run()
    {
        HtmlToken token;
        while (lexer_.next(token)) {
            switch (token.kind) {
            case HtmlToken::Kind::text: text(token.source); break;
            case HtmlToken::Kind::start_tag: start(token); break;
            case HtmlToken::Kind::end_tag: end(token); break;
            case HtmlToken::Kind::comment: comment(token.comment); break;
            case HtmlToken::Kind::markup: break;
            }
        }
        flush(Reason::end);
        return std::move(out_);
    }

private:
    enum class Reason { blank_line, block, end };
    struct Container {
        std::string name;
        Flow flow = Flow::always;
        bool separated = false; // a blank line has parted runs in here
    };

    void text(std::string_view source)
    {
        if (open_.back().flow == Flow::verbatim) {
            out_ += source;
            return;
        }
        if (raw_) {
            append_flat(run_, source);
            return;
        }
        for (std::size_t at = 0; at < source.size();) {
            const auto stop = std::min(source.find_first_of("\n\xEF", at), source.size());
            run_.append(source, at, stop - at);
            at = stop;
            if (at < source.size())
                at = source[at] == '\n' ? line_break(source, at) : piece(source, at);
        }
    }

    // "Read more" and page breaks part paragraphs.
    void comment(std::string_view inside)
    {
        const auto words = trim(inside);
        if (words.starts_with("more") || words.starts_with("nextpage"))
            flush(Reason::blank_line);
    }

    // One newline, or a blank line made of several.
    std::size_t line_break(std::string_view source, std::size_t at)
    {
        const auto next = std::min(source.find_first_not_of(" \t\n", at), source.size());
        const auto space = source.substr(at, next - at);
        if (std::count(space.begin(), space.end(), '\n') < 2) {
            run_ += '\n';
            return next;
        }
        if (open_.back().flow == Flow::lines && open_.back().name != "p")
            run_ += '\n';
        else
            flush(Reason::blank_line);
        return next;
    }

    // A converted piece stands by itself.
    std::size_t piece(std::string_view source, std::size_t at)
    {
        if (source.substr(at, piece_open.size()) != piece_open) {
            run_ += source[at];
            return at + 1;
        }
        const auto close = source.find(piece_close, at);
        const auto end = close == source.npos ? source.size() : close + piece_close.size();
        flush(Reason::block);
        out_ += source.substr(at, end - at);
        out_ += '\n';
        return end;
    }

    void start(const HtmlToken& token)
    {
        raw_ = text::is_raw_text_element(token.name);
        if (open_.back().flow == Flow::verbatim || !is_block(token)) {
            inline_tag(token);
            return;
        }
        flush(Reason::block);
        out_ += token.source;
        if (!is_void(token.name) && open_.size() < depth_max)
            open_.push_back({token.name, flow_of(token.name), false});
    }

    // A newline inside a tag is no line break.
    void inline_tag(const HtmlToken& token)
    {
        if (open_.back().flow == Flow::verbatim)
            out_ += token.source;
        else
            append_flat(run_, token.source);
    }

    static void append_flat(std::string& target, std::string_view source)
    {
        const auto begin = static_cast<std::ptrdiff_t>(target.size());
        target += source;
        std::replace(target.begin() + begin, target.end(), '\n', ' ');
    }

    void end(const HtmlToken& token)
    {
        raw_ = false;
        if (!is_block(token) || (open_.back().flow == Flow::verbatim && token.name != "pre")) {
            inline_tag(token);
            return;
        }
        flush(Reason::end);
        out_ += token.source;
        out_ += '\n';
        const auto found = std::find_if(open_.rbegin(), open_.rend() - 1,
                                        [&](const auto& each) { return each.name == token.name; });
        if (found != open_.rend() - 1)
            open_.erase(found.base() - 1, open_.end());
    }

    void flush(Reason reason)
    {
        auto& container = open_.back();
        container.separated |= reason == Reason::blank_line && !is_blank(run_);
        const auto run = trim(run_);
        if (container.flow == Flow::structure || container.flow == Flow::verbatim) {
            if (!is_blank(run_))
                out_ += run_;
        } else if (!run.empty()) {
            const bool wraps = container.flow == Flow::always ||
                               (container.flow == Flow::separated && container.separated);
            out_ += wraps ? "<p>" : "";
            append_lines(run);
            out_ += wraps ? "</p>\n" : "";
        }
        if (reason == Reason::blank_line && container.name == "p")
            out_ += "</p>\n<p>";
        run_.clear();
    }

    void append_lines(std::string_view run)
    {
        for (std::size_t at = 0; at < run.size();) {
            const auto end = std::min(run.find('\n', at), run.size());
            const auto line = trim(run.substr(at, end - at));
            if (line.empty() && end < run.size()) { // something that was not kept stood here
                at = end + 1;
                continue;
            }
            out_ += at == 0 || end == run.size() ? run.substr(at, end - at) : line;
            const bool has_break =
                line.ends_with("<br>") || line.ends_with("<br/>") || line.ends_with("<br />");
            if (end < run.size())
                out_ += has_break ? "\n" : "<br>\n";
            at = end + 1;
        }
    }

    text::HtmlLexer lexer_;
    std::string out_;
    std::string run_; // inline content not yet written
    std::vector<Container> open_;
    bool raw_ = false; // the next text is a script's or its kind's
};

} // namespace

std::string automatic_paragraphs(std::string_view html)
{
    return Paragraphs{html}.run();
}

} // namespace masthead::wordpress_body
