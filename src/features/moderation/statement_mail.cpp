#include "features/moderation/statement_mail.hpp"

#include "features/accounts/account_mails.hpp"
#include "features/mail/queue_mail.hpp"
#include "features/moderation/rule_words.hpp"

#include <boost/json.hpp>

namespace masthead::moderation {

namespace {

// Lifting a ban has no mail of its own: the reader sees it where they stand.
std::string_view mail_kind(Action action)
{
    switch (action) {
    case Action::held: return "comment_held";
    case Action::approved: return "comment_approved";
    case Action::rejected:
    case Action::removed: return "comment_removed";
    case Action::restored: return "comment_restored";
    case Action::banned: return "reader_banned";
    case Action::ban_lifted: return "";
    }
    return "";
}

std::string_view name_of(FoundBy found_by)
{
    switch (found_by) {
    case FoundBy::automatic: return "automatic";
    case FoundBy::reader_report: return "reader_report";
    case FoundBy::legal_notice: return "legal_notice";
    case FoundBy::staff: return "staff";
    }
    return "";
}

void set(boost::json::object& data, std::string_view key, const std::string& words)
{
    if (!words.empty())
        data[key] = words;
}

std::string data_of(const Decision& decision, const NewDecision& said)
{
    boost::json::object data{
        {"action", moderation::name_of(decision.action)}, {"rule", decision.ground},
        {"ground", describe_rule(decision.ground)},       {"automated", decision.is_automated()},
        {"found_by", name_of(decision.found_by)},         {"path", decision_url(decision.id)}};
    set(data, "facts", decision.facts);
    set(data, "words", decision.words);
    set(data, "place", decision.place);
    set(data, "story", said.headline);
    set(data, "comment", said.comment_text);
    set(data, "language", said.language);
    if (decision.until)
        data["until"] = format_rfc3339(*decision.until);
    return boost::json::serialize(data);
}

} // namespace

void queue_statement(db::Tx& tx, const Decision& decision, const NewDecision& said, Time now)
{
    const auto kind = mail_kind(decision.action);
    if (kind.empty() || !decision.reader)
        return;
    const auto mail = accounts::find_mail(tx, accounts::owner_of(decision.reader));
    if (!mail)
        return;
    mail::queue_mail(tx, {*mail, std::string{kind}, data_of(decision, said), decision.reader}, now);
}

} // namespace masthead::moderation
