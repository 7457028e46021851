#include "features/moderation/judge_text.hpp"

#include "core/base/log.hpp"
#include "features/moderation/phases.hpp"

#include <exception>

namespace masthead::moderation {

namespace {

void add(std::vector<Finding>& findings, std::optional<Finding> finding)
{
    if (finding)
        findings.push_back(std::move(*finding));
}

void add(std::vector<Finding>& findings, std::vector<Finding> more)
{
    findings.insert(findings.end(), std::make_move_iterator(more.begin()),
                    std::make_move_iterator(more.end()));
}

Verdict judge_all(const RuleBook& book, const Submission& submission, const Standing& standing)
{
    std::vector<Finding> findings;
    add(findings, judge_length(submission.text));
    if (standing.is_staff)
        return verdict_of(std::move(findings));
    if (!book.is_available())
        return combine(verdict_of(std::move(findings)), unavailable_verdict());
    add(findings, judge_repetition(submission.text));
    add(findings, judge_links(submission.links, standing.approved_count));
    add(findings, judge_words(book.words(), submission.text));
    for (const auto& link : submission.links)
        if (submission.text.find(link) == std::string::npos)
            add(findings, judge_words(book.words(), link));
    add(findings, judge_new_reader(standing.approved_count, book.held_first_comments()));
    add(findings, judge_mail_domain(book, standing.mail_domain));
    add(findings, judge_honeypot(submission.honeypot_filled ? Honeypot::filled : Honeypot::empty));
    add(findings, judge_writing_time(submission.writing_time));
    return verdict_of(std::move(findings));
}

} // namespace

Verdict judge_text(const RuleBook& book, const Submission& submission, const Standing& standing,
                   Time) noexcept
{
    try {
        return judge_all(book, submission, standing);
    } catch (const std::exception& error) {
        log::error("moderation.phase_failed", {{"what", error.what()}});
        return unavailable_verdict();
    }
}

} // namespace masthead::moderation
