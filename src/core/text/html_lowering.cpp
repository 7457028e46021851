#include "core/text/html_lowering.hpp"

#include "core/text/html_elements.hpp"
#include "core/text/html_lexer.hpp"

#include "core/base/text.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace masthead::text {

namespace {

// Attributes that any policy may keep; the serializer decides where and with which values.
constexpr std::array<std::string_view, 34> known_attributes{
    "alt",      "cite",    "class",  "colspan", "controls", "datetime", "decoding",
    "dir",      "headers", "height", "href",    "id",       "kind",     "label",
    "lang",     "loading", "media",  "name",    "open",     "poster",   "preload",
    "reversed", "rowspan", "scope",  "sizes",   "span",     "src",      "srcset",
    "srclang",  "start",   "title",  "type",    "value",    "width"};

// Old names with a present equivalent.
std::string_view modern_name(std::string_view name)
{
    if (name == "image")
        return "img";
    if (name == "strike")
        return "s";
    if (name == "tt")
        return "code";
    if (name == "acronym")
        return "abbr";
    return name;
}

bool is_any(const Element& element, std::initializer_list<std::string_view> names)
{
    return std::find(names.begin(), names.end(), element.name) != names.end();
}

// End tags outside a table or cell do not close what is open inside it, and the other way round.
bool is_barrier(const Element& element)
{
    return element.is(element::table_part);
}

// How many blocks the adoption agency algorithm moves before it gives up is eight; within that an
// end tag of a formatting element surely closes it.
constexpr std::size_t adoption_blocks_max = 6;

class Lowering {
public:
    explicit Lowering(std::string_view html) : html_(html), lexer_(html)
    {
        out_.html.reserve(html.size() + html.size() / 8);
    }

    LoweredHtml run()
    {
        HtmlToken token;
        while (lexer_.next(token)) {
            switch (token.kind) {
            case HtmlToken::Kind::text: text(token.source); break;
            case HtmlToken::Kind::start_tag: start_tag(token); break;
            case HtmlToken::Kind::end_tag: end_tag(token); break;
            case HtmlToken::Kind::comment:
            case HtmlToken::Kind::markup: break;
            }
        }
        return std::move(out_);
    }

private:
    void text(std::string_view source)
    {
        for (std::size_t at = 0; at < source.size();) {
            const auto mark = std::min(source.find('<', at), source.size());
            out_.html.append(source, at, mark - at);
            if (mark < source.size())
                out_.html += "&lt;";
            at = mark + 1;
        }
    }

    void start_tag(HtmlToken& token)
    {
        const auto* element = find_element(modern_name(token.name));
        if (!element)
            return;
        if (element->is(element::drop)) {
            drop_contents(*element);
            return;
        }
        close_before(*element);
        if (element->is(element::table_part) && !is_placed(*element))
            return;
        const bool too_deep = open_.size() >= lowered_depth_max;
        const bool too_rich =
            element->is(element::formatting) && formatting_count_ >= lowered_formatting_max;
        if (!element->is(element::is_void)) {
            if (too_deep || too_rich)
                return;
            open_.push_back(element);
            formatting_count_ += element->is(element::formatting) ? 1 : 0;
        }
        emit_start(*element, token);
    }

    // Whether a part of a table stands where the parser will accept it. It ignores others, and with
    // them their end tags, which would let the count of open elements and the parser's drift apart.
    bool is_placed(const Element& element) const
    {
        if (element.name == "table")
            return true;
        std::string_view inside;
        for (auto at = open_.size(); at-- > 0 && inside.empty();)
            if (is_barrier(*open_[at]))
                inside = open_[at]->name;
        const bool in_section = inside == "tbody" || inside == "thead" || inside == "tfoot";
        if (element.name == "td" || element.name == "th")
            return inside == "table" || in_section || inside == "tr";
        if (element.name == "tr")
            return inside == "table" || in_section;
        if (element.name == "col")
            return inside == "table" || inside == "colgroup";
        return inside == "table";
    }

    void emit_start(const Element& element, const HtmlToken& token)
    {
        out_.html += '<';
        out_.html += element.name;
        for (const auto& attribute : token.attributes)
            emit_attribute(attribute);
        out_.html += '>';
    }

    void emit_attribute(const HtmlAttribute& attribute)
    {
        const auto name = to_lower_ascii(attribute.name);
        if (std::find(known_attributes.begin(), known_attributes.end(), name) ==
            known_attributes.end())
            return;
        out_.html += ' ';
        out_.html += name;
        out_.html += "=\"";
        for (const char c : attribute.value) {
            if (c == '"')
                out_.html += "&quot;";
            else
                out_.html += c;
        }
        out_.html += '"';
    }

    void emit_end(const Element& element)
    {
        out_.html += "</";
        out_.html += element.name;
        out_.html += '>';
    }

    void end_tag(const HtmlToken& token)
    {
        if (token.name == "br") {
            out_.html += "<br>";
            return;
        }
        const auto* element = find_element(modern_name(token.name));
        if (!element || element->is(element::drop | element::is_void))
            return;
        if (element->is(element::formatting))
            end_formatting(*element);
        else if (const auto at = find_open(*element); at < open_.size())
            close_to(at);
    }

    void end_formatting(const Element& element)
    {
        std::size_t blocks_between = 0;
        for (auto at = open_.size(); at-- > 0;) {
            const auto* each = open_[at];
            if (each == &element) {
                if (blocks_between > adoption_blocks_max)
                    return;
                emit_end(element);
                forget(at);
                return;
            }
            if (is_barrier(*each))
                return;
            blocks_between += each->is(element::formatting) ? 0 : 1;
        }
    }

