#include "features/moderation/record_decision.hpp"

#include "core/base/text.hpp"
#include "core/db/event_log.hpp"
#include "features/moderation/ban_sql.hpp"
#include "features/moderation/decision_sql.hpp"
#include "features/moderation/review_sql.hpp"
#include "features/moderation/statement_mail.hpp"

#include <chrono>

namespace masthead::moderation {

namespace {

// 202611. Months are those of UTC, for every newsroom alike.
int month_of(Time time)
{
    const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(time)};
    return static_cast<int>(day.year()) * 100 +
           static_cast<int>(static_cast<unsigned>(day.month()));
}

int months_before(int month, int months)
{
    const int count = (month / 100) * 12 + (month % 100 - 1) - months;
    return (count / 12) * 100 + count % 12 + 1;
}

Decision decision_of(const NewDecision& given, DecisionId id, Time now)
{
    const auto cut = [](const std::string& words) {
        return std::string{cut_utf8(words, decision_text_bytes_max)};
    };
    Decision decision;
    decision.id = id;
    decision.subject = given.subject;
    decision.comment = given.comment;
    decision.reader = given.reader;
    decision.story = given.story;
    decision.action = given.action;
    decision.staff = given.staff;
    decision.found_by = given.found_by;
    decision.ground = cut_utf8(given.ground, ground_bytes_max);
    decision.until = given.until;
    decision.created_at = now;
    decision.facts = cut(given.facts);
    decision.words = cut(given.words);
    decision.place = cut(given.place);
    return decision;
}

} // namespace

std::string_view name_of(Action action)
{
    switch (action) {
    case Action::held: return "held";
    case Action::approved: return "approved";
    case Action::rejected: return "rejected";
    case Action::removed: return "removed";
    case Action::restored: return "restored";
    case Action::banned: return "banned";
    case Action::ban_lifted: return "ban_lifted";
    }
    return "";
}

std::string decision_url(DecisionId id)
{
    return "/reader/account/#decision-" + to_string(id);
}

DecisionId record_decision(db::Tx& tx, const NewDecision& given, Time now)
{
    const auto decision = decision_of(given, tx.new_id<DecisionId>(), now);
    sql::insert_decision(tx, decision);
    sql::count_decision(tx, decision, month_of(now));
    queue_statement(tx, decision, given, now);
    db::append_event(tx, {event_decided, decision.id.value(), decision.story.value()}, now);
    return decision.id;
}

std::optional<Decision> find_decision(db::Snapshot& snapshot, DecisionId id)
{
    return sql::find_decision(snapshot, id);
}

std::vector<Decision> find_decisions_on_reader(db::Snapshot& snapshot, ReaderId reader, int limit)
{
    return sql::decisions_on_reader(snapshot, reader, limit);
}

std::vector<Decision> find_decisions_on_comment(db::Snapshot& snapshot, CommentId comment,
                                                int limit)
{
    return sql::decisions_on_comment(snapshot, comment, limit);
}

std::vector<DecisionTotal> find_decision_totals(db::Snapshot& snapshot, Time now, int months)
{
    return sql::decision_totals(snapshot, months_before(month_of(now), months - 1));
}

std::int64_t erase_decision_words(db::Tx& tx, ReaderId reader, int limit)
{
    return sql::erase_texts(tx, reader, limit) + sql::erase_review_texts(tx, reader, limit) +
           sql::erase_notes_of(tx, reader, limit);
}

void erase_comment_decision_words(db::Tx& tx, CommentId comment)
{
    sql::erase_texts_of_comment(tx, comment);
}

} // namespace masthead::moderation
