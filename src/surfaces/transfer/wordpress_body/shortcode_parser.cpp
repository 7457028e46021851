#include "surfaces/transfer/wordpress_body/shortcode_parser.hpp"

#include "core/base/text.hpp"
#include "core/text/html_lexer.hpp"
#include "core/text/html_text.hpp"

#include <algorithm>
#include <array>

namespace masthead::wordpress_body {

namespace {

constexpr std::size_t name_bytes_max = 60;

// Sorted. WordPress's own, and names of widespread plugins that may stand without attributes.
constexpr std::array<std::string_view, 62> known_names{"accordion",    "ad",
                                                       "adrotate",     "ads",
                                                       "adsense",      "advertisement",
                                                       "archives",     "audio",
                                                       "blockquote",   "button",
                                                       "caption",      "column",
                                                       "columns",      "contact",
                                                       "contact-form", "contact-form-7",
                                                       "divider",      "donate",
                                                       "dropcap",      "easy-footnote",
                                                       "embed",        "facebook",
                                                       "fblike",       "flickr",
                                                       "footnote",     "formidable",
                                                       "forminator",   "fusion",
                                                       "gallery",      "googlemaps",
                                                       "gravityform",  "gravityforms",
                                                       "highlight",    "iframe",
                                                       "instagram",    "jetpack-related-posts",
                                                       "latex",        "mailpoet",
                                                       "mc4wp",        "newsletter",
                                                       "ninja_form",   "ninja_forms",
                                                       "playlist",     "poll",
                                                       "polldaddy",    "pullquote",
                                                       "recaptcha",    "ref",
                                                       "sitemap",      "slideshare",
                                                       "soundcloud",   "spoiler",
                                                       "table",        "tablepress",
                                                       "toc",          "tweet",
                                                       "video",        "vimeo",
                                                       "woocommerce",  "wp_caption",
                                                       "wpforms",      "youtube"};

static_assert(std::is_sorted(known_names.begin(), known_names.end()));

bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_name_byte(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-';
}
bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Editors and typographers turn the quotes of attributes into something else.
std::string with_plain_quotes(std::string_view text)
{
    static constexpr std::array<std::string_view, 9> quotes{
        "&quot;", "&#8220;", "&#8221;", "&#8243;", "&ldquo;", "&rdquo;", "“", "”", "″"};
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto* quote = std::find_if(quotes.begin(), quotes.end(), [&](std::string_view each) {
            return text.substr(at).starts_with(each);
        });
        if (quote != quotes.end()) {
            out += '"';
            at += quote->size();
        } else if (text.substr(at).starts_with("\u00A0")) {
            out += ' ';
            at += 2;
        } else {
            out += text[at++];
        }
    }
    return out;
}

class AttributeReader {
public:
    explicit AttributeReader(std::string text) : text_(std::move(text)) {}

    void read_into(ShortcodeTag& tag)
    {
        while (skip_space()) {
            const auto name_at = at_;
            while (at_ < text_.size() && is_name_byte(text_[at_]))
                ++at_;
            const auto name = to_lower_ascii(text_.substr(name_at, at_ - name_at));
            if (!name.empty() && takes_equals()) {
                tag.named.emplace_back(name, text::decode_references(value()));
                continue;
            }
            at_ = name_at;
            tag.positional.push_back(text::decode_references(value()));
        }
    }

private:
    bool skip_space()
    {
        while (at_ < text_.size() && is_space(text_[at_]))
            ++at_;
        return at_ < text_.size();
    }

    bool takes_equals()
    {
        auto ahead = at_;
        while (ahead < text_.size() && is_space(text_[ahead]))
            ++ahead;
        if (ahead >= text_.size() || text_[ahead] != '=')
            return false;
        at_ = ahead + 1;
        skip_space();
        return true;
    }

    std::string value()
    {
        if (at_ >= text_.size())
            return {};
        const char quote = text_[at_];
        if (quote == '"' || quote == '\'') {
            const auto end = text_.find(quote, at_ + 1);
            if (end != text_.npos) {
                auto found = text_.substr(at_ + 1, end - at_ - 1);
                at_ = end + 1;
                return found;
            }
        }
        const auto begin = at_++;
        while (at_ < text_.size() && !is_space(text_[at_]))
            ++at_;
        return text_.substr(begin, at_ - begin);
    }

    std::string text_;
    std::size_t at_ = 0;
};

// These may hold brackets in their attributes ("see [1]").
bool may_hold_brackets(std::string_view name)
{
    return name == "caption" || name == "wp_caption";
}

// Where the tag's ']' stands; for those, behind quotes only.
std::size_t tag_end(std::string_view rest, std::string_view name)
{
    if (!may_hold_brackets(name))
        return rest.find(']');
    char quote = 0;
    for (std::size_t at = 0; at < rest.size(); ++at) {
        const char c = rest[at];
        if (quote == 0 && c == ']')
            return at;
        if (c == '"' || c == '\'')
            quote = quote == 0 ? c : quote == c ? '\0' : quote;
    }
    return rest.find(']'); // an apostrophe or a forgotten quote
}

} // namespace

std::string_view ShortcodeTag::value(std::string_view attribute) const
{
    for (const auto& each : named)
        if (each.first == attribute)
            return each.second;
    return {};
}

