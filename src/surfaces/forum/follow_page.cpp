#include "core/web/form.hpp"
#include "features/follows/change_follows.hpp"
#include "features/readers/blocks.hpp"
#include "surfaces/forum/following.hpp"

#include <array>

namespace masthead::forum {

namespace {

using namespace handlebars;
using follows::FollowKind;
using follows::FollowTarget;
using site::RenderEnvironment;

// The thing that an address names: "/following/story/42/".
std::optional<FollowTarget> target_of(const web::Request& request)
{
    const auto kind = follows::parse_kind(request.route_value("kind"));
    const auto id = parse_id<FollowId>(request.route_value("id"));
    if (!kind || !id)
        return std::nullopt;
    return FollowTarget{*kind, id->value()};
}

// How this reader and the thing stand to each other.
struct Standing {
    bool follows = false;
    bool own = false; // it is the reader
    bool muted = false;
    bool blocked = false; // by this reader
    bool apart = false;   // one of the two has blocked the other
};

Standing find_standing(db::Snapshot& snapshot, ReaderId reader, const FollowTarget& target)
{
    Standing standing;
    standing.follows = follows::find_follow(snapshot, reader, target).has_value();
    if (target.kind != FollowKind::reader)
        return standing;
    standing.own = target.as_reader() == reader;
    standing.muted = readers::has_muted(snapshot, reader, target.as_reader());
    standing.blocked = readers::has_blocked(snapshot, reader, target.as_reader());
    standing.apart = readers::is_blocked_between(snapshot, reader, target.as_reader());
    return standing;
}

boost::json::object standing_json(const Standing& standing)
{
    return {{"following", standing.follows},
            {"own", standing.own},
            {"muted", standing.muted},
            {"apart", standing.apart}};
}

std::optional<site::PageView> follow_view(RenderEnvironment& page, ReaderId reader,
                                          const FollowTarget& target)
{
    const auto named = name_target(page.snapshot, target, reader);
    const auto standing = find_standing(page.snapshot, reader, target);
    if (named.name.empty() && !standing.follows && !standing.muted && !standing.blocked)
        return std::nullopt;
    const Speech speech{page.theme, page.language()};
    page.title = named.name.empty() ? speech.say("No longer here") : named.name;
    Object root{{"kind", follows::kind_name(target.kind)},
                {"kind_label", kind_label(speech, target.kind)},
                {"name", page.title},
                {"url", named.url},
                {"under", named.under},
                {"act_url", follow_url(target)}};
    root.set("is_reader", target.kind == FollowKind::reader && !standing.own);
    root.set("follows", standing.follows).set("own", standing.own).set("muted", standing.muted);
    root.set("blocked", standing.blocked).set("apart", standing.apart);
    root.set("can_follow", !standing.own && !standing.apart && !named.name.empty());
    return site::PageView{{"follow"}, std::move(root), {}};
}

using Act = Result<void> (*)(db::Tx&, ReaderId, const FollowTarget&, Time);

struct NamedAct {
    std::string_view name;
    bool for_readers;
    Act act;
};

Result<void> begin(db::Tx& tx, ReaderId reader, const FollowTarget& target, Time now)
{
    const auto done = follows::follow(tx, {reader, target}, now);
    return done ? Result<void>{} : Result<void>{done.error()};
}

Result<void> end(db::Tx& tx, ReaderId reader, const FollowTarget& target, Time now)
{
    return follows::unfollow(tx, {reader, target}, now);
}

Result<void> mute(db::Tx& tx, ReaderId reader, const FollowTarget& target, Time now)
{
    return readers::mute_reader(tx, {reader, target.as_reader()}, now);
}

Result<void> unmute(db::Tx& tx, ReaderId reader, const FollowTarget& target, Time now)
{
    return readers::unmute_reader(tx, {reader, target.as_reader()}, now);
}

Result<void> block(db::Tx& tx, ReaderId reader, const FollowTarget& target, Time now)
{
    return follows::block_reader(tx, {reader, target.as_reader()}, now);
}

Result<void> unblock(db::Tx& tx, ReaderId reader, const FollowTarget& target, Time now)
{
    return readers::unblock_reader(tx, {reader, target.as_reader()}, now);
}

Result<void> remove(db::Tx& tx, ReaderId reader, const FollowTarget& target, Time now)
{
    return follows::remove_follower(tx, {reader, target.as_reader()}, now);
}

constexpr std::array acts{NamedAct{"follow", false, begin},
                          NamedAct{"unfollow", false, end},
                          NamedAct{"mute", true, mute},
                          NamedAct{"unmute", true, unmute},
                          NamedAct{"block", true, block},
                          NamedAct{"unblock", true, unblock},
                          NamedAct{"remove_follower", true, remove}};

Act find_act(std::string_view name, FollowKind kind)
{
    for (const auto& named : acts) {
        if (named.name == name && (!named.for_readers || kind == FollowKind::reader))
            return named.act;
    }
    return nullptr;
}

// Back to the list it was pressed in; else to what it is about, or to its own page.
std::string way_back(db::Snapshot& snapshot, const web::Form& form, const FollowTarget& target,
                     ReaderId reader)
{
    const auto from = form.text("from");
    for (const std::string_view list : {"list", "followers", "kept-away"}) {
        if (from == list)
            return "/following/" + std::string{list} + "/";
    }
    if (from == "new")
        return "/following/";
    const auto named = name_target(snapshot, target, reader);
    return named.url.empty() ? "/following/list/" : follow_url(target);
}

} // namespace

web::Response follow_page(ForumContext& context, const web::Request& request)
{
    const auto target = target_of(request);
    if (target && request.wants_json())
        return context.database().read([&](db::Snapshot& snapshot) {
            return json_answer(200,
                               standing_json(find_standing(snapshot, reader_of(request), *target)));
        });
    return context.pages().draw_private(
        request, site::PageKind::forum,
        [&](RenderEnvironment& page) -> std::optional<site::PageView> {
            return target ? follow_view(page, reader_of(request), *target) : std::nullopt;
        });
}

web::Response change_follow(ForumContext& context, const web::Request& request)
{
    const auto form = web::read_form(request);
    const auto target = target_of(request);
    const auto act = form && target ? find_act(form->text("act"), target->kind) : nullptr;
    if (!act)
        return refuse_plainly(context, request, refuse(Refusal::invalid, "form.unreadable"));
    const auto reader = reader_of(request);
    const auto done = context.database().write(
        [&](db::Tx& tx) { return act(tx, reader, *target, context.now()); });
    if (!done)
        return refuse_plainly(context, request, done.error());
    return context.database().read([&](db::Snapshot& snapshot) {
        if (request.wants_json())
            return json_answer(200, standing_json(find_standing(snapshot, reader, *target)));
        return web::see_other(way_back(snapshot, *form, *target, reader));
    });
}

} // namespace masthead::forum
