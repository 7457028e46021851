#include "features/moderation/verdict.hpp"

#include "core/base/check.hpp"

#include <algorithm>

namespace masthead::moderation {

Verdict verdict_of(std::vector<Finding> findings)
{
    Verdict verdict;
    const Finding* suspicion = nullptr;
    for (const auto& finding : findings) {
        verdict.outcome = std::max(verdict.outcome, finding.outcome);
        if (finding.outcome != Outcome::suspect)
            continue;
        if (suspicion && suspicion->rule != finding.rule)
            verdict.outcome = std::max(verdict.outcome, Outcome::hold);
        suspicion = suspicion ? suspicion : &finding;
    }
    verdict.findings = std::move(findings);
    return verdict;
}

Verdict combine(Verdict first, Verdict second)
{
    // A verdict of no findings may still weigh: a caller's own.
    const auto outcome = std::max(first.outcome, second.outcome);
    auto findings = std::move(first.findings);
    findings.insert(findings.end(), std::make_move_iterator(second.findings.begin()),
                    std::make_move_iterator(second.findings.end()));
    auto verdict = verdict_of(std::move(findings));
    verdict.outcome = std::max(verdict.outcome, outcome);
    return verdict;
}

const Finding& decisive_finding(const Verdict& verdict)
{
    MH_CHECK(!verdict.findings.empty());
    return *std::ranges::max_element(verdict.findings, {}, &Finding::outcome);
}

std::string_view name_of(Phase phase)
{
    switch (phase) {
    case Phase::length: return "length";
    case Phase::repetition: return "repetition";
    case Phase::duplicate: return "duplicate";
    case Phase::links: return "links";
    case Phase::words: return "words";
    case Phase::new_reader: return "new_reader";
    case Phase::mail_domain: return "mail_domain";
    case Phase::ban: return "ban";
    case Phase::honeypot: return "honeypot";
    case Phase::time_trap: return "time_trap";
    case Phase::mode: return "mode";
    }
    return "";
}

Verdict unavailable_verdict()
{
    return verdict_of({{Phase::words, Outcome::hold, std::string{rule_unavailable}, ""}});
}

} // namespace masthead::moderation