std::optional<ShortcodeTag> read_shortcode(std::string_view text, std::size_t at)
{
    auto rest = text.substr(at + 1, shortcode_bytes_max);
    ShortcodeTag tag;
    if (rest.starts_with('/')) {
        tag.closing = true;
        rest.remove_prefix(1);
    }
    if (rest.empty() || !is_letter(rest.front()))
        return std::nullopt;
    std::size_t name_end = 1;
    while (name_end < std::min(rest.size(), name_bytes_max) && is_name_byte(rest[name_end]))
        ++name_end;
    tag.name = to_lower_ascii(rest.substr(0, name_end));
    rest.remove_prefix(name_end);
    // "[youtube=https://…]" is Jetpack's old form.
    if (rest.empty() || !(is_space(rest[0]) || rest[0] == ']' || rest[0] == '/' || rest[0] == '=' ||
                          rest.starts_with("\u00A0")))
        return std::nullopt;
    const auto end = tag_end(rest, tag.name);
    if (end == rest.npos)
        return std::nullopt;
    auto attributes = rest.substr(0, end);
    if (attributes.find('[') != attributes.npos && !may_hold_brackets(tag.name))
        return std::nullopt;
    tag.length = static_cast<std::size_t>(rest.data() + end + 1 - (text.data() + at));
    if (attributes.ends_with('/')) {
        tag.self_closing = true;
        attributes.remove_suffix(1);
    }
    if (attributes.starts_with('='))
        attributes.remove_prefix(1);
    AttributeReader{with_plain_quotes(attributes)}.read_into(tag);
    return tag;
}

ShortcodeGround::ShortcodeGround(std::string_view html) : html_(html)
{
    text::HtmlLexer lexer{html};
    text::HtmlToken token;
    int verbatim = 0;
    bool raw = false;
    for (auto begin = lexer.position(); lexer.next(token); begin = lexer.position()) {
        const bool is_tag = token.kind == text::HtmlToken::Kind::start_tag ||
                            token.kind == text::HtmlToken::Kind::end_tag;
        if (is_tag && (token.name == "pre" || token.name == "code"))
            verbatim += token.kind == text::HtmlToken::Kind::start_tag ? 1 : verbatim > 0 ? -1 : 0;
        if (token.kind == text::HtmlToken::Kind::text && verbatim == 0 && !raw)
            ranges_.emplace_back(begin, lexer.position());
        raw =
            token.kind == text::HtmlToken::Kind::start_tag && text::is_raw_text_element(token.name);
    }
    index_closing_tags();
}

void ShortcodeGround::index_closing_tags()
{
    for (auto at = next_bracket(0); at != html_.npos; at = next_bracket(at + 1)) {
        if (html_.substr(at + 1, 1) != "/")
            continue;
        if (const auto tag = read_shortcode(html_.substr(0, at + name_bytes_max + 8), at))
            closing_[tag->name].push_back(at);
    }
    range_ = 0;
}

std::size_t ShortcodeGround::next_bracket(std::size_t from)
{
    for (; range_ < ranges_.size(); ++range_) {
        const auto [begin, end] = ranges_[range_];
        const auto start = std::max(begin, from);
        if (start >= end)
            continue;
        const auto found = html_.substr(0, end).find('[', start);
        if (found != html_.npos)
            return found;
    }
    return html_.npos;
}

std::size_t ShortcodeGround::closing_tag(const std::string& name, std::size_t from) const
{
    const auto found = closing_.find(name);
    if (found == closing_.end())
        return html_.npos;
    const auto at = std::lower_bound(found->second.begin(), found->second.end(), from);
    return at == found->second.end() ? html_.npos : *at;
}

bool ShortcodeGround::may_be_tag(std::size_t at)
{
    if (next_close_ < at)
        next_close_ = std::min(html_.find(']', at), html_.size());
    return next_close_ < html_.size() && next_close_ - at <= shortcode_bytes_max &&
           on_ground(next_close_);
}

bool ShortcodeGround::on_ground(std::size_t at) const
{
    const auto after =
        std::upper_bound(ranges_.begin(), ranges_.end(), at,
                         [](std::size_t place, const auto& range) { return place < range.first; });
    return after != ranges_.begin() && at < std::prev(after)->second;
}

bool looks_like_shortcode(const ShortcodeTag& tag, bool has_closing_tag, bool alone_on_line)
{
    const bool known =
        std::binary_search(known_names.begin(), known_names.end(), std::string_view{tag.name});
    if (tag.closing || tag.self_closing || has_closing_tag || !tag.named.empty() ||
        tag.name.find('_') != tag.name.npos)
        return true;
    // Said of nothing else; and a tag that is not taken would be read again from each bracket in
    // it.
    if (may_hold_brackets(tag.name) || tag.name == "gallery" || tag.name == "playlist")
        return true;
    if (known && tag.positional.size() == 1 &&
        tag.positional.front().find("://") != std::string::npos)
        return true;
    if (known && tag.positional.size() <= 1)
        return alone_on_line;
    return tag.name.find('-') != tag.name.npos && tag.positional.empty() && alone_on_line;
}

} // namespace masthead::wordpress_body
