#include "core/base/text.hpp"
#include "features/comments/decide_comment.hpp"
#include "features/moderation/record_decision.hpp"
#include "surfaces/desk/comment_context.hpp"
#include "surfaces/desk/words.hpp"

#include <algorithm>
#include <array>

namespace masthead::desk {

namespace {

using handlebars::Array;
using handlebars::Object;

constexpr int decisions_shown_max = 30;
constexpr std::array<std::string_view, 3> queue_names{"held", "reported", "new"};

// What was typed, for a page that comes back.
struct DecisionSays {
    std::string rule;
    std::string words;
    std::string queue;
    std::string after;
    std::string next;
    std::optional<Failure> failure;
};

CommentId comment_of(const Request& request)
{
    return id_of<CommentId>(request.route_value("comment"));
}

Array decisions_context(const DeskPage& page, CommentId comment)
{
    Array list;
    for (const auto& decision :
         moderation::find_decisions_on_comment(page.snapshot, comment, decisions_shown_max))
        list.push_back(decision_context(page, decision));
    return list;
}

Response draw_comment(DeskContext& context, const Request& request, const DecisionSays& says)
{
    const Sheet sheet{"comment", "A comment", "moderation", says.failure};
    return draw(context, request, sheet, [&](DeskPage& page) -> std::optional<Object> {
        const auto queued = comments::find_for_desk(page.snapshot, comment_of(request));
        if (!queued)
            return std::nullopt;
        Object root{{"comment", comment_context(page, request, *queued)},
                    {"decisions", decisions_context(page, queued->comment.id)},
                    {"can_ban", may(request, staff::Permission::ban)},
                    {"rule", says.rule},
                    {"words", says.words},
                    {"queue", says.queue},
                    {"after", says.after},
                    {"next", says.next}};
        if (const auto done = done_words(request.query_value("done")); !done.empty())
            root.set("done", done);
        return root;
    });
}

DecisionSays says_of(const web::Form& form)
{
    return {std::string{form.text("rule")},  std::string{form.text("words")},
            std::string{form.text("queue")}, std::string{form.text("after")},
            std::string{form.text("next")},  {}};
}

// Back to the queue at the comment that stood next; from the comment's own page back there.
std::string way_back(const DecisionSays& says, const DeskAction& action,
                     const comments::Decided& decided)
{
    if (std::ranges::find(queue_names, says.queue) == queue_names.end())
        return desk_url(decided.id) + "?done=" + std::string{action.done};
    std::string url = "/desk/moderation/?queue=" + says.queue;
    if (const auto after = parse_cursor(says.after); after.id)
        url += "&after=" + cursor_text(after);
    url += "&done=" + std::string{action.done} + "&comment=" + to_string(decided.id);
    if (!action.undo.empty())
        url += "&undo=" + std::string{action.undo} + "&version=" + std::to_string(decided.version);
    if (const auto next = id_of<CommentId>(says.next); next)
        url += "#comment-" + to_string(next);
    return url;
}

} // namespace

Response comment_page(DeskContext& context, const Request& request)
{
    return draw_comment(context, request, {});
}

Response decide_comment(DeskContext& context, const Request& request)
{
    const auto form = web::read_form(request);
    if (!form)
        return web::refuse(form.error());
    auto says = says_of(*form);
    const auto* action = find_action(form->text("action"));
    if (!action) {
        says.failure = refuse(Refusal::invalid, "decision.action");
        return draw_comment(context, request, says);
    }
    const comments::DecideComment command{
        comment_of(request), staff_of(request),
        action->action,      std::string{trim(says.rule)},
        says.words,          comments::read_version(action->action, form->text("version"))};
    const auto decided = context.database().write(
        [&](db::Tx& tx) { return comments::decide_comment(tx, command, context.now()); });
    if (decided)
        return web::see_other(way_back(says, *action, *decided));
    says.failure = decided.error();
    return draw_comment(context, request, says);
}

} // namespace masthead::desk
