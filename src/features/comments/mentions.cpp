#include "core/base/text.hpp"
#include "core/text/html_lexer.hpp"
#include "core/text/html_text.hpp"
#include "features/comments/prepare_comment.hpp"
#include "features/readers/display_name.hpp"

#include <algorithm>

namespace masthead::comments {

namespace {

// Names have at most readers::name_characters_max characters, of four bytes each at most, which as
// references ("&amp;") take some more.
constexpr std::size_t candidate_bytes_max = 5 * readers::name_characters_max;
constexpr int words_max = 5;
// So many @ are looked at; whoever writes more mentions nobody with them.
constexpr int signs_max = 20;

bool is_name_sign(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '@' || c == '/' || c == '.';
}

// Where names that begin at the start of `text` may end, longest first: behind each of the first
// words, without the punctuation after it or, for a name that ends so, with it.
std::vector<std::size_t> name_ends(std::string_view text)
{
    std::vector<std::size_t> ends;
    if (text.empty() || std::string_view{" \n\t.,;:!?()[]\"'-&@"}.find(text.front()) != text.npos)
        return ends;
    text = cut_utf8(text, candidate_bytes_max);
    std::size_t at = 0;
    for (int word = 0; word < words_max && at < text.size(); ++word) {
        const auto end = std::min(text.find_first_of(" \n\t", at), text.size());
        if (end > at)
            ends.push_back(end);
        const auto last = text.find_last_not_of(".,;:!?)]\"'", end == 0 ? 0 : end - 1);
        if (last != text.npos && last >= at && last + 1 < end)
            ends.push_back(last + 1);
        at = end + 1;
    }
    std::ranges::reverse(ends);
    return ends;
}

struct FoundName {
    ReaderId reader;
    std::size_t end = 0; ///< of its bytes behind the @
};

std::optional<FoundName> find_name(db::Snapshot& snapshot, std::string_view behind_sign)
{
    for (const auto end : name_ends(behind_sign)) {
        const auto name = text::decode_references(behind_sign.substr(0, end));
        const auto key = readers::name_key_of(name);
        if (key.empty())
            continue;
        if (const auto reader = readers::find_reader_by_name_key(snapshot, key))
            return FoundName{reader->id, end};
    }
    return std::nullopt;
}

std::string mention_start(ReaderId reader)
{
    return "<a href=\"" + readers::reader_url(reader) + "\" class=\"mention\">";
}

// Copies the HTML and turns names into links as it goes.
class Linker {
public:
    Linker(db::Snapshot& snapshot, PreparedText& text) : snapshot_(snapshot), text_(text) {}

    std::string run()
    {
        text::HtmlLexer lexer{text_.html};
        text::HtmlToken token;
        while (lexer.next(token)) {
            count_nesting(token);
            if (token.kind == text::HtmlToken::Kind::text && closed_ == 0)
                copy_text(token.source);
            else
                out_ += token.source;
        }
        return std::move(out_);
    }

private:
    void count_nesting(const text::HtmlToken& token)
    {
        if (token.name != "a" && token.name != "code" && token.name != "pre")
            return;
        if (token.kind == text::HtmlToken::Kind::start_tag)
            ++closed_;
        if (token.kind == text::HtmlToken::Kind::end_tag)
            --closed_;
    }

    void copy_text(std::string_view text)
    {
        std::size_t done = 0;
        for (auto at = text.find('@'); at != text.npos; at = text.find('@', at + 1)) {
            const bool inside_word = at > 0 && is_name_sign(text[at - 1]);
            if (at < done || inside_word || signs_++ >= signs_max)
                continue;
            const auto found = find_name(snapshot_, text.substr(at + 1));
            if (!found || !remember(found->reader))
                continue;
            out_ += text.substr(done, at - done);
            done = at + 1 + found->end;
            out_ += mention_start(found->reader);
            out_ += text.substr(at, done - at);
            out_ += "</a>";
        }
        out_ += text.substr(done);
    }

    bool remember(ReaderId reader)
    {
        if (std::ranges::find(text_.mentions, reader) != text_.mentions.end())
            return true;
        if (text_.mentions.size() >= mentions_max)
            return false;
        text_.mentions.push_back(reader);
        return true;
    }

    db::Snapshot& snapshot_;
    PreparedText& text_;
    std::string out_;
    int closed_ = 0; // links and code around here
    int signs_ = 0;
};

} // namespace

bool may_mention(const PreparedText& text)
{
    return text.html.find('@') != std::string::npos;
}

PreparedText resolve_mentions(db::Snapshot& snapshot, PreparedText text)
{
    text.mentions.clear();
    text.html = Linker{snapshot, text}.run();
    return text;
}

std::string without_mention(std::string_view html, ReaderId reader, std::vector<std::string>* names)
{
    // Our own links, as Linker writes them; nobody else can: the sanitizer keeps no class here.
    constexpr std::string_view end = "</a>";
    const auto start = mention_start(reader);
    std::string out;
    std::size_t done = 0;
    for (auto at = html.find(start); at != html.npos; at = html.find(start, done)) {
        const auto name = at + start.size();
        const auto close = std::min(html.find(end, name), html.size());
        out += html.substr(done, at - done);
        out += "<span class=\"mention\">@…</span>";
        if (names)
            names->push_back(text::decode_references(html.substr(name, close - name)));
        done = std::min(close + end.size(), html.size());
    }
    out += html.substr(done);
    return out;
}

} // namespace masthead::comments
