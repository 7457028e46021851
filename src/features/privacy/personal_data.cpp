#include "features/privacy/personal_data.hpp"

#include "features/accounts/account_data.hpp"
#include "features/comments/drafts.hpp"
#include "features/comments/reader_data.hpp"
#include "features/mail/mail_delivery.hpp"
#include "features/moderation/trim_moderation.hpp"
#include "features/notifications/reader_data.hpp"

namespace masthead::privacy {

namespace {

using Tables = std::string_view[];

constexpr std::string_view profile_tables[]{"readers", "media"};
constexpr std::string_view mail_tables[]{"account_mails", "mail_changes"};
constexpr std::string_view imported_mail_tables[]{"reader_mails"};
constexpr std::string_view credential_tables[]{"passwords", "passkeys", "identities",
                                               "credential_changes"};
constexpr std::string_view session_tables[]{"sessions", "sign_in_flows", "oidc_flows",
                                            "passkey_challenges", "allowances"};
constexpr std::string_view network_tables[]{"sessions", "comment_networks"};
constexpr std::string_view comment_tables[]{"comments", "comment_edits", "comment_mentions"};
constexpr std::string_view draft_tables[]{"comment_drafts"};
constexpr std::string_view push_tables[]{"push_subscriptions"};
constexpr std::string_view notification_tables[]{"notifications", "notification_choices",
                                                 "notification_mails"};
constexpr std::string_view follow_tables[]{"follows", "following_marks", "following_feeds"};
constexpr std::string_view block_tables[]{"reader_blocks", "reader_mutes"};
constexpr std::string_view reaction_tables[]{"comment_respects", "comment_reports"};
constexpr std::string_view outgoing_tables[]{"outgoing_mails", "suppressed_addresses"};
constexpr std::string_view decision_tables[]{"decisions", "decision_texts", "reviews",
                                             "review_texts", "bans"};
constexpr std::string_view notice_tables[]{"notices", "notice_texts"};
constexpr std::string_view fingerprint_tables[]{"recent_fingerprints"};
constexpr std::string_view erasure_tables[]{"erasures"};
constexpr std::string_view staff_tables[]{"staff", "staff_invitations", "staff_recovery_codes",
                                          "authors"};

std::int64_t drop_expired(db::Tx& tx, const Periods&, Time now, int limit)
{
    return accounts::drop_expired(tx, now, limit);
}

std::int64_t erase_networks(db::Tx& tx, const Periods& periods, Time now, int limit)
{
    const auto before = now - periods.networks_kept;
    return accounts::erase_session_networks(tx, before, limit) +
           comments::erase_networks(tx, before, limit);
}

std::int64_t erase_words(db::Tx& tx, const Periods&, Time now, int limit)
{
    return comments::erase_old_words(tx, now, limit);
}

std::int64_t drop_drafts(db::Tx& tx, const Periods&, Time now, int limit)
{
    return comments::drop_old_drafts(tx, now, limit);
}

std::int64_t trim_mails(db::Tx& tx, const Periods&, Time now, int limit)
{
    return mail::trim_mails(tx, now, limit);
}

std::int64_t trim_moderation(db::Tx& tx, const Periods&, Time now, int limit)
{
    return moderation::trim_moderation(tx, now, limit);
}

std::int64_t drop_notifications(db::Tx& tx, const Periods&, Time now, int limit)
{
    return notifications::drop_old(tx, now, limit);
}

std::int64_t erase_decision_words(db::Tx& tx, const Periods&, Time now, int limit)
{
    return moderation::erase_old_decision_words(tx, now, limit);
}

constexpr std::string_view contract = "to take part (GDPR, article 6, 1 b)";
constexpr std::string_view interest = "protection against abuse (GDPR, article 6, 1 f)";
constexpr std::string_view duty = "legal duty (GDPR, article 6, 1 c; DSA, articles 16 to 20)";
constexpr std::string_view until_deleted = "until you delete the account, and seven days";

const PersonalData rows[]{
    {"Your name, profile and picture", "they stand at what you write, as far as you choose",
     contract, until_deleted, "everybody who reads", profile_tables},
    {"Your mail address", "to sign you in and to send you what you asked for", contract,
     until_deleted, "the mail server that carries our mails", mail_tables},
    {"Mail addresses that came with comments of our earlier site",
     "so that their authors can claim their comments; for nothing else", interest,
     "until they are claimed or erased on request", "", imported_mail_tables},
    {"Passwords (only as a hash), passkeys, linked accounts", "to sign you in", contract,
     until_deleted, "the provider, where you sign in through one", credential_tables},
    {"Where you are signed in", "so that you stay signed in and can sign out elsewhere", contract,
     "30 days after the last use, half a year at most", "", session_tables, drop_expired},
    {"Network addresses of comments and sessions, encrypted", "used only against abuse", interest,
     "{days} days", "", network_tables, erase_networks},
    {"What you write, with its earlier versions", "to show it to others", contract,
     "until you delete it; deleted words are erased after 30 days, removed ones after half a year",
     "everybody who reads", comment_tables, erase_words},
    {"Drafts; of guests, a hash of their network too",
     "so that nothing typed is lost, and nobody fills the room of all", contract,
     "30 days, before you sign in 2 days", "", draft_tables, drop_drafts},
    {"Respect you gave and reports you sent", "to count them, and to look into them", contract,
     until_deleted, "", reaction_tables},
    {"What you follow, how far you have seen it, and your feed's address (only as a hash)",
     "to show you what is new there", contract,
     "until you unfollow it or delete the account, and seven days",
     "the readers you follow see your name", follow_tables},
    {"Readers you block or mute", "to keep them and you apart", contract,
     "until you take it back or either of you deletes the account", "", block_tables},
    {"What you were told, and how you want to be told", "to tell you what you asked for", contract,
     "90 days after you have seen it, 180 days otherwise", "", notification_tables,
     drop_notifications},
    {"Browsers that you are told in (address and keys, sealed)",
     "to send you messages that only your browser can read", contract,
     "until you switch it off or sign out in that browser",
     "the message service of your browser's maker, which cannot read them", push_tables},
    {"Mails to you that wait, and addresses that cannot be reached", "to send them", contract,
     "what a mail says until it is sent, that it was sent 14 days; addresses 90 days",
     "the mail server that carries our mails", outgoing_tables, trim_mails},
    {"Decisions of moderators, reasons, your requests to look again",
     "so that you know why, and that it can be looked at again", duty,
     "their words a year, of a ban as long as it stands; sooner with your words or your account",
     "", decision_tables, erase_decision_words},
    {"Notices of illegal content", "to look into them and to answer", duty,
     "a year after they were decided", "", notice_tables},
    {"Fingerprints of recent comments, from which no text can be read",
     "to find copies of one text", interest, "7 days", "", fingerprint_tables, trim_moderation},
    {"The number of an account that was erased, and when",
     "so that a restored backup erases it again", duty, "as long as backups may exist", "",
     erasure_tables},
    {"Names, addresses and keys of the newsroom's own staff", "to work here", contract,
     "as long as they work here", "everybody who reads, of those who write", staff_tables},
};

constexpr std::string_view impersonal[]{
    "schema_versions",
    "node_state",
    "job_queue",
    "event_log",
    "newsroom_settings",
    "redirects",
    "sections",
    "topics",
    "stories",
    "story_bodies",
    "story_authors",
    "story_topics",
    "foreign_ids",
    "import_runs",
    "moderation_rules",
    "decision_totals",
    "conversation_rules",
    "notification_cursor",
};

} // namespace

std::span<const PersonalData> personal_data()
{
    return rows;
}

std::span<const std::string_view> impersonal_tables()
{
    return impersonal;
}

std::int64_t let_go_of_everything_due(db::Tx& tx, const Periods& periods, Time now, int limit)
{
    std::int64_t gone = 0;
    for (const auto& row : rows) {
        if (row.let_go)
            gone += row.let_go(tx, periods, now, limit);
    }
    return gone;
}

} // namespace masthead::privacy
