#include "surfaces/transfer/wordpress_body/embeds.hpp"

#include "core/base/text.hpp"
#include "core/text/safe_url.hpp"

#include <algorithm>
#include <array>

namespace masthead::wordpress_body {

namespace {

// Hosts, with all below them. WordPress's list of oEmbed providers, and those that plugins of
// newsrooms add (charts, maps, documents).
constexpr std::array<std::string_view, 62> providers{"youtube.com",
                                                     "youtu.be",
                                                     "youtube-nocookie.com",
                                                     "vimeo.com",
                                                     "twitter.com",
                                                     "x.com",
                                                     "facebook.com",
                                                     "fb.watch",
                                                     "instagram.com",
                                                     "tiktok.com",
                                                     "spotify.com",
                                                     "soundcloud.com",
                                                     "reddit.com",
                                                     "bsky.app",
                                                     "mastodon.social",
                                                     "mastodon.online",
                                                     "mstdn.social",
                                                     "fosstodon.org",
                                                     "chaos.social",
                                                     "flickr.com",
                                                     "flic.kr",
                                                     "imgur.com",
                                                     "wordpress.tv",
                                                     "videopress.com",
                                                     "ted.com",
                                                     "issuu.com",
                                                     "scribd.com",
                                                     "slideshare.net",
                                                     "datawrapper.de",
                                                     "dwcdn.net",
                                                     "flourish.studio",
                                                     "infogram.com",
                                                     "infogr.am",
                                                     "google.com",
                                                     "goo.gl",
                                                     "openstreetmap.org",
                                                     "dailymotion.com",
                                                     "dai.ly",
                                                     "mixcloud.com",
                                                     "reverbnation.com",
                                                     "bandcamp.com",
                                                     "kickstarter.com",
                                                     "tumblr.com",
                                                     "pinterest.com",
                                                     "polldaddy.com",
                                                     "crowdsignal.com",
                                                     "poll.fm",
                                                     "smugmug.com",
                                                     "screencast.com",
                                                     "speakerdeck.com",
                                                     "cloudup.com",
                                                     "animoto.com",
                                                     "wolframcloud.com",
                                                     "pocketcasts.com",
                                                     "pca.st",
                                                     "anghami.com",
                                                     "twitch.tv",
                                                     "documentcloud.org",
                                                     "codepen.io",
                                                     "gist.github.com",
                                                     "threads.net",
                                                     "canva.com"};

// Google is a provider only with its maps, documents and films.
bool is_embeddable_google(std::string_view host, std::string_view url)
{
    return host.starts_with("maps.") || host.starts_with("docs.") || host.starts_with("drive.") ||
           host.starts_with("calendar.") || url.find("/maps") != url.npos;
}

std::string_view behind(std::string_view url, std::string_view mark)
{
    const auto at = url.find(mark);
    if (at == url.npos)
        return {};
    const auto rest = url.substr(at + mark.size());
    return rest.substr(0, rest.find_first_of("?&#/\""));
}

std::string_view bare_host(std::string_view host)
{
    return host.starts_with("www.") ? host.substr(4) : host;
}

} // namespace

bool is_embed_provider(std::string_view url)
{
    const auto host = text::url_host(url);
    return std::any_of(providers.begin(), providers.end(), [&](std::string_view provider) {
        if (host == provider && provider != "google.com")
            return true;
        const bool below = host.size() > provider.size() && host.ends_with(provider) &&
                           host[host.size() - provider.size() - 1] == '.';
        return (below || host == provider) &&
               (provider != "google.com" || is_embeddable_google(host, url));
    });
}

std::string embed_page_url(std::string_view url)
{
    const auto host = std::string{bare_host(text::url_host(url))};
    if (host == "youtube.com" || host == "youtube-nocookie.com") {
        const auto video = behind(url, "/embed/");
        if (!video.empty() && video != "videoseries")
            return "https://www.youtube.com/watch?v=" + std::string{video};
    }
    if (host == "player.vimeo.com") {
        const auto video = behind(url, "/video/");
        if (!video.empty())
            return "https://vimeo.com/" + std::string{video};
    }
    return (url.starts_with("//") ? "https:" : "") + std::string{url};
}

std::string embed_box(std::string_view url, std::string_view caption_html, Report& report)
{
    const auto page = text::safe_url(embed_page_url(trim(url)), text::UrlUse::link);
    const auto host = page ? std::string{bare_host(text::url_host(*page))} : std::string{};
    if (host.empty())
        return {};
    report.add(NoticeKind::embed, host);
    std::string out = "<figure class=\"embed\"><a class=\"embed-link\" href=\"";
    append_escaped_html(out, *page);
    out += "\" rel=\"noopener\">Show content from ";
    append_escaped_html(out, host);
    out += "</a>";
    if (!trim(caption_html).empty())
        out += "<figcaption>" + std::string{trim(caption_html)} + "</figcaption>";
    return out + "</figure>";
}

} // namespace masthead::wordpress_body
