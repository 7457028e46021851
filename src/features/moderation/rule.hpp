#pragma once

#include "core/base/clock.hpp"
#include "features/ids.hpp"

#include <string>
#include <string_view>

namespace masthead::moderation {

/// `banned` words hold a comment, `suspect` words raise suspicion, `allowed` words excuse a banned
/// one inside them, `mail_domain` is a provider of throw-away addresses.
enum class RuleKind { banned = 0, suspect = 1, allowed = 2, mail_domain = 3 };

/// One entry of the newsroom's lists. A word or phrase matches whole words; '*' at its start or end
/// lets the word go on there. Scripts without spaces match anywhere.
struct Rule {
    RuleId id;
    RuleKind kind = RuleKind::banned;
    std::string pattern;
    std::string language; ///< "de", "tr"; empty: any
    std::string note;
    StaffId created_by;
    Time created_at{};
};

/// A rule before it has an id.
struct NewRule {
    RuleKind kind = RuleKind::banned;
    std::string pattern;
    std::string language;
    std::string note;
};

inline constexpr std::size_t rules_max = 50'000;
inline constexpr std::size_t rules_a_command_max = 10'000;
inline constexpr std::size_t rule_pattern_bytes_max = 200;
inline constexpr std::size_t rule_note_bytes_max = 500;

inline constexpr std::string_view event_rules_changed = "moderation.rules_changed";

} // namespace masthead::moderation
