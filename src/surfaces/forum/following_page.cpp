#include "core/web/form.hpp"
#include "features/comments/find_authors.hpp"
#include "features/follows/feed_mark.hpp"
#include "features/readers/blocks.hpp"
#include "surfaces/forum/following.hpp"

#include <algorithm>

namespace masthead::forum {

namespace {

using namespace handlebars;
using comments::Cursor;
using comments::Direction;
using follows::FollowTarget;
using site::RenderEnvironment;

constexpr int suggestions_max = 5;
constexpr int company_looked_at = 30;
constexpr int discussed_stories_looked_at = 3;

// Which stretch is asked for: the newest, older than a place, or newer than one.
std::optional<follows::FeedQuery> read_query(const web::Request& request)
{
    follows::FeedQuery query;
    query.reader = reader_of(request);
    const auto before = request.query_value("before");
    const auto after = request.query_value("after");
    if (before.empty() && after.empty())
        return query;
    const auto place = read_place(before.empty() ? after : before);
    if (!place)
        return std::nullopt;
    query.from = *place;
    query.direction = before.empty() ? Direction::newer : Direction::older;
    return query;
}

bool is_newer(const comments::Comment& comment, const Cursor& mark)
{
    return comment.posted_at == mark.at ? comment.id > mark.id : comment.posted_at > mark.at;
}

std::string place_of(const comments::Comment& comment)
{
    return place_text(comment.posted_at, comment.id.value());
}

Array items_context(RenderEnvironment& page, const Speech& speech, const follows::FeedPage& feed,
                    const std::optional<Cursor>& mark)
{
    Array list;
    bool above_mark = false;
    for (const auto& item : feed.items) {
        auto line = feed_item_context(speech, item);
        page.shown.push_back(item.shown.comment.story);
        const bool is_new = mark && is_newer(item.shown.comment, *mark);
        line.set("is_new", is_new);
        line.set("seen_above", mark && above_mark && !is_new);
        above_mark = is_new;
        list.push_back(std::move(line));
    }
    return list;
}

void set_neighbours(Object& root, const follows::FeedPage& feed, const follows::FeedQuery& query)
{
    const bool is_newest = query.from.at == comments::last_place().at;
    const bool newer = query.direction == Direction::newer;
    const auto older_from =
        newer ? (feed.items.empty() ? query.from
                                    : Cursor{feed.items.back().shown.comment.posted_at,
                                             feed.items.back().shown.comment.id})
              : feed.next;
    if (feed.goes_on || newer)
        root.set("older_url",
                 "/following/?before=" + place_text(older_from.at, older_from.id.value()));
    if (!is_newest)
        root.set("newest_url", "/following/");
    const bool more_newer = newer ? feed.goes_on : !is_newest;
    if (more_newer) {
        const auto from = newer                ? feed.next
                          : feed.items.empty() ? query.from
                                               : Cursor{feed.items.front().shown.comment.posted_at,
                                                        feed.items.front().shown.comment.id};
        root.set("newer_url", "/following/?after=" + place_text(from.at, from.id.value()));
    }
}

// Whom a reader may want to follow: those they already meet, else those who write where most is
// written.
std::vector<ReaderId> company_of(db::Snapshot& snapshot, ReaderId reader)
{
    auto company = comments::find_company(snapshot, reader, company_looked_at);
    if (!company.empty())
        return company;
    for (const auto& card : stories::most_discussed(snapshot, discussed_stories_looked_at)) {
        for (const auto author :
             comments::find_latest_authors(snapshot, card.story.id, suggestions_max))
            company.push_back(author);
    }
    return company;
}

Array suggestions_context(RenderEnvironment& page, ReaderId reader)
{
    const auto away = readers::find_kept_away(page.snapshot, reader);
    Array list;
    std::vector<ReaderId> seen{reader};
    for (const auto other : company_of(page.snapshot, reader)) {
        if (list.size() == suggestions_max)
            break;
        const bool known = std::ranges::find(seen, other) != seen.end() ||
                           std::ranges::binary_search(away.blocked, other) ||
                           std::ranges::binary_search(away.muted, other) ||
                           follows::find_follow(page.snapshot, reader, FollowTarget::reader(other));
        seen.push_back(other);
        const auto named =
            known ? NamedTarget{} : name_target(page.snapshot, FollowTarget::reader(other), reader);
        if (!named.name.empty())
            list.push_back(Object{{"name", named.name},
                                  {"url", named.url},
                                  {"follow_url", follow_url(named.target)}});
    }
    return list;
}

site::PageView following_view(ForumContext& context, RenderEnvironment& page,
                              const follows::FeedQuery& query)
{
    const Speech speech{page.theme, page.language()};
    page.title = speech.say("Following");
    const auto feed = follows::find_feed(page.snapshot, context.activity, query);
    const auto mark = follows::find_mark(page.snapshot, query.reader);
    Object root{{"tabs", following_tabs(speech, "new")}};
    root.set("items", items_context(page, speech, feed, mark));
    set_neighbours(root, feed, query);
    const bool is_newest = query.from.at == comments::last_place().at;
    if (is_newest && !feed.items.empty()) {
        const auto& newest = feed.items.front().shown.comment;
        root.set("newest_place", place_of(newest));
        root.set("has_new", !mark || is_newer(newest, *mark));
    }
    if (is_newest && feed.items.empty()) {
        root.set("follows_nothing", follows::count_follows(page.snapshot, query.reader, 1) == 0);
        root.set("suggestions", suggestions_context(page, query.reader));
    }
    return {{"following"}, std::move(root), {}};
}

} // namespace

web::Response following_page(ForumContext& context, const web::Request& request)
{
    return context.pages().draw_private(
        request, site::PageKind::forum,
        [&](RenderEnvironment& page) -> std::optional<site::PageView> {
            const auto query = read_query(request);
            if (!query)
                return std::nullopt;
            return following_view(context, page, *query);
        });
}

web::Response mark_seen(ForumContext& context, const web::Request& request)
{
    const auto form = web::read_form(request);
    const auto place = form ? read_place(form->text("upto")) : std::nullopt;
    if (!place)
        return refuse_plainly(context, request, refuse(Refusal::invalid, "form.unreadable"));
    const auto moved = context.database().write([&](db::Tx& tx) {
        return follows::move_mark(tx, reader_of(request), *place, context.now());
    });
    if (!moved)
        return refuse_plainly(context, request, moved.error());
    if (request.wants_json())
        return json_answer(200, boost::json::object{{"seen", true}});
    return web::see_other("/following/");
}

} // namespace masthead::forum
