#include "core/base/text.hpp"
#include "core/web/form.hpp"
#include "features/follows/feed_mark.hpp"
#include "surfaces/forum/following.hpp"

namespace masthead::forum {

namespace {

using namespace handlebars;
using site::RenderEnvironment;

constexpr std::string_view feed_base = "/following/feed/";

// XML 1.0 has no place for the other control characters, escaped or not.
std::string xml_text(std::string_view text)
{
    std::string kept;
    kept.reserve(text.size());
    for (const char c : text) {
        if (static_cast<unsigned char>(c) >= ' ' || c == '\n' || c == '\t')
            kept += c;
    }
    return escape_html(kept);
}

std::string entry_title(const Speech& speech, const comments::FollowedComment& shown)
{
    const auto& name = shown.comment.author_name;
    if (shown.answered_name.empty())
        return speech.say("{name} on “{story}”", {{"name", name}, {"story", shown.story_headline}});
    return speech.say(
        "{name} answers {other} on “{story}”",
        {{"name", name}, {"other", shown.answered_name}, {"story", shown.story_headline}});
}

std::string entry_xml(const Speech& speech, std::string_view site_url,
                      const comments::FollowedComment& shown)
{
    const auto& comment = shown.comment;
    const auto url = std::string{site_url} + comments::comment_url(shown.story_slug, comment.id);
    const bool edited = to_ms(comment.edited_at) > 0;
    std::string out = "<entry><id>urn:masthead:comment:" + to_string(comment.id) + "</id>";
    out += "<title>" + xml_text(entry_title(speech, shown)) + "</title>";
    out += "<link rel=\"alternate\" type=\"text/html\" href=\"" + xml_text(url) + "\"/>";
    out += "<author><name>" + xml_text(comment.author_name) + "</name></author>";
    out += "<published>" + format_rfc3339(comment.posted_at) + "</published>";
    out +=
        "<updated>" + format_rfc3339(edited ? comment.edited_at : comment.posted_at) + "</updated>";
    out += "<content type=\"html\">" + xml_text(comment.html) + "</content></entry>\n";
    return out;
}

std::string feed_xml(const Speech& speech, const settings::Newsroom& newsroom,
                     std::string_view site_url, ReaderId reader, const follows::FeedPage& feed,
                     Time now)
{
    const auto title = speech.say("Following – {newspaper}", {{"newspaper", newsroom.title}});
    const auto updated = feed.items.empty() ? now : feed.items.front().shown.comment.posted_at;
    std::string out = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                      "<feed xmlns=\"http://www.w3.org/2005/Atom\"";
    if (!site_url.empty())
        out += " xml:base=\"" + xml_text(std::string{site_url} + "/") + "\"";
    out += "><id>urn:masthead:following:" + to_string(reader) + "</id><title>" + xml_text(title) +
           "</title><updated>" + format_rfc3339(updated) + "</updated>\n";
    out += "<link rel=\"alternate\" type=\"text/html\" href=\"" +
           xml_text(std::string{site_url} + "/following/") + "\"/>\n";
    for (const auto& item : feed.items)
        out += entry_xml(speech, site_url, item.shown);
    return out + "</feed>\n";
}

// `address` is shown once, in the answer that made it.
web::Response draw_address(ForumContext& context, const web::Request& request,
                           const std::string& address)
{
    return context.pages().draw_private(
        request, site::PageKind::forum, [&](RenderEnvironment& page) {
            const Speech speech{page.theme, page.language()};
            page.title = speech.say("As a feed");
            Object root{{"tabs", following_tabs(speech, "feed")}, {"address", address}};
            if (const auto since = follows::find_feed_since(page.snapshot, reader_of(request)))
                root.set("since", format_rfc3339(*since));
            return std::optional{site::PageView{{"following-feed"}, std::move(root), {}}};
        });
}

} // namespace

web::Response feed_address_page(ForumContext& context, const web::Request& request)
{
    return draw_address(context, request, {});
}

web::Response change_feed_address(ForumContext& context, const web::Request& request)
{
    const auto form = web::read_form(request);
    const auto act = form ? form->text("act") : std::string_view{};
    const auto reader = reader_of(request);
    if (act == "revoke") {
        const auto revoked = context.database().write(
            [&](db::Tx& tx) { return follows::revoke_feed_token(tx, reader); });
        return revoked ? web::see_other(std::string{feed_base})
                       : refuse_plainly(context, request, revoked.error());
    }
    if (act != "renew")
        return refuse_plainly(context, request, refuse(Refusal::invalid, "form.unreadable"));
    const auto token = context.database().write(
        [&](db::Tx& tx) { return follows::renew_feed_token(tx, reader, context.now()); });
    if (!token)
        return refuse_plainly(context, request, token.error());
    return draw_address(context, request,
                        context.pages().config().site_url + std::string{feed_base} + *token + "/");
}

web::Response private_feed(ForumContext& context, const web::Request& request)
{
    const auto theme = context.pages().theme();
    return context.database().read([&](db::Snapshot& snapshot) {
        const auto reader = follows::find_feed_reader(snapshot, request.route_value("token"));
        if (!reader) {
            web::Response absent;
            absent.status = 404;
            return absent;
        }
        const auto newsroom = settings::load_newsroom(snapshot);
        follows::FeedQuery query;
        query.reader = *reader;
        const auto feed = follows::find_feed(snapshot, context.activity, query);
        const Speech speech{*theme, newsroom.language};
        web::Response response;
        response.content_type = "application/atom+xml; charset=utf-8";
        response.body = feed_xml(speech, newsroom, context.pages().config().site_url, *reader, feed,
                                 context.now());
        response.headers.emplace_back("X-Robots-Tag", "noindex");
        return response;
    });
}

} // namespace masthead::forum
