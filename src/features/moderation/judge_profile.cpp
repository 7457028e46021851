#include "features/moderation/judge_profile.hpp"

#include "core/base/log.hpp"
#include "features/moderation/phases.hpp"

#include <exception>

namespace masthead::moderation {

namespace {

Verdict judge_parts(const RuleBook& book, const ProfileText& text, int approved_count)
{
    if (!book.is_available())
        return unavailable_verdict();
    std::vector<Finding> findings;
    for (const auto* part : {&text.name, &text.bio}) {
        for (auto& finding : judge_words(book.words(), *part))
            findings.push_back(std::move(finding));
    }
    if (auto finding = judge_links(text.links, approved_count))
        findings.push_back(std::move(*finding));
    return verdict_of(std::move(findings));
}

} // namespace

Result<void> judge_profile(const RuleBook& book, const ProfileText& text,
                           const Standing& standing) noexcept
{
    if (standing.is_staff)
        return {};
    Verdict verdict;
    try {
        verdict = judge_parts(book, text, standing.approved_count);
    } catch (const std::exception& error) {
        log::error("moderation.phase_failed", {{"what", error.what()}});
        verdict = unavailable_verdict();
    }
    if (verdict.outcome < Outcome::hold)
        return {};
    const auto& finding = decisive_finding(verdict);
    return refuse(Refusal::not_allowed, "profile." + finding.rule, finding.words);
}

} // namespace masthead::moderation
