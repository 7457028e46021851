#include "features/moderation/verdict.hpp"

#include "core/base/check.hpp"

#include <algorithm>
#include <array>

namespace masthead::moderation {

namespace {

struct RuleWords {
    std::string_view rule;
    std::string_view words;
};

constexpr std::array rule_words{
    RuleWords{"ban.mail_domain", "Comments from this mail provider are not accepted"},
    RuleWords{"ban.network", "Comments from this network are not accepted"},
    RuleWords{"ban.reader", "You may not comment at present"},
    RuleWords{"duplicate.recent", "The text is nearly the same as another recent comment"},
    RuleWords{"honeypot.filled", "A field that people do not see was filled in"},
    RuleWords{"length.empty", "There is nothing to read in the comment"},
    RuleWords{"length.too_long", "The comment is too long"},
    RuleWords{"links.many", "The comment has many links"},
    RuleWords{"links.new_reader", "A new reader's comment has a link"},
    RuleWords{"mail_domain.disposable",
              "The mail address is of a provider of throw-away addresses"},
    RuleWords{"mode.pre_moderated", "All comments on this story are read before they appear"},
    RuleWords{"moderation.unavailable", "The comment could not be checked automatically"},
    RuleWords{"new_reader.first_comments",
              "A new reader's first comments are read before they appear"},
    RuleWords{"repetition.characters", "One character is repeated many times"},
    RuleWords{"repetition.lines", "One line is repeated several times"},
    RuleWords{"repetition.shouting", "The comment is mostly in capital letters"},
    RuleWords{"time_trap.too_fast", "The comment was sent unusually soon"},
    RuleWords{"words.banned",
              "The comment has a word that the newsroom does not let through unread"},
    RuleWords{"words.suspect", "The comment has a word that the newsroom wants to look at"},
};

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

std::string_view describe_rule(std::string_view rule)
{
    const auto* found = std::ranges::find(rule_words, rule, &RuleWords::rule);
    return found == rule_words.end() ? rule : found->words;
}

Verdict unavailable_verdict()
{
    return verdict_of({{Phase::words, Outcome::hold, std::string{rule_unavailable}, ""}});
}

} // namespace masthead::moderation
