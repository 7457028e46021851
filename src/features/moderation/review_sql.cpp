#include "features/moderation/review_sql.hpp"

namespace masthead::moderation::sql {

namespace {

constexpr db::Query insert{"reviews.insert", R"sql(
    INSERT INTO reviews (id, decision_id, reader_id, state, asked_at_ms, answered_at_ms)
    VALUES (?, ?, ?, ?, ?, 0)
)sql"};

constexpr db::Query insert_text{"review_texts.insert", R"sql(
    INSERT INTO review_texts (review_id, words, answer)
    VALUES (?, ?, '')
)sql"};

constexpr db::Query update_answered{"reviews.answer", R"sql(
    UPDATE reviews
    SET state = ?,
        answered_at_ms = ?,
        staff_id = ?
    WHERE id = ?
)sql"};

constexpr db::Query update_text{"review_texts.answer", R"sql(
    UPDATE review_texts
    SET answer = ?
    WHERE review_id = ?
)sql"};

constexpr db::Query select_one{"reviews.one", R"sql(
    SELECT r.id, r.decision_id, r.reader_id, r.state, r.asked_at_ms, r.answered_at_ms, r.staff_id,
           t.words, t.answer
    FROM reviews r
    LEFT JOIN review_texts t ON t.review_id = r.id
    WHERE r.id = ?
)sql"};

constexpr db::Query select_of_decision{"reviews.of_decision", R"sql(
    SELECT r.id, r.decision_id, r.reader_id, r.state, r.asked_at_ms, r.answered_at_ms, r.staff_id,
           t.words, t.answer
    FROM reviews r
    LEFT JOIN review_texts t ON t.review_id = r.id
    WHERE r.decision_id = ?
)sql"};

constexpr db::Query select_waiting{"reviews.waiting", R"sql(
    SELECT r.id, r.decision_id, r.reader_id, r.state, r.asked_at_ms, r.answered_at_ms, r.staff_id,
           t.words, t.answer
    FROM reviews r
    LEFT JOIN review_texts t ON t.review_id = r.id
    WHERE r.state = 0
    ORDER BY r.asked_at_ms, r.id
    LIMIT ?
)sql"};

constexpr db::Query select_by_reader{"reviews.by_reader", R"sql(
    SELECT r.id, r.decision_id, r.reader_id, r.state, r.asked_at_ms, r.answered_at_ms, r.staff_id,
           t.words, t.answer
    FROM reviews r
    LEFT JOIN review_texts t ON t.review_id = r.id
    WHERE r.reader_id = ?
    ORDER BY r.id DESC
    LIMIT ?
)sql"};

constexpr db::Query delete_texts{"review_texts.erase_reader", R"sql(
    DELETE FROM review_texts
    WHERE review_id IN (SELECT t.review_id
                        FROM reviews r
                        JOIN review_texts t ON t.review_id = r.id
                        WHERE r.reader_id = ?
                        LIMIT ?)
)sql"};

constexpr db::Query delete_old_texts{"review_texts.erase_old", R"sql(
    DELETE FROM review_texts
    WHERE review_id IN (SELECT t.review_id
                        FROM reviews r
                        JOIN review_texts t ON t.review_id = r.id
                        WHERE r.state IN (1, 2)
                          AND r.asked_at_ms < ?
                          AND r.answered_at_ms < ?
                        LIMIT ?)
)sql"};

Review read_review(const db::Row& row)
{
    Review review;
    review.id = row.id<ReviewId>(0);
    review.decision = row.id<DecisionId>(1);
    review.reader = row.id<ReaderId>(2);
    review.state = row.as<ReviewState>(3);
    review.asked_at = row.time(4);
    if (row.integer(5) != 0)
        review.answered_at = row.time(5);
    review.staff = row.id<StaffId>(6);
    review.words = row.string(7);
    review.answer = row.string(8);
    return review;
}

} // namespace

void insert_review(db::Tx& tx, const Review& review)
{
    tx.run(insert, {review.id, review.decision, review.reader, review.state, review.asked_at});
    tx.run(insert_text, {review.id, review.words});
}

void save_answer(db::Tx& tx, const AnswerReview& answer, Time now)
{
    tx.run(update_answered, {answer.outcome, now, answer.staff, answer.review});
    tx.run(update_text, {answer.words, answer.review});
}

std::optional<Review> find_review(db::Snapshot& snapshot, ReviewId id)
{
    return snapshot.find(select_one, {id}, read_review);
}

std::optional<Review> find_review_of(db::Snapshot& snapshot, DecisionId decision)
{
    return snapshot.find(select_of_decision, {decision}, read_review);
}

std::vector<Review> waiting_reviews(db::Snapshot& snapshot, int limit)
{
    return snapshot.list(select_waiting, {limit}, read_review);
}

std::vector<Review> reviews_by(db::Snapshot& snapshot, ReaderId reader, int limit)
{
    return snapshot.list(select_by_reader, {reader, limit}, read_review);
}

std::int64_t erase_review_texts(db::Tx& tx, ReaderId reader, int limit)
{
    return tx.run(delete_texts, {reader, limit});
}

std::int64_t erase_old_review_texts(db::Tx& tx, Time before, int limit)
{
    return tx.run(delete_old_texts, {before, before, limit});
}

} // namespace masthead::moderation::sql
