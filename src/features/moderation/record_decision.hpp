#pragma once

#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/moderation/decision.hpp"

#include <vector>

namespace masthead::moderation {

/// Stores the statement of reasons, counts it, says so by one event, and queues the mail of its
/// kind to the reader it concerns. Words over decision_text_bytes_max are cut: a decision that was
/// made is always recorded.
DecisionId record_decision(db::Tx& tx, const NewDecision& decision, Time now);

std::optional<Decision> find_decision(db::Snapshot& snapshot, DecisionId id);

/// Newest first.
std::vector<Decision> find_decisions_on_reader(db::Snapshot& snapshot, ReaderId reader, int limit);
std::vector<Decision> find_decisions_on_comment(db::Snapshot& snapshot, CommentId comment,
                                                int limit);

/// How often one thing was decided in one month (UTC), by people or automatically.
struct DecisionTotal {
    int month = 0; ///< 202611
    Action action = Action::held;
    bool is_automated = false;
    std::int64_t total = 0;
};

/// The public figures of the last `months` months, this one included, newest first. Erasures do not
/// change them.
std::vector<DecisionTotal> find_decision_totals(db::Snapshot& snapshot, Time now, int months);

/// Empties the texts of every decision on a reader, of their requests for review and the notes of
/// their bans: the figures stay, the words go. At most `limit` decisions; answers how many had
/// words left.
std::int64_t erase_decision_words(db::Tx& tx, ReaderId reader, int limit);

/// The same for the decisions on one comment, whose words are erased: the facts quote them.
void erase_comment_decision_words(db::Tx& tx, CommentId comment);

} // namespace masthead::moderation
