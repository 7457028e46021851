#include "features/moderation/reviews.hpp"

#include "core/base/text.hpp"
#include "core/db/event_log.hpp"
#include "features/accounts/account_mails.hpp"
#include "features/mail/queue_mail.hpp"
#include "features/moderation/record_decision.hpp"
#include "features/moderation/review_sql.hpp"

#include <boost/json.hpp>

namespace masthead::moderation {

namespace {

void queue_outcome(db::Tx& tx, const Decision& decision, const AnswerReview& answer, Time now)
{
    const auto mail = accounts::find_mail(tx, accounts::owner_of(decision.reader));
    if (!mail)
        return;
    const boost::json::object data{{"overturned", answer.outcome == ReviewState::overturned},
                                   {"place", decision.place},
                                   {"words", answer.words},
                                   {"path", decision_url(decision.id)}};
    mail::queue_mail(tx, {*mail, "review_outcome", boost::json::serialize(data), decision.reader},
                     now);
}

// Nobody asks to have a decision in their favour looked at again.
bool is_reviewable(Action action)
{
    return action == Action::held || action == Action::rejected || action == Action::removed ||
           action == Action::banned;
}

Result<void> check_words(const std::string& words)
{
    if (trim(words).empty() || !is_valid_utf8(words))
        return refuse(Refusal::invalid, "review.words");
    if (words.size() > review_words_bytes_max)
        return refuse(Refusal::too_large, "review.words");
    return {};
}

} // namespace

Result<ReviewId> ask_review(db::Tx& tx, DecisionId id, ReaderId reader, const std::string& words,
                            Time now)
{
    const auto decision = find_decision(tx, id);
    // Whether somebody else's decision exists is not told.
    if (!decision || !reader || decision->reader != reader)
        return refuse(Refusal::not_found, "review.not_found");
    if (!is_reviewable(decision->action))
        return refuse(Refusal::conflict, "review.nothing_to_review");
    if (now - decision->created_at > review_asked_within)
        return refuse(Refusal::gone, "review.too_late");
    if (const auto checked = check_words(words); !checked)
        return checked.error();
    if (sql::find_review_of(tx, id))
        return refuse(Refusal::conflict, "review.asked_already");
    Review review;
    review.id = tx.new_id<ReviewId>();
    review.decision = id;
    review.reader = reader;
    review.asked_at = now;
    review.words = words;
    sql::insert_review(tx, review);
    db::append_event(tx, {event_review_asked, review.id.value(), decision->story.value()}, now);
    return review.id;
}

Result<Decision> answer_review(db::Tx& tx, const AnswerReview& answer, Time now)
{
    const auto review = sql::find_review(tx, answer.review);
    if (!review)
        return refuse(Refusal::not_found, "review.not_found");
    if (review->state != ReviewState::waiting)
        return refuse(Refusal::conflict, "review.answered_already");
    if (!answer.staff)
        return refuse(Refusal::not_allowed, "review.needs_staff");
    if (answer.outcome != ReviewState::upheld && answer.outcome != ReviewState::overturned)
        return refuse(Refusal::invalid, "review.outcome");
    if (const auto checked = check_words(answer.words); !checked)
        return checked.error();
    auto decision = find_decision(tx, review->decision);
    if (!decision)
        return refuse(Refusal::not_found, "review.not_found");
    if (decision->staff == answer.staff)
        return refuse(Refusal::not_allowed, "review.same_person");
    sql::save_answer(tx, answer, now);
    queue_outcome(tx, *decision, answer, now);
    db::append_event(tx, {event_review_answered, review->id.value(), decision->story.value()}, now);
    return std::move(*decision);
}

std::optional<Review> find_review(db::Snapshot& snapshot, ReviewId id)
{
    return sql::find_review(snapshot, id);
}

std::optional<Review> find_review_of(db::Snapshot& snapshot, DecisionId decision)
{
    return sql::find_review_of(snapshot, decision);
}

std::vector<Review> find_waiting_reviews(db::Snapshot& snapshot, int limit)
{
    return sql::waiting_reviews(snapshot, limit);
}

std::vector<Review> find_reviews_by(db::Snapshot& snapshot, ReaderId reader, int limit)
{
    return sql::reviews_by(snapshot, reader, limit);
}

} // namespace masthead::moderation
