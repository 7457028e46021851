#include "core/base/text.hpp"
#include "features/moderation/bans.hpp"
#include "features/moderation/record_decision.hpp"
#include "features/readers/reader.hpp"
#include "surfaces/desk/ban_terms.hpp"
#include "surfaces/desk/comment_context.hpp"
#include "surfaces/desk/words.hpp"

namespace masthead::desk {

namespace {

using handlebars::Array;
using handlebars::Object;

constexpr int comments_a_page = 25;
constexpr int decisions_shown_max = 50;

ReaderId reader_of(const Request& request)
{
    return id_of<ReaderId>(request.route_value("id"));
}

std::string_view state_name(readers::ReaderState state)
{
    switch (state) {
    case readers::ReaderState::unclaimed: return "from an earlier site, never signed in";
    case readers::ReaderState::active: return "active";
    case readers::ReaderState::erased: return "erased";
    case readers::ReaderState::merged: return "merged into another";
    }
    return "";
}

Object reader_context(const readers::Reader& reader)
{
    return Object{{"id", to_string(reader.id)},
                  {"name", reader.display_name},
                  {"state", state_name(reader.state)},
                  {"bio", reader.bio},
                  {"public_url", readers::reader_url(reader.id)},
                  {"is_staff", reader.is_staff},
                  {"comments", reader.comment_count},
                  {"approved", reader.approved_count},
                  {"respect", reader.respect_received},
                  {"since", moment(reader.created_at)},
                  {"leaves_at", moment(reader.deletion_due_at)}};
}

Array decisions_context(const DeskPage& page, ReaderId reader)
{
    Array list;
    for (const auto& decision :
         moderation::find_decisions_on_reader(page.snapshot, reader, decisions_shown_max))
        list.push_back(decision_context(page, decision));
    return list;
}

void set_comments(Object& root, DeskPage& page, const Request& request, ReaderId reader)
{
    const auto after = parse_cursor(request.query_value("after"));
    auto found = comments::find_record(page.snapshot, reader, after, comments_a_page + 1);
    if (found.size() > comments_a_page) {
        found.pop_back();
        const auto& last = found.back().comment;
        root.set("more", desk_url(reader) + "?after=" + cursor_text({last.posted_at, last.id}));
    }
    Array list;
    for (const auto& queued : found)
        list.push_back(comment_context(page, request, queued));
    root.set("comments", std::move(list));
}

Response draw_reader(DeskContext& context, const Request& request, const BanSays& says,
                     const std::optional<Failure>& failure = {})
{
    const Sheet sheet{"reader", "A reader’s record", {}, failure};
    return draw(context, request, sheet, [&](DeskPage& page) -> std::optional<Object> {
        const auto reader = readers::find_reader(page.snapshot, reader_of(request));
        if (!reader)
            return std::nullopt;
        Object root{{"reader", reader_context(*reader)},
                    {"decisions", decisions_context(page, reader->id)},
                    {"can_ban", may(request, staff::Permission::ban)},
                    {"terms", terms_context(says)}};
        if (const auto ban = moderation::active_ban(page.snapshot, reader->id, page.now); ban)
            root.set("ban", ban_context(page, *ban));
        if (const auto done = done_words(request.query_value("done")); !done.empty())
            root.set("done", done);
        set_comments(root, page, request, reader->id);
        return root;
    });
}

Result<void> change(DeskContext& context, const Request& request, db::Tx& tx, const BanSays& says,
                    std::string_view action)
{
    const auto now = context.now();
    const auto reader = readers::find_reader(tx, reader_of(request));
    if (!reader || reader->state == readers::ReaderState::erased)
        return refuse(Refusal::not_found, "ban.reader");
    if (action == "lift") {
        const auto ban = moderation::active_ban(tx, reader->id, now);
        if (!ban)
            return refuse(Refusal::conflict, "ban.has_ended");
        return moderation::lift_ban(tx, ban->id, staff_of(request), now);
    }
    const auto terms = terms_of(says, staff_of(request), now);
    if (!terms)
        return terms.error();
    const auto banned = moderation::ban_reader(tx, reader->id, *terms, now);
    if (!banned)
        return banned.error();
    return {};
}

} // namespace

Response reader_page(DeskContext& context, const Request& request)
{
    return draw_reader(context, request, {});
}

Response change_reader(DeskContext& context, const Request& request)
{
    const auto form = web::read_form(request);
    if (!form)
        return web::refuse(form.error());
    const auto says = ban_says_of(*form);
    const auto action = form->text("action");
    if (action != "ban" && action != "lift")
        return draw_reader(context, request, says, refuse(Refusal::invalid, "decision.action"));
    const auto changed = context.database().write(
        [&](db::Tx& tx) { return change(context, request, tx, says, action); });
    if (!changed)
        return draw_reader(context, request, says, changed.error());
    return web::see_other(desk_url(reader_of(request)) +
                          (action == "ban" ? "?done=banned" : "?done=lifted"));
}

} // namespace masthead::desk
