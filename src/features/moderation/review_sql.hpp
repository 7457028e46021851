#pragma once

#include "core/db/transaction.hpp"
#include "features/moderation/reviews.hpp"

#include <vector>

/// Statements of `reviews` and `review_texts`.
namespace masthead::moderation::sql {

void insert_review(db::Tx& tx, const Review& review);
void save_answer(db::Tx& tx, const AnswerReview& answer, Time now);
std::optional<Review> find_review(db::Snapshot& snapshot, ReviewId id);
std::optional<Review> find_review_of(db::Snapshot& snapshot, DecisionId decision);
std::vector<Review> waiting_reviews(db::Snapshot& snapshot, int limit);
std::vector<Review> reviews_by(db::Snapshot& snapshot, ReaderId reader, int limit);
std::int64_t erase_review_texts(db::Tx& tx, ReaderId reader, int limit);

/// Texts of requests that were answered before `before`.
std::int64_t erase_old_review_texts(db::Tx& tx, Time before, int limit);

} // namespace masthead::moderation::sql
