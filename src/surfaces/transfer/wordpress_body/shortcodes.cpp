#include "surfaces/transfer/wordpress_body/shortcodes.hpp"

#include "surfaces/transfer/wordpress_body/embeds.hpp"
#include "surfaces/transfer/wordpress_body/media_names.hpp"
#include "surfaces/transfer/wordpress_body/shortcode_parser.hpp"

#include "core/base/text.hpp"
#include "core/text/html_lexer.hpp"
#include "core/text/html_text.hpp"
#include "core/text/safe_url.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace masthead::wordpress_body {

namespace {

constexpr int nesting_max = 4;
constexpr std::size_t gallery_max = 500;

std::vector<std::int64_t> ids_of(std::string_view list)
{
    std::vector<std::int64_t> ids;
    for (const auto piece : split(list, ',')) {
        const auto digits = trim(piece);
        std::int64_t id = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), id);
        if (id > 0 && ids.size() < gallery_max)
            ids.push_back(id);
    }
    return ids;
}

bool is_url(std::string_view text)
{
    return text.starts_with("http://") || text.starts_with("https://") || text.starts_with("//");
}

std::string attribute(std::string_view name, std::string_view value)
{
    if (value.empty())
        return {};
    return " " + std::string{name} + "=\"" + escape_html(value) + "\"";
}

// The first value that an address is given in: named so, or bare.
std::string url_in(const ShortcodeTag& tag, std::initializer_list<std::string_view> names)
{
    for (const auto name : names)
        if (!tag.value(name).empty())
            return std::string{tag.value(name)};
    for (const auto& word : tag.positional)
        if (is_url(word) || word.starts_with('/'))
            return word;
    return {};
}

// The picture (and the link around it) that a caption's contents begin with, and the rest.
std::pair<std::string_view, std::string_view> split_picture(std::string_view inner)
{
    text::HtmlLexer lexer{inner};
    text::HtmlToken token;
    bool in_link = false;
    std::size_t end = 0;
    while (lexer.next(token)) {
        const bool is_start = token.kind == text::HtmlToken::Kind::start_tag;
        if (is_start && token.name == "a")
            in_link = true;
        if (is_start && (token.name == "img" || token.name == "iframe"))
            end = lexer.position();
        const bool ends_link =
            token.kind == text::HtmlToken::Kind::end_tag && token.name == "a" && in_link;
        if (ends_link && end > 0)
            end = lexer.position();
        if (end > 0 && (!in_link || ends_link))
            break;
        if (token.kind == text::HtmlToken::Kind::text && end == 0 && !trim(token.source).empty())
            break;
    }
    return {inner.substr(0, end), inner.substr(end)};
}

std::string caption_html(const ShortcodeTag& tag, std::string_view inner)
{
    const auto [picture, rest] = split_picture(inner);
    auto caption = std::string{trim(rest)};
    if (caption.empty())
        caption = tag.value("caption");
    std::string out = "<figure" + attribute("class", tag.value("align")) + ">";
    out += picture;
    if (!caption.empty())
        out += "<figcaption>" + caption + "</figcaption>";
    return out + "</figure>";
}

std::string media_html(const ShortcodeTag& tag, std::string_view inner, Report& report)
{
    const bool film = tag.name == "video";
    auto url = film ? url_in(tag, {"src", "mp4", "m4v", "webm", "ogv", "wmv", "flv", "mov"})
                    : url_in(tag, {"src", "mp3", "m4a", "ogg", "wav", "flac", "wma", "oga"});
    if (url.empty() && is_url(trim(inner)))
        url = trim(inner);
    if (url.empty()) {
        report.add(NoticeKind::unknown_shortcode, tag.name);
        return {};
    }
    if (is_embed_provider(url))
        return embed_box(url, {}, report);
    std::string out = "<figure><" + tag.name + attribute("src", url);
    if (film)
        out += attribute("poster", tag.value("poster")) + attribute("width", tag.value("width")) +
               attribute("height", tag.value("height"));
    return out + "></" + tag.name + "></figure>";
}

std::string playlist_html(const ShortcodeTag& tag, const BodyContext& context, Report& report)
{
    const std::string element = tag.value("type") == "video" ? "video" : "audio";
    std::string out;
    for (const auto id : ids_of(tag.value("ids"))) {
        const auto found = context.attachment_by_id ? context.attachment_by_id(id) : std::nullopt;
        if (!found) {
            report.add(NoticeKind::missing_media, "attachment " + std::to_string(id));
            continue;
        }
        out += "<figure><" + element + attribute("src", found->url) + "></" + element + ">";
        const auto title =
            found->caption.empty() ? escape_html(media_file_name(found->url)) : found->caption;
        out += "<figcaption>" + title + "</figcaption></figure>";
    }
    return out;
}

