#include "features/accounts/change_mail.hpp"

#include "core/crypto/token.hpp"
#include "core/db/event_log.hpp"
#include "features/accounts/account_mails.hpp"
#include "features/accounts/allowance.hpp"
#include "features/accounts/mail_change_sql.hpp"
#include "features/accounts/mail_sql.hpp"
#include "features/accounts/proof.hpp"
#include "features/accounts/session.hpp"
#include "features/accounts/sign_ins_under_way.hpp"
#include "features/mail/queue_mail.hpp"

#include <boost/json.hpp>

namespace masthead::accounts {

namespace {

struct End {
    ProofLink link;
    ProofCode code;
};

End make_end(std::string_view flow_key)
{
    return {make_proof_link(), make_proof_code(flow_key)};
}

// What a mail of a change says: it asks for a confirmation, or only tells what has been asked for
// or done.
enum class Says { confirm, asked_by_staff, done };

std::string_view says_word(Says says)
{
    switch (says) {
    case Says::confirm: return "confirm";
    case Says::asked_by_staff: return "asked_by_staff";
    case Says::done: break;
    }
    return "done";
}

void queue_change_mail(db::Tx& tx, Owner owner, std::string_view kind, const std::string& to,
                       Says says, const End* end, Time now)
{
    boost::json::object data{
        {"says", says_word(says)},
        {"hours", std::chrono::duration_cast<std::chrono::hours>(mail_change_valid).count()}};
    if (end) {
        data["path"] = "/reader/mail-change/?token=" + end->link.token;
        data["code"] = end->code.shown;
    }
    mail::NewMail letter;
    letter.to = to;
    letter.kind = kind;
    letter.data = boost::json::serialize(data);
    if (owner.kind == OwnerKind::reader)
        letter.reader = ReaderId{owner.id};
    mail::queue_mail(tx, letter, now);
}

bool is_confirmed(const sql::MailEnd& end)
{
    return to_ms(end.confirmed_at) != 0;
}

bool is_open(const std::optional<sql::StoredMailChange>& change, Time now)
{
    return change && change->expires_at > now;
}

MailChange as_change(const sql::StoredMailChange& stored)
{
    return {stored.owner, stored.new_mail, is_confirmed(stored.old_end),
            is_confirmed(stored.new_end), stored.expires_at};
}

// Keeps what has been confirmed, or, when that was the last of it, makes the change.
Result<MailChange> settle(db::Tx& tx, const sql::StoredMailChange& change, Time now)
{
    const auto state = as_change(change);
    if (!state.old_confirmed || !state.new_confirmed) {
        sql::set_change(tx, change);
        return state;
    }
    const auto old_mail = find_mail(tx, change.owner).value_or("");
    const auto changed = add_mail(tx, change.owner, change.new_mail, now);
    if (!changed)
        return changed.error();
    close_sessions_of(tx, change.owner, {}, now);
    db::append_event(tx, {event_mail_changed, change.owner.id}, now);
    end_sign_ins_under_way(tx, change.owner);
    queue_change_mail(tx, change.owner, "mail_change_old", old_mail, Says::done, nullptr, now);
    return state;
}

} // namespace

Result<BegunMailChange> begin_mail_change(db::Tx& tx, const BeginMailChange& command, Time now)
{
    const auto address = parse_mail(command.new_mail);
    if (!address)
        return address.error();
    if (sql::find_mail_key(tx, command.owner) == address->key)
        return refuse(Refusal::invalid, "mail.same");
    const Allowance changes{"mail_change.owner", mail_changes_per_owner, std::chrono::hours{24}};
    const auto who = std::to_string(static_cast<int>(command.owner.kind)) + ':' +
                     std::to_string(command.owner.id);
    auto wait = use_allowance(tx, changes, who, now);
    // Many accounts together fill no stranger's mailbox either.
    const Allowance per_mail{"mail_change.mail", mail_changes_per_owner, std::chrono::hours{24}};
    if (!wait)
        wait = use_allowance(tx, per_mail, address->key, now);
    if (wait)
        return refuse(Refusal::too_many, "mail.too_many_changes", seconds_text(*wait));
    const auto key = crypto::random_token();
    const auto old_end = make_end(key);
    const auto new_end = make_end(key);
    const bool asks_old = command.old_address == OldAddress::confirms;
    sql::StoredMailChange change;
    change.id = tx.new_id<SessionId>().value();
    change.owner = command.owner;
    change.new_mail = address->shown;
    change.key_hash = crypto::token_hash(key);
    change.old_end = {old_end.link.hash, old_end.code.hash, asks_old ? Time{} : now};
    change.new_end = {new_end.link.hash, new_end.code.hash, {}};
    change.created_at = now;
    change.expires_at = now + mail_change_valid;
    sql::delete_change_of(tx, command.owner);
    sql::insert_change(tx, change);
    queue_change_mail(
        tx, command.owner, "mail_change_old", find_mail(tx, command.owner).value_or(""),
        asks_old ? Says::confirm : Says::asked_by_staff, asks_old ? &old_end : nullptr, now);
    queue_change_mail(tx, command.owner, "mail_change_new", address->shown, Says::confirm, &new_end,
                      now);
    return BegunMailChange{key, change.expires_at};
}

std::optional<MailChange> find_mail_change(db::Snapshot& snapshot, Owner owner, Time now)
{
    const auto stored = sql::find_change_of(snapshot, owner);
    return is_open(stored, now) ? std::optional{as_change(*stored)} : std::nullopt;
}

bool is_mail_change_open(db::Snapshot& snapshot, std::string_view token, Time now)
{
    return is_open(sql::find_change_by_link(snapshot, crypto::token_hash(token)), now);
}

Result<MailChange> confirm_mail_change(db::Tx& tx, std::string_view token, Time now)
{
    const auto hash = crypto::token_hash(token);
    auto change = sql::find_change_by_link(tx, hash);
    if (!is_open(change, now))
        return refuse(Refusal::gone, "mail.link_expired");
    auto& end = change->old_end.link_hash == hash ? change->old_end : change->new_end;
    if (!is_confirmed(end))
        end.confirmed_at = now;
    return settle(tx, *change, now);
}

Result<std::optional<MailChange>> confirm_mail_change_code(db::Tx& tx, std::string_view flow_key,
                                                           std::string_view code, Time now)
{
    auto change = sql::find_change_by_key(tx, crypto::token_hash(flow_key));
    if (!is_open(change, now) || change->tries >= mail_change_tries_max)
        return refuse(Refusal::gone, "mail.link_expired");
    const bool is_old = is_proof_code(flow_key, code, change->old_end.code_hash);
    const bool is_new = is_proof_code(flow_key, code, change->new_end.code_hash);
    if (!is_old && !is_new) {
        ++change->tries;
        sql::set_change(tx, *change);
        return std::optional<MailChange>{};
    }
    (is_old ? change->old_end : change->new_end).confirmed_at = now;
    const auto settled = settle(tx, *change, now);
    if (!settled)
        return settled.error();
    return std::optional{*settled};
}

void cancel_mail_change(db::Tx& tx, Owner owner)
{
    sql::delete_change_of(tx, owner);
}

} // namespace masthead::accounts
