#include "features/comments/report_comment.hpp"

#include "core/base/text.hpp"
#include "core/db/event_log.hpp"
#include "features/comments/change_state.hpp"
#include "features/comments/report_sql.hpp"
#include "features/comments/weigh.hpp"

namespace masthead::comments {

namespace {

constexpr std::string_view rule_reports = "reports.threshold";

struct Name {
    ReportReason reason;
    std::string_view name;
};

constexpr std::array names{
    Name{ReportReason::abuse, "abuse"},         Name{ReportReason::hatred, "hatred"},
    Name{ReportReason::spam, "spam"},           Name{ReportReason::false_claim, "false_claim"},
    Name{ReportReason::off_topic, "off_topic"}, Name{ReportReason::private_data, "private_data"},
    Name{ReportReason::other, "other"},
};

// Whether enough readers whom the newsroom knows want it gone. What a member of staff wrote or let
// stand is theirs to decide.
bool is_over_threshold(db::Snapshot& snapshot, const sql::Standing& comment,
                       const ForumRules& rules, Time now)
{
    if (rules.reports_to_hold <= 0 || comment.reviewed || comment.state != CommentState::visible)
        return false;
    const sql::Known known{established_comments_min, now - established_age_min};
    if (sql::reports_by_known(snapshot, comment.id, known, rules.reports_to_hold) <
        rules.reports_to_hold)
        return false;
    const auto author = readers::find_reader(snapshot, comment.reader);
    return !author || !author->is_staff;
}

void hold_reported(db::Tx& tx, const sql::Standing& comment, const ForumRules& rules, Time now)
{
    change_state(tx, comment, CommentState::held);
    sql::set_held_reason(tx, comment.id, rule_reports, DecisionId{});
    Hold hold{comment.id,
              comment.reader,
              comment.story,
              {},
              moderation::FoundBy::reader_report,
              std::string{rule_reports},
              {},
              {}};
    hold.facts = rule_reports;
    hold.facts.append(": ").append(std::to_string(rules.reports_to_hold));
    record(tx, moderation::Action::held, hold, now);
    db::append_event(tx, {event_held, comment.id.value(), comment.story.value()}, now);
}

Result<Reported> report_standing(db::Tx& tx, const ReportComment& command,
                                 const sql::Standing& comment, Time now)
{
    const auto day_ago = now - std::chrono::hours{24};
    if (sql::reports_since(tx, command.reader, day_ago, reports_a_day_max) >= reports_a_day_max)
        return refuse(Refusal::too_many, "report.too_many");
    Reported reported;
    reported.id = sql::insert_report(tx, command, now);
    reported.was_there = !reported.id;
    if (reported.was_there)
        return reported;
    sql::count_report(tx, comment.id, now);
    db::append_event(tx, {event_reported, comment.id.value(), comment.story.value()}, now);
    reported.now_held = is_over_threshold(tx, comment, command.rules, now);
    if (reported.now_held)
        hold_reported(tx, comment, command.rules, now);
    return reported;
}

} // namespace

const std::vector<ReportReason>& report_reasons()
{
    static const std::vector<ReportReason> reasons = [] {
        std::vector<ReportReason> all;
        for (const auto& name : names)
            all.push_back(name.reason);
        return all;
    }();
    return reasons;
}

std::string_view reason_name(ReportReason reason)
{
    for (const auto& name : names) {
        if (name.reason == reason)
            return name.name;
    }
    return "other";
}

std::optional<ReportReason> parse_reason(std::string_view text)
{
    for (const auto& name : names) {
        if (name.name == text)
            return name.reason;
    }
    return std::nullopt;
}

Result<Reported> report_comment(db::Tx& tx, const ReportComment& command, Time now)
{
    if (command.words.size() > report_words_bytes_max)
        return refuse(Refusal::too_large, "report.too_long");
    if (!is_valid_utf8(command.words))
        return refuse(Refusal::invalid, "comment.not_text");
    const auto reader = find_unbanned(tx, command.reader, now);
    if (!reader)
        return reader.error();
    const auto comment = sql::find_standing(tx, command.comment);
    const bool is_seen = comment && comment->story == command.story && comment->listed &&
                         comment->state == CommentState::visible;
    if (!is_seen)
        return refuse(Refusal::not_found, "comment.gone");
    if (comment->reader == command.reader)
        return refuse(Refusal::not_allowed, "report.own");
    return report_standing(tx, command, *comment, now);
}

} // namespace masthead::comments
