#include "features/comments/weigh.hpp"

#include "core/base/text.hpp"
#include "core/text/excerpt.hpp"
#include "features/comments/change_sql.hpp"
#include "features/moderation/bans.hpp"
#include "features/moderation/record_decision.hpp"
#include "features/stories/find_stories.hpp"

namespace masthead::comments {

namespace {

constexpr std::size_t told_text_bytes_max = 4'000; // of a mail that tells of a decision

} // namespace

Result<moderation::Verdict> weigh(db::Tx& tx, const Weighing& weighing, Time now)
{
    static const moderation::RuleBook unavailable;
    const auto& book = weighing.book ? *weighing.book : unavailable;
    const auto inside = moderation::judge_in_transaction(tx, book, weighing.judged, now);
    auto verdict = moderation::combine(weighing.before, inside);
    // A book that could not be read has judged nothing, whatever the first half says.
    if (!book.is_available())
        verdict = moderation::combine(std::move(verdict), moderation::unavailable_verdict());
    if (verdict.outcome != moderation::Outcome::refuse)
        return verdict;
    const auto& finding = moderation::decisive_finding(verdict);
    const bool banned = finding.phase == moderation::Phase::ban;
    return refuse(Refusal::not_allowed, banned ? "comment.banned" : "comment.refused",
                  finding.rule);
}

Result<readers::Reader> find_writer(db::Snapshot& snapshot, ReaderId id)
{
    auto reader = readers::find_reader(snapshot, id);
    if (!reader || !reader->is_active())
        return refuse(Refusal::not_allowed, "comment.reader_not_active");
    return std::move(*reader);
}

Result<readers::Reader> find_unbanned(db::Snapshot& snapshot, ReaderId id, Time now)
{
    auto reader = find_writer(snapshot, id);
    if (reader && moderation::active_ban(snapshot, id, now))
        return refuse(Refusal::not_allowed, "comment.banned");
    return reader;
}

bool is_new_reader(const readers::Reader& reader, Time now)
{
    if (reader.is_staff)
        return false;
    return reader.approved_count < established_comments_min ||
           now - reader.created_at < established_age_min;
}

std::string facts_of(const moderation::Verdict& verdict)
{
    std::string facts;
    for (const auto& finding : verdict.findings) {
        if (finding.outcome == moderation::Outcome::pass)
            continue;
        facts += (facts.empty() ? "" : "\n") + finding.rule;
        if (!finding.words.empty())
            facts += ": " + finding.words;
    }
    return facts;
}

DecisionId record(db::Tx& tx, moderation::Action action, const Hold& hold, Time now)
{
    moderation::NewDecision decision;
    decision.comment = hold.comment;
    decision.reader = hold.reader;
    decision.story = hold.story;
    decision.action = action;
    decision.staff = hold.staff;
    decision.found_by = hold.found_by;
    decision.ground = hold.ground;
    decision.facts = hold.facts;
    decision.words = hold.words;
    if (const auto story = stories::find_story(tx, hold.story)) {
        decision.place = comment_url(story->slug, hold.comment);
        decision.headline = story->headline;
    }
    // The statement of reasons names the words it is about: the page may show them to nobody now.
    if (const auto comment = sql::find_standing(tx, hold.comment))
        decision.comment_text = cut_utf8(text::plain_text(comment->html), told_text_bytes_max);
    const auto id = moderation::record_decision(tx, decision, now);
    sql::set_decision(tx, hold.comment, id);
    return id;
}

} // namespace masthead::comments
