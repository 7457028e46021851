#pragma once

#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/moderation/rule.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace masthead::moderation {

/// Adds rules in one go; what is there already is left as it is. One event where anything is new.
/// Answers how many are new. Refuses `invalid` ("rule.pattern", "rule.language", "rule.domain"; the
/// detail is the entry), `too_large` over rules_a_command_max or rules_max: then none is added.
Result<int> add_rules(db::Tx& tx, const std::vector<NewRule>& rules, StaffId staff, Time now);

/// Removes rules; answers how many there were. One event where anything went.
Result<int> remove_rules(db::Tx& tx, const std::vector<RuleId>& rules, Time now);

/// The entries of a text list: one a line, "# …" a remark, empty lines ignored.
std::vector<NewRule> parse_rule_list(std::string_view text, RuleKind kind,
                                     std::string_view language);

/// Rules of one kind after `after` in order of pattern and id, for the desk's pages.
std::vector<Rule> find_rules(db::Snapshot& snapshot, RuleKind kind, std::string_view after_pattern,
                             int limit);

/// Every rule, for a rule book.
std::vector<Rule> load_rules(db::Snapshot& snapshot);

std::int64_t count_rules(db::Snapshot& snapshot);

} // namespace masthead::moderation
