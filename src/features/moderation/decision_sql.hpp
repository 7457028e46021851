#pragma once

#include "core/db/transaction.hpp"
#include "features/moderation/decision.hpp"
#include "features/moderation/record_decision.hpp"

#include <vector>

/// Statements of `decisions`, `decision_texts` and `decision_totals`.
namespace masthead::moderation::sql {

void insert_decision(db::Tx& tx, const Decision& decision);
void count_decision(db::Tx& tx, const Decision& decision, int month);
std::optional<Decision> find_decision(db::Snapshot& snapshot, DecisionId id);
std::vector<Decision> decisions_on_reader(db::Snapshot& snapshot, ReaderId reader, int limit);
std::vector<Decision> decisions_on_comment(db::Snapshot& snapshot, CommentId comment, int limit);
std::vector<DecisionTotal> decision_totals(db::Snapshot& snapshot, int first_month);
std::int64_t erase_texts(db::Tx& tx, ReaderId reader, int limit);
std::int64_t erase_texts_of_comment(db::Tx& tx, CommentId comment);

/// Texts written before `before`, but for those of bans that stand at `now`.
std::int64_t erase_old_texts(db::Tx& tx, Time before, Time now, int limit);

} // namespace masthead::moderation::sql
