#pragma once

#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/moderation/decision.hpp"

#include <optional>
#include <string>
#include <vector>

namespace masthead::moderation {

enum class ReviewState { waiting = 0, upheld = 1, overturned = 2 };

/// A reader's request to have a decision looked at again.
struct Review {
    ReviewId id;
    DecisionId decision;
    ReaderId reader;
    ReviewState state = ReviewState::waiting;
    Time asked_at{};
    std::optional<Time> answered_at;
    StaffId staff;
    std::string words;
    std::string answer;
};

/// What a second member of staff says.
struct AnswerReview {
    ReviewId review;
    StaffId staff;
    ReviewState outcome = ReviewState::upheld;
    std::string words;
};

inline constexpr std::size_t review_words_bytes_max = 4'000;
inline constexpr auto review_asked_within = std::chrono::hours{24 * 184}; // six months, DSA art. 20

inline constexpr std::string_view event_review_asked = "moderation.review_asked";
inline constexpr std::string_view event_review_answered = "moderation.review_answered";

/// Asks. Refuses `not_found` where the decision does not concern the reader, `conflict` where it
/// was asked before, `gone` after six months, `invalid` for no words, `too_large` for too many.
Result<ReviewId> ask_review(db::Tx& tx, DecisionId decision, ReaderId reader,
                            const std::string& words, Time now);

/// Answers, and queues the mail. Whoever overturns also undoes the decision by its own verb, in the
/// same transaction. Refuses `not_allowed` for whoever decided first, `conflict` where it is
/// answered, `invalid` without words or for an outcome that is none.
Result<Decision> answer_review(db::Tx& tx, const AnswerReview& answer, Time now);

std::optional<Review> find_review(db::Snapshot& snapshot, ReviewId id);
std::optional<Review> find_review_of(db::Snapshot& snapshot, DecisionId decision);

/// Waiting ones, oldest first.
std::vector<Review> find_waiting_reviews(db::Snapshot& snapshot, int limit);

/// A reader's requests, newest first.
std::vector<Review> find_reviews_by(db::Snapshot& snapshot, ReaderId reader, int limit);

} // namespace masthead::moderation
