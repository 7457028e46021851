#include "surfaces/transfer/wordpress_body/media_resolver.hpp"

#include "surfaces/transfer/wordpress_body/embeds.hpp"
#include "surfaces/transfer/wordpress_body/media_names.hpp"
#include "surfaces/transfer/wordpress_body/shortcodes.hpp"

#include "core/base/text.hpp"
#include "core/text/html_sanitizer.hpp"
#include "core/text/safe_url.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace masthead::wordpress_body {

namespace {

using text::HtmlToken;

std::string value_of(const HtmlToken& token, std::string_view name)
{
    return without_shortcodes(token.attribute(name).value_or(""));
}

std::string attribute(std::string_view name, std::string_view value)
{
    return value.empty() ? std::string{}
                         : " " + std::string{name} + "=\"" + escape_html(value) + "\"";
}

bool has_class(const HtmlToken& token, std::string_view wanted)
{
    const auto classes = token.attribute("class").value_or("");
    const auto words = split(classes, ' ');
    return std::find(words.begin(), words.end(), wanted) != words.end();
}

// Scripts that load pictures late put a placeholder into src and the address elsewhere.
std::vector<std::string> addresses(const HtmlToken& img)
{
    std::vector<std::string> found;
    for (const auto* name :
         {"data-full-url", "data-orig-file", "src", "data-src", "data-lazy-src", "data-original"}) {
        auto url = std::string{trim(value_of(img, name))};
        if (!url.empty() && !url.starts_with("data:"))
            found.push_back(std::move(url));
    }
    return found;
}

// The attachment's id that the editor leaves in the class "wp-image-123"; 0 for none.
std::int64_t attachment_id(const HtmlToken& img)
{
    constexpr std::string_view mark = "wp-image-";
    const auto classes = img.attribute("class").value_or("");
    const auto at = classes.find(mark);
    std::int64_t id = 0;
    if (at != classes.npos)
        std::from_chars(classes.data() + at + mark.size(), classes.data() + classes.size(), id);
    return id;
}

bool is_gravatar(std::string_view url)
{
    const auto host = text::url_host(url);
    return host == "gravatar.com" || host.ends_with(".gravatar.com");
}

bool is_tracking_pixel(const HtmlToken& img)
{
    return img.attribute("width") == "1" && img.attribute("height") == "1";
}

bool is_emoji(const HtmlToken& img)
{
    return has_class(img, "emoji") || has_class(img, "wp-smiley");
}

std::string dimensions(const MediaRef& media, const HtmlToken& token)
{
    if (media.width > 0 && media.height > 0)
        return attribute("width", std::to_string(media.width)) +
               attribute("height", std::to_string(media.height));
    return attribute("width", value_of(token, "width")) +
           attribute("height", value_of(token, "height"));
}

bool looks_like_file(std::string_view url)
{
    const auto path = url.substr(0, url.find_first_of("?#"));
    const auto name = path.substr(path.rfind('/') + 1);
    const auto dot = name.rfind('.');
    return dot != name.npos && name.size() - dot >= 3 && name.size() - dot <= 6 &&
           !name.ends_with(".php") && !name.ends_with(".html") && !name.ends_with(".htm");
}

// Names inside a story carry the sanitiser's prefix; the numbers of the old site's comments mean
// nothing here, but the conversation is where they were.
std::string our_fragment(std::string_view fragment)
{
    if (fragment.size() < 2)
        return {};
    if (fragment.starts_with("#comment") || fragment == "#respond")
        return "#conversation";
    return "#" + std::string{text::content_id_prefix} + std::string{fragment.substr(1)};
}

} // namespace

std::string missing_media_html(std::string_view what, std::string_view name, std::string_view url)
{
    return "<p class=\"missing-picture\"><a href=\"" + escape_html(url) + "\">" +
           std::string{what} + ": " + escape_html(name) + "</a></p>";
}

MediaResolver::MediaResolver(const BodyContext& context, Report& report)
    : context_(context), report_(report), site_(context.site_urls)
{
}

std::optional<MediaRef> MediaResolver::find(std::string_view url)
{
    if (!context_.resolve_media || url.size() > text::url_bytes_max)
        return std::nullopt;
    for (const auto& candidate : media_candidates(site_.canonical(site_.absolute(url))))
        if (auto found = context_.resolve_media(candidate))
            return found;
    return std::nullopt;
}

Picture MediaResolver::picture(const HtmlToken& img)
{
    auto urls = addresses(img);
    const auto alt = std::string{trim(value_of(img, "alt"))};
    if (is_emoji(img))
        return {Picture::Kind::text, escape_html(alt), {}};
    const auto id = attachment_id(img);
    const auto attachment =
        id > 0 && context_.attachment_by_id ? context_.attachment_by_id(id) : std::nullopt;
    if (attachment)
        urls.push_back(attachment->url);
    if (urls.empty() || is_tracking_pixel(img) || is_gravatar(urls.front()))
        return {};
    for (const auto& url : urls) {
        const auto media = find(url);
        if (!media)
            continue;
        const auto& shown_alt = !alt.empty()                       ? alt
                                : media->alt.empty() && attachment ? attachment->alt
                                                                   : media->alt;
        return {Picture::Kind::ours,
                "<img" + attribute("src", media->our_url) + " alt=\"" + escape_html(shown_alt) +
                    "\"" + dimensions(*media, img) + " loading=\"lazy\">",
                media->credit};
    }
    const auto url = site_.absolute(urls.front());
    report_.add(NoticeKind::missing_media, url);
    if (!text::safe_url(url, text::UrlUse::source))
        return {};
    return {Picture::Kind::missing,
            missing_media_html("Picture", alt.empty() ? media_file_name(url) : alt, url),
            {}};
}

std::string MediaResolver::link(std::string_view href)
{
    const auto url = site_.absolute(trim(href));
    if (!site_.is_own(url))
        return url;
    const auto fragment_at = std::min(url.find('#'), url.size());
    const auto page = site_.canonical(url.substr(0, fragment_at));
    if (context_.resolve_link)
        if (const auto found = context_.resolve_link(page))
            return *found + our_fragment(std::string_view{url}.substr(fragment_at));
    if (looks_like_file(page))
        if (const auto file = find(page))
            return file->our_url;
    return url;
}

std::string MediaResolver::player(const HtmlToken& element, std::string_view source)
{
    if (source.empty())
        return {};
    const auto media = find(source);
    if (!media) {
        const auto url = site_.absolute(source);
        report_.add(NoticeKind::missing_media, url);
        if (!text::safe_url(url, text::UrlUse::source))
            return {};
        return missing_media_html(element.name == "video" ? "Video" : "Audio", media_file_name(url),
                                  url);
    }
    std::string out = "<" + element.name + attribute("src", media->our_url);
    if (element.name == "video") {
        const auto poster_url = value_of(element, "poster");
        const auto poster = poster_url.empty() ? std::nullopt : find(poster_url);
        out += poster ? attribute("poster", poster->our_url) : std::string{};
        out += dimensions(*media, element);
    }
    return out + " preload=\"none\" controls></" + element.name + ">";
}

} // namespace masthead::wordpress_body
