#pragma once

#include "core/db/transaction.hpp"
#include "features/moderation/rule.hpp"

#include <vector>

/// Statements of `moderation_rules`.
namespace masthead::moderation::sql {

/// Answers whether the rule is new.
bool insert_rule(db::Tx& tx, const Rule& rule);
bool delete_rule(db::Tx& tx, RuleId id);
std::int64_t count_rules(db::Snapshot& snapshot);
std::vector<Rule> rules_after(db::Snapshot& snapshot, RuleKind kind, std::string_view pattern,
                              int limit);
std::vector<Rule> rules_by_id(db::Snapshot& snapshot, RuleId after, int limit);

} // namespace masthead::moderation::sql