    // The place of the open element that this end tag closes, or open_.size().
    std::size_t find_open(const Element& element) const
    {
        for (auto at = open_.size(); at-- > 0;) {
            const auto* each = open_[at];
            if (each == &element || (element.is(element::heading) && each->is(element::heading)))
                return at;
            const bool stops =
                element.is(element::table_part) ? each->name == "table" : is_barrier(*each);
            if (stops || (element.name == "li" && is_any(*each, {"ul", "ol", "menu", "dir"})))
                break;
        }
        return open_.size();
    }

    // Closes what stands from `at` upwards. Formatting elements stay: gumbo opens them again in
    // what follows, except those opened inside a cell or caption, which the standard forgets.
    void close_to(std::size_t at)
    {
        auto cell = at;
        while (cell < open_.size() && !is_any(*open_[cell], {"td", "th", "caption"}))
            ++cell;
        for (auto top = open_.size(); top-- > at;) {
            const auto* each = open_[top];
            if (!each->is(element::formatting))
                emit_end(*each);
            else if (top < cell)
                continue;
            forget(top);
        }
    }

    void forget(std::size_t at)
    {
        formatting_count_ -= open_[at]->is(element::formatting) ? 1 : 0;
        open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(at));
    }

    // What HTML lets be closed by the next start tag is closed explicitly.
    void close_before(const Element& element)
    {
        if (element.name == "li")
            close_item(element, {"li"}, {"ul", "ol", "menu", "dir"});
        else if (is_any(element, {"dt", "dd"}))
            close_item(element, {"dt", "dd"}, {"dl"});
        else if (is_any(element, {"td", "th"}))
            close_item(element, {"td", "th"}, {"table", "tr", "tbody", "thead", "tfoot"});
        else if (element.name == "tr")
            close_item(element, {"tr", "caption", "colgroup"}, {"table"});
        else if (is_any(element, {"tbody", "thead", "tfoot", "caption", "colgroup"}))
            close_item(element, {"tbody", "thead", "tfoot", "caption", "colgroup", "tr"},
                       {"table"});
        else if (is_any(element, {"rt", "rp"}))
            close_item(element, {"rt", "rp"}, {"ruby"});
        else if (element.name == "a")
            end_formatting(element);
        if (element.is(element::block) && element.name != "table")
            close_paragraph();
        if (element.name == "table")
            close_before_table();
        if (element.is(element::heading))
            close_heading();
    }

    // Closes the outermost of `items` that stands above the nearest of `containers`.
    void close_item(const Element& element, std::initializer_list<std::string_view> items,
                    std::initializer_list<std::string_view> containers)
    {
        auto found = open_.size();
        for (auto at = open_.size(); at-- > 0;) {
            const auto* each = open_[at];
            if (is_any(*each, containers))
                break;
            if (is_barrier(*each) && !element.is(element::table_part))
                break;
            if (is_any(*each, items))
                found = at;
        }
        if (found < open_.size())
            close_to(found);
    }

    void close_paragraph()
    {
        for (auto at = open_.size(); at-- > 0 && !is_barrier(*open_[at]);) {
            if (open_[at]->name == "p") {
                close_to(at);
                return;
            }
        }
    }

    void close_before_table()
    {
        close_paragraph();
        for (auto at = open_.size(); at-- > 0;) {
            if (is_any(*open_[at], {"td", "th", "caption"}))
                return;
            if (open_[at]->name == "table") {
                close_to(at);
                return;
            }
        }
    }

    void close_heading()
    {
        for (auto at = open_.size(); at-- > 0;) {
            if (open_[at]->is(element::heading))
                close_to(at);
            else if (open_[at]->is(element::formatting))
                continue;
            return;
        }
    }

    // Skips to behind the matching end tag. Where there is none, only the tag goes: the contents
    // are sanitised like all else. Each name is searched in vain only once.
    void drop_contents(const Element& element)
    {
        note_dropped(element);
        if (element.is(element::is_void) || is_known_unclosed(element))
            return;
        const auto begin = lexer_.position();
        std::size_t depth = 1;
        HtmlToken token;
        while (depth > 0 && lexer_.next(token)) {
            if (token.name != element.name)
                continue;
            if (token.kind == HtmlToken::Kind::start_tag)
                ++depth;
            else if (token.kind == HtmlToken::Kind::end_tag)
                --depth;
        }
        const bool runs_to_the_end = is_any(element, {"script", "style", "xmp", "plaintext"});
        if (depth > 0 && !runs_to_the_end) {
            unclosed_.push_back(&element);
            lexer_.skip_to(begin);
        }
    }

    bool is_known_unclosed(const Element& element) const
    {
        return std::find(unclosed_.begin(), unclosed_.end(), &element) != unclosed_.end();
    }

    void note_dropped(const Element& element)
    {
        const auto name = std::string{element.name};
        if (std::find(out_.dropped.begin(), out_.dropped.end(), name) == out_.dropped.end())
            out_.dropped.push_back(name);
    }

    std::string_view html_;
    HtmlLexer lexer_;
    LoweredHtml out_;
    std::vector<const Element*> open_;
    std::vector<const Element*> unclosed_;
    std::size_t formatting_count_ = 0;
};

} // namespace

LoweredHtml lower_html(std::string_view html)
{
    return Lowering{html}.run();
}

} // namespace masthead::text
