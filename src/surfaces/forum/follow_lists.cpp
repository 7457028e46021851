#include "features/readers/blocks.hpp"
#include "surfaces/forum/following.hpp"

namespace masthead::forum {

namespace {

using namespace handlebars;
using follows::Follow;
using follows::FollowTarget;
using site::RenderEnvironment;

constexpr int entries_per_page = 50;

// Where a list goes on; absent where the address names no place.
std::optional<Follow> read_before(const web::Request& request)
{
    const auto text = request.query_value("before");
    if (text.empty())
        return Follow{};
    const auto place = read_place(text);
    if (!place)
        return std::nullopt;
    Follow before;
    before.id = FollowId{place->id.value()};
    before.followed_at = place->at;
    return before;
}

Object entry_context(const Speech& speech, const NamedTarget& named, Time since)
{
    const auto is_gone = named.name.empty();
    Object entry{{"name", is_gone ? speech.say("No longer here") : named.name},
                 {"url", named.url},
                 {"under", named.under},
                 {"kind", kind_label(speech, named.target.kind)},
                 {"act_url", follow_url(named.target)},
                 {"since", format_rfc3339(since)}};
    entry.set("is_reader", named.target.kind == follows::FollowKind::reader);
    return entry;
}

// The first entries_per_page of what was found, and where the rest begins.
template <class Found, class Draw, class Place>
void set_entries(Object& root, std::string_view base, const std::vector<Found>& found, Draw&& draw,
                 Place&& place)
{
    Array entries;
    for (const auto& one : found) {
        if (entries.size() == entries_per_page)
            break;
        entries.push_back(draw(one));
    }
    if (found.size() > entries_per_page)
        root.set("older_url", std::string{base} + place(found[entries_per_page - 1]));
    root.set("entries", std::move(entries));
}

std::string place_of_follow(const Follow& follow)
{
    return place_text(follow.followed_at, follow.id.value());
}

std::optional<site::PageView> follows_view(RenderEnvironment& page, const web::Request& request)
{
    const auto before = read_before(request);
    if (!before)
        return std::nullopt;
    const auto reader = reader_of(request);
    const Speech speech{page.theme, page.language()};
    page.title = speech.say("What I follow");
    Object root{{"tabs", following_tabs(speech, "list")}, {"list", "list"}, {"title", page.title}};
    const auto found =
        follows::newest_follows(page.snapshot, reader, *before, entries_per_page + 1);
    set_entries(
        root, "/following/list/?before=", found,
        [&](const Follow& follow) {
            auto entry = entry_context(speech, name_target(page.snapshot, follow.target, reader),
                                       follow.followed_at);
            return entry.set("followed", true);
        },
        place_of_follow);
    return site::PageView{{"following-list"}, std::move(root), {}};
}

std::optional<site::PageView> followers_view(RenderEnvironment& page, const web::Request& request)
{
    const auto before = read_before(request);
    if (!before)
        return std::nullopt;
    const auto reader = reader_of(request);
    const Speech speech{page.theme, page.language()};
    page.title = speech.say("Who follows me");
    Object root{{"tabs", following_tabs(speech, "followers")},
                {"list", "followers"},
                {"title", page.title}};
    const auto found = follows::newest_followers(page.snapshot, FollowTarget::reader(reader),
                                                 *before, entries_per_page + 1);
    set_entries(
        root, "/following/followers/?before=", found,
        [&](const Follow& follow) {
            const auto target = FollowTarget::reader(follow.reader);
            auto entry = entry_context(speech, name_target(page.snapshot, target, reader),
                                       follow.followed_at);
            entry.set("followed", follows::find_follow(page.snapshot, reader, target).has_value());
            entry.set("muted", readers::has_muted(page.snapshot, reader, follow.reader));
            return entry;
        },
        place_of_follow);
    return site::PageView{{"following-list"}, std::move(root), {}};
}

Object away_context(const Speech& speech, const readers::KeptAwayReader& other)
{
    const NamedTarget named{FollowTarget::reader(other.reader),
                            other.display_name,
                            readers::reader_url(other.reader),
                            {}};
    return entry_context(speech, named, other.since);
}

std::string place_of_away(const readers::KeptAwayReader& other)
{
    return place_text(other.since, other.reader.value());
}

// Two lists on one page; each goes on by a parameter of its own.
std::optional<site::PageView> kept_away_view(RenderEnvironment& page, const web::Request& request)
{
    const auto reader = reader_of(request);
    const Speech speech{page.theme, page.language()};
    page.title = speech.say("Muted and blocked");
    Object root{{"tabs", following_tabs(speech, "kept-away")}};
    const auto list = [&](std::string_view name, auto&& find) {
        const auto text = request.query_value(name);
        const auto place = text.empty() ? std::nullopt : read_place(text);
        readers::KeptAwayReader before;
        if (place)
            before = {ReaderId{place->id.value()}, {}, place->at};
        Object part;
        const auto base = "/following/kept-away/?" + std::string{name} + "=";
        set_entries(
            part, base, find(page.snapshot, reader, before, entries_per_page + 1),
            [&](const readers::KeptAwayReader& other) { return away_context(speech, other); },
            place_of_away);
        return part;
    };
    root.set("muted", list("muted", readers::find_muted));
    root.set("blocked", list("blocked", readers::find_blocked));
    return site::PageView{{"following-kept-away"}, std::move(root), {}};
}

} // namespace

web::Response follows_page(ForumContext& context, const web::Request& request)
{
    return context.pages().draw_private(
        request, site::PageKind::forum,
        [&](RenderEnvironment& page) { return follows_view(page, request); });
}

web::Response followers_page(ForumContext& context, const web::Request& request)
{
    return context.pages().draw_private(
        request, site::PageKind::forum,
        [&](RenderEnvironment& page) { return followers_view(page, request); });
}

web::Response kept_away_page(ForumContext& context, const web::Request& request)
{
    return context.pages().draw_private(
        request, site::PageKind::forum,
        [&](RenderEnvironment& page) { return kept_away_view(page, request); });
}

} // namespace masthead::forum
