#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace masthead::moderation {

/// Ordered by weight. One suspicion passes, two hold.
enum class Outcome { pass = 0, suspect = 1, hold = 2, refuse = 3 };

/// Which of the small checks spoke.
enum class Phase {
    length,
    repetition,
    duplicate,
    links,
    words,
    new_reader,
    mail_domain,
    ban,
    honeypot,
    time_trap,
    mode
};

/// What one phase found.
struct Finding {
    Phase phase = Phase::length;
    Outcome outcome = Outcome::pass;
    std::string rule;  ///< the exact rule: "words.banned"
    std::string words; ///< the exact words it met, as the reader wrote them; may be empty
};

/// What all phases say together.
struct Verdict {
    Outcome outcome = Outcome::pass;
    std::vector<Finding> findings;
};

/// The verdict of the findings: the heaviest, and two suspicions of different rules hold. What is
/// found twice, the same rule with the same words, is kept once.
Verdict verdict_of(std::vector<Finding> findings);

/// Both verdicts' findings weighed together.
Verdict combine(Verdict first, Verdict second);

/// The finding that decided: the heaviest, the first of several. MH_CHECK: there is one.
const Finding& decisive_finding(const Verdict& verdict);

/// "words" for Phase::words, and so on.
std::string_view name_of(Phase phase);

inline constexpr std::string_view rule_unavailable = "moderation.unavailable";

/// Holds: the rules could not be read or applied, and nothing unread goes public.
Verdict unavailable_verdict();

} // namespace masthead::moderation
