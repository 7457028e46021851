#include "features/moderation/judge_in_transaction.hpp"

#include "features/moderation/bans.hpp"
#include "features/moderation/fingerprint_sql.hpp"

#include <bit>
#include <optional>

namespace masthead::moderation {

namespace {

// What the memory knows may have been undone or edited since: the row decides.
bool is_duplicate_of(db::Tx& tx, const Judged& judged, CommentId other, Time now)
{
    if (other == judged.comment)
        return false;
    const auto row = sql::find_fingerprint(tx, other);
    return row && row->posted_at >= now - fingerprints_kept &&
           std::popcount(row->fingerprint ^ judged.fingerprint) <= duplicate_distance_max;
}

std::optional<Finding> judge_duplicate(db::Tx& tx, const RecentFingerprints& recent,
                                       const Judged& judged, Time now)
{
    for (const auto other : recent.find_near(judged.fingerprint))
        if (is_duplicate_of(tx, judged, other, now))
            return Finding{Phase::duplicate, Outcome::hold, "duplicate.recent",
                           "comment " + to_string(other)};
    return std::nullopt;
}

std::string_view rule_of(BanKind kind)
{
    switch (kind) {
    case BanKind::reader: return "ban.reader";
    case BanKind::mail_domain: return "ban.mail_domain";
    case BanKind::network: return "ban.network";
    }
    return "ban.reader";
}

std::optional<Finding> judge_ban(db::Tx& tx, const Judged& judged, Time now)
{
    const auto ban = find_ban_on(tx, judged.reader, judged.mail_domain, judged.network_key, now);
    if (!ban)
        return std::nullopt;
    return Finding{Phase::ban, Outcome::refuse, std::string{rule_of(ban->kind)},
                   ban->until ? format_rfc3339(*ban->until) : std::string{}};
}

void remember(db::Tx& tx, RecentFingerprints& recent, const Judged& judged, Time now)
{
    sql::save_fingerprint(tx, {judged.comment, judged.fingerprint, now});
    recent.add(judged.comment, judged.fingerprint);
}

} // namespace

Verdict judge_in_transaction(db::Tx& tx, const RuleBook& book, const Judged& judged, Time now)
{
    std::vector<Finding> findings;
    if (auto ban = judge_ban(tx, judged, now))
        findings.push_back(std::move(*ban));
    if (judged.pre_moderation == PreModeration::yes && !judged.is_staff)
        findings.push_back({Phase::mode, Outcome::hold, "mode.pre_moderated", ""});
    if (!book.is_available() || !book.recent()) {
        if (judged.is_staff)
            return verdict_of(std::move(findings));
        return combine(verdict_of(std::move(findings)), unavailable_verdict());
    }
    if (judged.fingerprint == 0)
        return verdict_of(std::move(findings));
    auto duplicate =
        judged.is_staff ? std::nullopt : judge_duplicate(tx, *book.recent(), judged, now);
    // A copy is not remembered: the first of a flood stands for all of it.
    if (duplicate)
        findings.push_back(std::move(*duplicate));
    else
        remember(tx, *book.recent(), judged, now);
    return verdict_of(std::move(findings));
}

void forget_fingerprint(db::Tx& tx, CommentId comment)
{
    sql::delete_fingerprint(tx, comment);
}

} // namespace masthead::moderation
