#include "features/moderation/verdict.hpp"

#include "core/base/check.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace masthead::moderation {

namespace {

// Both halves of a judgement may say the same, and so may two entries of a list about one word:
// whoever reads the findings is told once.
std::vector<Finding> without_repeated(std::vector<Finding> findings)
{
    std::set<std::pair<std::string, std::string>> seen;
    std::erase_if(findings, [&](const Finding& finding) {
        return !seen.emplace(finding.rule, finding.words).second;
    });
    return findings;
}

} // namespace

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
    verdict.findings = without_repeated(std::move(findings));
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
