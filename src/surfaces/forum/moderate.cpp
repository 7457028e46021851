#include "core/web/form.hpp"
#include "features/comments/decide_comment.hpp"
#include "features/comments/find_queues.hpp"
#include "features/moderation/bans.hpp"
#include "features/readers/reader.hpp"
#include "features/staff/staff_member.hpp"
#include "surfaces/forum/place.hpp"

#include <array>
#include <charconv>

namespace masthead::forum {

namespace {

using namespace handlebars;
using comments::Action;
using comments::CommentState;
using site::RenderEnvironment;
using stories::ConversationMode;

// The decision's form, and why it came back.
struct DecisionSays {
    std::string action;
    std::string rule;
    std::string words;
    std::optional<Failure> failure;
};

std::string_view action_label(Action action)
{
    switch (action) {
    case Action::approve: return "Let it stand";
    case Action::hold: return "Hold it";
    case Action::remove: return "Remove it";
    case Action::restore: return "Bring it back";
    case Action::feature: return "Feature it";
    case Action::unfeature: return "Feature it no longer";
    }
    return "";
}

std::vector<Action> actions_for(const comments::Comment& comment)
{
    switch (comment.state) {
    case CommentState::visible:
        return {Action::approve, Action::remove, Action::hold,
                comment.featured ? Action::unfeature : Action::feature};
    case CommentState::held:
    case CommentState::spam: return {Action::approve, Action::remove};
    case CommentState::removed: return {Action::restore};
    case CommentState::deleted: return {};
    }
    return {};
}

Array actions_context(const Speech& speech, const comments::Comment& comment,
                      const DecisionSays& says)
{
    Array list;
    for (const auto action : actions_for(comment)) {
        const auto name = comments::action_name(action);
        list.push_back(Object{{"value", name},
                              {"label", speech.say(action_label(action))},
                              {"chosen", says.action == name}});
    }
    return list;
}

Array modes_context(const Speech& speech)
{
    constexpr std::array modes{std::pair{"open", "Open it"},
                               std::pair{"slow", "Slow it down"},
                               std::pair{"pre_moderate", "Read first"},
                               std::pair{"close", "Close it"},
                               std::pair{"hold_all", "Hold everything"},
                               std::pair{"release", "Release what was held"}};
    Array list;
    for (const auto& [value, label] : modes)
        list.push_back(Object{{"value", value}, {"label", speech.say(label)}});
    return list;
}

Object fact(std::string label, std::string value)
{
    return Object{{"label", label}, {"value", value}};
}

Array record_context(const Speech& speech, RenderEnvironment& page, ReaderId id, Time now)
{
    Array record;
    const auto reader = readers::find_reader(page.snapshot, id);
    if (!reader)
        return record;
    record.push_back(fact(speech.say("Name"), reader->display_name));
    record.push_back(fact(speech.say("Here since"),
                          page.dates.format(reader->created_at, speech.say("D MMMM YYYY"))));
    record.push_back(fact(speech.say("Comments"), std::to_string(reader->comment_count)));
    record.push_back(fact(speech.say("Let stand"), std::to_string(reader->approved_count)));
    record.push_back(
        fact(speech.say("Respect received"), std::to_string(reader->respect_received)));
    const auto ban = moderation::active_ban(page.snapshot, id, now);
    if (!ban)
        return record;
    record.push_back(fact(speech.say("Banned"),
                          ban->until
                              ? page.dates.format(*ban->until, speech.say("D MMMM YYYY, HH:mm"))
                              : speech.say("until lifted")));
    return record;
}

std::string state_words(const Speech& speech, const comments::QueuedComment& queued)
{
    switch (queued.comment.state) {
    case CommentState::held: return speech.held(queued.held_reason);
    case CommentState::removed: return speech.say("Removed by a moderator.");
    case CommentState::deleted: return speech.say("The author deleted this comment.");
    default: return {};
    }
}

std::optional<site::PageView> decision_view(ForumContext& context, const web::Request& request,
                                            RenderEnvironment& page, const DecisionSays& says)
{
    const auto story = find_place(page.snapshot, request);
    const auto queued = comments::find_for_desk(page.snapshot, comment_of(request));
    if (!story || !queued || queued->comment.story != story->id)
        return std::nullopt;
    const Speech speech{page.theme, page.language()};
    page.title = speech.say("Decide about a comment");
    Object root{{"story", story_link(*story)},
                {"comment", words_context(*story, queued->comment)},
                {"version", queued->edit_count},
                {"state_words", state_words(speech, *queued)},
                {"actions", actions_context(speech, queued->comment, says)},
                {"modes", modes_context(speech)},
                {"rule", says.rule},
                {"words", says.words}};
    // The record is personal: only who may see readers is shown it.
    if ((request.visitor.permissions & staff::bit(staff::Permission::see_readers)) != 0)
        root.set("record", record_context(speech, page, queued->comment.reader, context.now()));
    if (says.failure)
        root.set("error", speech.refusal(*says.failure));
    site::PageView view{{"forum-moderate"}, std::move(root), {}};
    if (says.failure)
        view.status = web::status_of(says.failure->reason);
    return view;
}

web::Response draw_decision(ForumContext& context, const web::Request& request,
                            const DecisionSays& says)
{
    return context.pages().draw_private(
        request, site::PageKind::forum,
        [&](RenderEnvironment& page) { return decision_view(context, request, page, says); });
}

// Whoever decided about other words is given the ones that stand there now.
boost::json::object with_words_now(ForumContext& context, const web::Request& request,
                                   const Failure& failure)
{
    auto answer = refusal_object(context, failure);
    if (failure.message_key != comments::words_changed)
        return answer;
    const auto queued = context.database().read([&](db::Snapshot& snapshot) {
        return comments::find_for_desk(snapshot, comment_of(request));
    });
    if (queued) {
        answer["html"] = queued->comment.html;
        answer["version"] = queued->edit_count;
    }
    return answer;
}

web::Response turn_down_decision(ForumContext& context, const web::Request& request,
                                 DecisionSays says, const Failure& failure)
{
    if (request.wants_json())
        return json_answer(web::status_of(failure.reason),
                           with_words_now(context, request, failure));
    says.failure = failure;
    return draw_decision(context, request, says);
}

// A member of staff acts on the comments of the story they see, not on any comment's number.
Result<comments::Decided> decide(ForumContext& context, const web::Request& request,
                                 const comments::DecideComment& command)
{
    return context.database().write([&](db::Tx& tx) -> Result<comments::Decided> {
        const auto story = find_place(tx, request);
        const auto queued = comments::find_for_desk(tx, command.comment);
        if (!story || !queued || queued->comment.story != story->id)
            return refuse(Refusal::not_found, "comment.gone");
        return comments::decide_comment(tx, command, context.now());
    });
}

std::string_view state_name(CommentState state)
{
    switch (state) {
    case CommentState::visible: return "visible";
    case CommentState::held: return "held";
    case CommentState::removed: return "removed";
    case CommentState::deleted: return "deleted";
    case CommentState::spam: return "held";
    }
    return "visible";
}

std::optional<ConversationMode> mode_of_action(std::string_view action)
{
    if (action == "close")
        return ConversationMode::closed;
    if (action == "pre_moderate")
        return ConversationMode::pre_moderated;
    if (action == "open" || action == "slow")
        return stories::parse_mode(action);
    return std::nullopt;
}

int seconds_of(std::string_view text)
{
    if (text.empty())
        return stories::slow_seconds_default;
    int seconds = 0;
    std::from_chars(text.data(), text.data() + text.size(), seconds);
    return seconds;
}

Result<std::int64_t> lead(db::Tx& tx, const web::Form& form, StoryId story, StaffId staff, Time now)
{
    const auto action = form.text("action");
    if (action == "hold_all" || action == "release") {
        const auto held = action == "release" ? comments::release_all(tx, story, staff, now)
                                              : comments::hold_all(tx, story, staff, now);
        if (!held)
            return held.error();
        return held->position;
    }
    const auto mode = mode_of_action(action);
    if (!mode)
        return refuse(Refusal::invalid, "decision.action");
    return comments::change_conversation(
        tx, {story, staff, {*mode, seconds_of(form.text("seconds"))}}, now);
}

} // namespace

web::Response moderate_page(ForumContext& context, const web::Request& request)
{
    return draw_decision(context, request, {});
}

web::Response moderate_comment(ForumContext& context, const web::Request& request)
{
    const auto form = web::read_form(request);
    if (!form)
        return refuse_plainly(context, request, refuse(Refusal::invalid, "form.unreadable"));
    const DecisionSays says{std::string{form->text("action")},
                            std::string{form->text("rule")},
                            std::string{form->text("words")},
                            {}};
    const auto action = comments::parse_action(says.action);
    if (!action)
        return turn_down_decision(context, request, says,
                                  refuse(Refusal::invalid, "decision.action"));
    const auto decided =
        decide(context, request,
               {comment_of(request), staff_of(request), *action, says.rule, says.words,
                comments::read_version(*action, form->text("version"))});
    if (!decided)
        return turn_down_decision(context, request, says, decided.error());
    if (request.wants_json())
        return json_answer(200, boost::json::object{{"id", to_string(decided->id)},
                                                    {"state", state_name(decided->state)},
                                                    {"changed", decided->changed},
                                                    {"position", decided->position}});
    return web::see_other(stories::story_url(request.route_value("slug")) +
                          "?since=" + std::to_string(decided->position) + "#conversation");
}

web::Response lead_conversation(ForumContext& context, const web::Request& request)
{
    const auto form = web::read_form(request);
    if (!form)
        return refuse_plainly(context, request, refuse(Refusal::invalid, "form.unreadable"));
    const auto position = context.database().write([&](db::Tx& tx) -> Result<std::int64_t> {
        const auto story = find_place(tx, request);
        if (!story)
            return refuse(Refusal::not_found, "comment.story_gone");
        return lead(tx, *form, story->id, staff_of(request), context.now());
    });
    if (!position)
        return refuse_plainly(context, request, position.error());
    if (request.wants_json())
        return json_answer(
            200, boost::json::object{{"action", form->text("action")}, {"position", *position}});
    return web::see_other(stories::story_url(request.route_value("slug")) +
                          "?since=" + std::to_string(*position) + "#conversation");
}

} // namespace masthead::forum
