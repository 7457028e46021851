#include "surfaces/desk/comment_context.hpp"

#include "features/comments/report_comment.hpp"
#include "features/moderation/record_decision.hpp"
#include "features/moderation/rule_words.hpp"
#include "features/stories/story.hpp"

#include <algorithm>
#include <iterator>

namespace masthead::desk {

namespace {

using comments::CommentState;
using handlebars::Array;
using handlebars::Object;

constexpr int reports_shown_max = 20;

constexpr DeskAction actions[]{
    {"approve", "Approve", comments::Action::approve, "approved", "hold"},
    {"reject", "Reject", comments::Action::remove, "rejected", "restore"},
    {"remove", "Remove", comments::Action::remove, "removed", "restore"},
    {"restore", "Bring it back", comments::Action::restore, "restored", ""},
    {"hold", "Hold it", comments::Action::hold, "held", "approve"},
    {"feature", "Feature", comments::Action::feature, "featured", "unfeature"},
    {"unfeature", "Feature no longer", comments::Action::unfeature, "unfeatured", "feature"},
};

std::string_view state_name(CommentState state)
{
    switch (state) {
    case CommentState::visible: return "visible";
    case CommentState::held: return "held";
    case CommentState::removed: return "removed";
    case CommentState::deleted: return "deleted by its author";
    case CommentState::spam: return "held as spam";
    }
    return "";
}

Array reports_context(DeskPage& page, const Request& request, const comments::QueuedComment& queued)
{
    Array reports;
    if (queued.report_count == 0)
        return reports;
    for (const auto& report :
         comments::open_reports(page.snapshot, queued.comment.id, reports_shown_max)) {
        Object one{{"reason", comments::reason_name(report.reason)},
                   {"words", report.words},
                   {"reader", report.reader_name},
                   {"at", moment(report.reported_at)}};
        if (report.reader && may(request, staff::Permission::see_readers))
            one.set("reader_url", desk_url(report.reader));
        reports.push_back(std::move(one));
    }
    return reports;
}

// The exact rule, what it means, and what it met, as the decision that held it keeps them.
Object hold_context(const DeskPage& page, const comments::QueuedComment& queued)
{
    Object hold{{"rule", queued.held_reason},
                {"meaning", moderation::describe_rule(queued.held_reason)}};
    const auto decision = moderation::find_decision(page.snapshot, queued.decision);
    if (decision && decision->action == moderation::Action::held) {
        hold.set("facts", moderation::facts_beside(queued.held_reason, decision->facts));
        hold.set("by", staff_name(page, decision->staff));
        hold.set("words", decision->words);
    }
    return hold;
}

void set_choices(Object& one, const comments::Comment& comment)
{
    const bool is_waiting =
        comment.state == CommentState::held || comment.state == CommentState::spam;
    const bool is_visible = comment.state == CommentState::visible;
    one.set("can_approve", is_waiting || is_visible);
    one.set("can_refuse", is_waiting || is_visible);
    one.set("refusal", is_waiting ? "reject" : "remove");
    one.set("refusal_label", is_waiting ? "Reject" : "Remove");
    one.set("can_restore", comment.state == CommentState::removed);
    one.set("can_hold", is_visible);
    one.set("can_feature", is_visible);
}

} // namespace

const DeskAction* find_action(std::string_view name)
{
    const auto* found = std::ranges::find(actions, name, &DeskAction::name);
    return found == std::end(actions) ? nullptr : found;
}

std::string place_of(const comments::QueuedComment& queued)
{
    return comments::comment_url(queued.story_slug, queued.comment.id);
}

std::string desk_url(CommentId comment)
{
    return "/desk/moderation/" + to_string(comment) + "/";
}

std::string desk_url(ReaderId reader)
{
    return "/desk/readers/" + to_string(reader) + "/";
}

Object comment_context(DeskPage& page, const Request& request,
                       const comments::QueuedComment& queued)
{
    const auto& comment = queued.comment;
    Object one{{"id", to_string(comment.id)},
               {"url", desk_url(comment.id)},
               {"place", place_of(queued)},
               {"story", queued.story_headline},
               {"story_url", stories::story_url(queued.story_slug)},
               {"author", comment.author_name},
               {"answers", queued.parent_name},
               {"state", state_name(comment.state)},
               {"featured", comment.featured},
               {"first", comment.marks.first_comment},
               {"edits", queued.edit_count},
               {"version", queued.edit_count},
               {"at", moment(comment.posted_at)},
               {"html", handlebars::Value::safe(comment.html)},
               {"reports", reports_context(page, request, queued)}};
    if (comment.quote)
        one.set("quote", comment.quote->quote.exact);
    if (!queued.held_reason.empty())
        one.set("hold", hold_context(page, queued));
    if (comment.reader && may(request, staff::Permission::see_readers))
        one.set("reader_url", desk_url(comment.reader));
    set_choices(one, comment);
    return one;
}

Object decision_context(const DeskPage& page, const moderation::Decision& decision)
{
    Object one{{"id", to_string(decision.id)},
               {"action", moderation::name_of(decision.action)},
               {"by", staff_name(page, decision.staff)},
               {"ground", decision.ground},
               {"facts", moderation::facts_beside(decision.ground, decision.facts)},
               {"words", decision.words},
               {"place", decision.place},
               {"at", moment(decision.created_at)},
               {"until", moment(decision.until)}};
    // A law or the newsroom's own rule is its own words already.
    const auto meaning = moderation::describe_rule(decision.ground);
    if (meaning != decision.ground)
        one.set("meaning", meaning);
    if (decision.comment)
        one.set("url", desk_url(decision.comment));
    return one;
}

} // namespace masthead::desk
