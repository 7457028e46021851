#include "features/comments/decide_comment.hpp"

#include "core/base/check.hpp"
#include "core/db/event_log.hpp"
#include "features/comments/change_state.hpp"
#include "features/comments/edit_comment.hpp"
#include "features/comments/report_sql.hpp"
#include "features/comments/settle.hpp"
#include "features/comments/weigh.hpp"
#include "features/readers/edit_profile.hpp"

#include <array>
#include <charconv>

namespace masthead::comments {

namespace {

constexpr std::array<std::string_view, 6> names{"approve", "hold",    "remove",
                                                "restore", "feature", "unfeature"};

enum class Featured { no, yes };

constexpr std::string_view ground_staff = "staff";

// One decision on one comment, with what all of its steps need.
struct Case {
    const DecideComment& command;
    const sql::Standing& comment;
    Time now{};
};

Failure not_so()
{
    return refuse(Refusal::conflict, "comment.not_so");
}

DecisionId tell(db::Tx& tx, const Case& one, moderation::Action action, std::string_view ground)
{
    const auto& comment = one.comment;
    Hold hold{comment.id,
              comment.reader,
              comment.story,
              one.command.staff,
              moderation::FoundBy::staff,
              std::string{ground},
              {},
              one.command.words};
    if (comment.report_count > 0)
        hold.found_by = moderation::FoundBy::reader_report;
    return record(tx, action, hold, one.now);
}

Decided decided(db::Tx& tx, const Case& one, std::string_view event, CommentState state)
{
    const auto& comment = one.comment;
    db::append_event(tx, {event, comment.id.value(), comment.story.value()}, one.now);
    return {comment.id,        comment.story, state, true, db::last_event_position(tx),
            comment.edit_count};
}

Decided unchanged(db::Tx& tx, const Case& one)
{
    return {one.comment.id, one.comment.story,           one.comment.state,
            false,          db::last_event_position(tx), one.comment.edit_count};
}

// It stands: nothing is open about it any more.
void let_stand(db::Tx& tx, const Case& one)
{
    sql::set_reviewed(tx, one.comment.id);
    sql::close_reports(tx, one.comment.id, sql::ReportOutcome::turned_down, one.now);
}

Result<Decided> approve(db::Tx& tx, const Case& one)
{
    const auto& comment = one.comment;
    if (comment.state == CommentState::visible) {
        if (comment.report_count == 0 && !comment.by_new_reader && comment.reviewed)
            return unchanged(tx, one);
        let_stand(tx, one);
        return decided(tx, one, event_reviewed, comment.state);
    }
    if (!hides_below(comment.state))
        return not_so();
    change_state(tx, comment, CommentState::visible);
    let_stand(tx, one);
    const auto decision = tell(tx, one, moderation::Action::approved, ground_staff);
    sql::set_held_reason(tx, comment.id, "", decision);
    readers::count_comment(tx, comment.reader, {0, 0, comment.was_shown ? 0 : 1});
    // Seen for the first time, it is news; else it is back.
    return decided(tx, one, comment.was_shown ? event_restored : event_posted,
                   CommentState::visible);
}

Result<Decided> hold(db::Tx& tx, const Case& one)
{
    const auto& comment = one.comment;
    if (comment.state == CommentState::held)
        return unchanged(tx, one);
    if (comment.state != CommentState::visible)
        return not_so();
    const std::string_view ground = one.command.rule.empty() ? ground_staff : one.command.rule;
    change_state(tx, comment, CommentState::held);
    const auto decision = tell(tx, one, moderation::Action::held, ground);
    sql::set_held_reason(tx, comment.id, ground, decision);
    return decided(tx, one, event_held, CommentState::held);
}

Result<Decided> remove(db::Tx& tx, const Case& one)
{
    const auto& comment = one.comment;
    if (comment.state == CommentState::removed)
        return unchanged(tx, one);
    if (comment.state == CommentState::deleted)
        return not_so();
    if (one.command.rule.empty())
        return refuse(Refusal::invalid, "decision.rule_missing");
    const bool was_held = hides_below(comment.state);
    change_state(tx, comment, CommentState::removed);
    const auto action = was_held ? moderation::Action::rejected : moderation::Action::removed;
    const auto decision = tell(tx, one, action, one.command.rule);
    sql::set_held_reason(tx, comment.id, "", decision);
    sql::set_looked_at(tx, comment.id);
    sql::set_featured(tx, comment.id, false);
    sql::set_erase_at(tx, comment.id, one.now + removed_words_kept);
    sql::close_reports(tx, comment.id, sql::ReportOutcome::upheld, one.now);
    if (comment.was_shown)
        readers::count_comment(tx, comment.reader, {0, 0, -1});
    return decided(tx, one, event_removed, CommentState::removed);
}

Result<Decided> restore(db::Tx& tx, const Case& one)
{
    const auto& comment = one.comment;
    if (comment.state == CommentState::visible)
        return unchanged(tx, one);
    if (comment.state != CommentState::removed)
        return not_so();
    if (comment.html.empty())
        return refuse(Refusal::gone, "comment.words_erased");
    change_state(tx, comment, CommentState::visible);
    let_stand(tx, one);
    sql::set_erase_at(tx, comment.id, Time{});
    tell(tx, one, moderation::Action::restored, ground_staff);
    readers::count_comment(tx, comment.reader, {0, 0, 1});
    return decided(tx, one, event_restored, CommentState::visible);
}

Result<Decided> feature(db::Tx& tx, const Case& one, Featured featured)
{
    const bool wanted = featured == Featured::yes;
    if (one.comment.featured == wanted)
        return unchanged(tx, one);
    if (one.comment.state != CommentState::visible)
        return not_so();
    sql::set_featured(tx, one.comment.id, wanted);
    return decided(tx, one, event_featured, CommentState::visible);
}

} // namespace

std::string_view action_name(Action action)
{
    return names[static_cast<std::size_t>(action)];
}

std::optional<Action> parse_action(std::string_view name)
{
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == name)
            return static_cast<Action>(i);
    }
    return std::nullopt;
}

std::optional<int> read_version(Action action, std::string_view text)
{
    constexpr int of_no_comment = -1;
    if (text.empty() && action != Action::approve && action != Action::feature)
        return std::nullopt;
    int version = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
    const bool is_number = error == std::errc{} && end == text.data() + text.size();
    return is_number ? version : of_no_comment;
}

Result<Decided> decide_comment(db::Tx& tx, const DecideComment& command, Time now)
{
    const auto comment = sql::find_standing(tx, command.comment);
    if (!comment)
        return refuse(Refusal::not_found, "comment.gone");
    // Between a moderator's reading and their click an author may have put other words there.
    if (command.version && *command.version != comment->edit_count)
        return refuse(Refusal::conflict, std::string{words_changed});
    const Case one{command, *comment, now};
    switch (command.action) {
    case Action::approve: return approve(tx, one);
    case Action::hold: return hold(tx, one);
    case Action::remove: return remove(tx, one);
    case Action::restore: return restore(tx, one);
    case Action::feature: return feature(tx, one, Featured::yes);
    case Action::unfeature: return feature(tx, one, Featured::no);
    }
    MH_CHECK(false);
}

} // namespace masthead::comments