std::string gallery_html(const ShortcodeTag& tag, const BodyContext& context, Report& report)
{
    auto ids = ids_of(tag.value("ids"));
    if (ids.empty())
        ids = ids_of(tag.value("include"));
    if (ids.empty() && context.attached_images)
        ids = context.attached_images();
    const auto excluded = ids_of(tag.value("exclude"));
    std::erase_if(ids, [&](std::int64_t id) {
        return std::find(excluded.begin(), excluded.end(), id) != excluded.end();
    });
    auto html = gallery_of(ids, context, report);
    if (html.empty())
        report.add(NoticeKind::missing_media, "gallery without pictures");
    return html;
}

// Jetpack's and other plugins' shortcodes for players, which have an address or the id of one.
std::string player_url(const ShortcodeTag& tag)
{
    auto url = url_in(tag, {"url", "src", "href", "link", "id"});
    if (url.empty() && !tag.positional.empty())
        url = tag.positional.front();
    if (url.starts_with('='))
        url.erase(0, 1);
    if (is_url(url) || url.empty())
        return url;
    if (tag.name == "youtube")
        return "https://www.youtube.com/watch?v=" + percent_encode(url);
    return tag.name == "vimeo" ? "https://vimeo.com/" + percent_encode(url) : std::string{};
}

bool is_player(std::string_view name)
{
    static constexpr std::array<std::string_view, 17> names{
        "dailymotion", "facebook", "flickr",     "googlemaps", "iframe",  "instagram",
        "pinterest",   "scribd",   "slideshare", "soundcloud", "spotify", "ted",
        "tiktok",      "tweet",    "twitter",    "vimeo",      "youtube"};
    return std::find(names.begin(), names.end(), name) != names.end();
}

class Converter {
public:
    Converter(const BodyContext& context, Pieces& pieces, Report& report)
        : context_(context), pieces_(pieces), report_(report)
    {
    }

    std::string run(std::string_view html, int depth)
    {
        ShortcodeGround ground{html};
        std::string out;
        std::size_t written = 0;
        for (auto at = ground.next_bracket(0); at != html.npos;) {
            auto next = at + 1;
            const auto tag = ground.may_be_tag(at) ? read_shortcode(html, at) : std::nullopt;
            if (tag) {
                std::string replacement;
                const auto end = replace(html, at, *tag, ground, depth, replacement);
                if (end > at) {
                    out.append(html, written, at - written);
                    out += replacement;
                    written = next = end;
                }
            }
            at = ground.next_bracket(next);
        }
        out.append(html, written);
        return out;
    }

private:
    // Writes what stands for the tag at `at`; returns where reading goes on, `at` for "not a tag".
    std::size_t replace(std::string_view html, std::size_t at, const ShortcodeTag& tag,
                        const ShortcodeGround& ground, int depth, std::string& out)
    {
        const auto tag_end = at + tag.length;
        const auto closing =
            tag.self_closing || tag.closing ? html.npos : ground.closing_tag(tag.name, tag_end);
        if (!looks_like_shortcode(tag, closing != html.npos, is_alone(html, at, tag_end)))
            return at;
        if (at > 0 && html[at - 1] == '[' && html.substr(tag_end, 1) == "]") {
            out = html.substr(at + 1, tag.length - 2); // the outer pair of brackets stays
            return tag_end;
        }
        if (!is_handled(tag.name) || tag.closing) {
            if (!tag.closing)
                report_.add(NoticeKind::unknown_shortcode, tag.name);
            return tag_end;
        }
        const bool encloses = closing != html.npos && tag.name != "gallery";
        const auto inner = encloses ? html.substr(tag_end, closing - tag_end) : std::string_view{};
        if (!pieces_.is_full())
            out = pieces_.add(converted(tag, inner, depth));
        if (!encloses)
            return tag_end;
        return std::min(html.find(']', closing), html.size() - 1) + 1;
    }

    static bool is_alone(std::string_view html, std::size_t begin, std::size_t end)
    {
        while (begin > 0 && html[begin - 1] == ' ')
            --begin;
        while (end < html.size() && html[end] == ' ')
            ++end;
        const bool starts = begin == 0 || html[begin - 1] == '\n' || html[begin - 1] == '>';
        const bool ends =
            end == html.size() || html[end] == '\n' || html[end] == '\r' || html[end] == '<';
        return starts && ends;
    }

    static bool is_handled(std::string_view name)
    {
        return name == "caption" || name == "wp_caption" || name == "gallery" || name == "audio" ||
               name == "video" || name == "playlist" || name == "embed" || is_player(name);
    }

    std::string converted(const ShortcodeTag& tag, std::string_view inner, int depth)
    {
        const auto content = depth < nesting_max && inner.find('[') != inner.npos
                                 ? run(inner, depth + 1)
                                 : std::string{inner};
        if (tag.name == "caption" || tag.name == "wp_caption")
            return caption_html(tag, content);
        if (tag.name == "gallery")
            return gallery_html(tag, context_, report_);
        if (tag.name == "playlist")
            return playlist_html(tag, context_, report_);
        if (tag.name == "audio" || tag.name == "video")
            return media_html(tag, inner, report_);
        const auto url = tag.name == "embed" ? enclosed_url(tag, inner) : player_url(tag);
        const auto box = is_url(url) ? embed_box(url, {}, report_)
                                     : embed_box(std::string{trim(inner)}, {}, report_);
        if (box.empty())
            report_.add(NoticeKind::unknown_shortcode, tag.name);
        return box;
    }

    static std::string enclosed_url(const ShortcodeTag& tag, std::string_view inner)
    {
        const auto url = trim(inner);
        return is_url(url) ? std::string{url} : url_in(tag, {"src", "url"});
    }

    const BodyContext& context_;
    Pieces& pieces_;
    Report& report_;
};

// Whether what stands before `at` begins a line or a paragraph.
bool begins_line(std::string_view html, std::size_t at)
{
    while (at > 0 && (html[at - 1] == ' ' || html[at - 1] == '\t'))
        --at;
    if (at == 0 || html[at - 1] == '\n')
        return true;
    if (html[at - 1] != '>')
        return false;
    constexpr std::size_t tag_bytes_max = 200;
    const auto near = html.substr(0, at).substr(at - std::min(at, tag_bytes_max));
    const auto open = near.rfind('<');
    const auto tag = open == near.npos ? std::string_view{} : near.substr(open);
    return tag == "<p>" || tag.starts_with("<p ");
}

std::string bare_url(const std::string& url, Pieces& pieces, Report& report)
{
    if (is_embed_provider(url))
        return pieces.add(embed_box(url, {}, report));
    return "<a href=\"" + escape_html(url) + "\">" + escape_html(url) + "</a>";
}

bool ends_line(std::string_view html, std::size_t at)
{
    while (at < html.size() && (html[at] == ' ' || html[at] == '\t' || html[at] == '\r'))
        ++at;
    return at == html.size() || html[at] == '\n' || html.substr(at, 4) == "</p>";
}

} // namespace

std::string convert_shortcodes(std::string_view html, const BodyContext& context, Pieces& pieces,
                               Report& report)
{
    if (html.find('[') == html.npos)
        return std::string{html};
    return Converter{context, pieces, report}.run(html, 0);
}

std::string without_shortcodes(std::string_view value)
{
    std::string out;
    for (std::size_t at = 0; at < value.size();) {
        const auto open = std::min(value.find('[', at), value.size());
        out.append(value, at, open - at);
        if (open == value.size())
            break;
        const auto tag = read_shortcode(value, open);
        const bool goes = tag && looks_like_shortcode(*tag, false, false);
        if (!goes)
            out += '[';
        at = goes ? open + tag->length : open + 1;
    }
    return out;
}

std::string attachment_figure(std::int64_t id, const BodyContext& context, Report& report)
{
    const auto found = context.attachment_by_id ? context.attachment_by_id(id) : std::nullopt;
    if (!found) {
        report.add(NoticeKind::missing_media, "attachment " + std::to_string(id));
        return {};
    }
    std::string out =
        "<figure><img" + attribute("src", found->url) + " alt=\"" + escape_html(found->alt) + "\">";
    if (!trim(found->caption).empty())
        out += "<figcaption>" + found->caption + "</figcaption>";
    return out + "</figure>";
}

std::string gallery_of(const std::vector<std::int64_t>& ids, const BodyContext& context,
                       Report& report)
{
    std::string figures;
    for (const auto id : ids)
        if (figures.size() < Pieces::bytes_max)
            figures += attachment_figure(id, context, report);
    return figures.empty() ? figures : "<figure class=\"gallery\">" + figures + "</figure>";
}

std::string convert_bare_urls(std::string_view html, Pieces& pieces, Report& report)
{
    if (html.find("http") == html.npos)
        return std::string{html};
    std::string out;
    text::HtmlLexer lexer{html};
    text::HtmlToken token;
    int verbatim = 0;
    std::size_t written = 0;
    for (auto begin = lexer.position(); lexer.next(token); begin = lexer.position()) {
        const bool is_start = token.kind == text::HtmlToken::Kind::start_tag;
        const bool is_end = token.kind == text::HtmlToken::Kind::end_tag;
        if (token.name == "pre" || token.name == "code" || token.name == "a")
            verbatim += is_start ? 1 : is_end && verbatim > 0 ? -1 : 0;
        if (token.kind != text::HtmlToken::Kind::text || verbatim > 0)
            continue;
        const auto reach = html.substr(0, lexer.position());
        for (auto at = reach.find("http", begin); at != reach.npos;
             at = reach.find("http", at + 4)) {
            if (!is_url(reach.substr(at)) || !begins_line(html, at))
                continue;
            const auto url = reach.substr(at, reach.find_first_of(" \t\r\n<>\"[]", at) - at);
            if (!ends_line(html, at + url.size()) ||
                text::url_host(url).find('.') == std::string::npos)
                continue;
            out.append(html, written, at - written);
            written = at + url.size();
            out += bare_url(text::decode_references(url), pieces, report);
        }
    }
    out.append(html, written);
    return out;
}

} // namespace masthead::wordpress_body
