#include "features/accounts/passwords.hpp"

#include "core/crypto/password_hasher.hpp"
#include "core/crypto/password_rules.hpp"
#include "core/db/event_log.hpp"
#include "core/text/unicode_forms.hpp"
#include "features/accounts/account_mails.hpp"
#include "features/accounts/allowance.hpp"
#include "features/accounts/credential_mail.hpp"
#include "features/accounts/mail_sql.hpp"
#include "features/accounts/password_sql.hpp"
#include "features/accounts/session.hpp"
#include "features/accounts/sign_ins_under_way.hpp"

namespace masthead::accounts {

namespace {

constexpr std::size_t typed_mail_bytes_max = 1'000;
constexpr std::string_view known_network_mark = "password.known_network";

Allowance per_pair()
{
    return {"password.pair", password_failures_per_network_and_account, std::chrono::minutes{15}};
}
Allowance per_network()
{
    return {"password.network", password_failures_per_network, std::chrono::hours{1}};
}
Allowance per_account()
{
    return {"password.account", password_failures_per_account, std::chrono::hours{24}};
}

std::string pair_of(const PasswordTry& attempt)
{
    return attempt.account_key + '\n' + attempt.network_key;
}

// A network from which the owner has come in before has its own small allowance only: a stranger
// who uses up the account's does not shut the owner out at home.
std::optional<Milliseconds> use_allowances(db::Tx& tx, const PasswordTry& attempt, Time now)
{
    const auto pair = pair_of(attempt);
    if (const auto wait = use_allowance(tx, per_network(), attempt.network_key, now))
        return wait;
    if (const auto wait = use_allowance(tx, per_pair(), pair, now))
        return wait;
    if (has_mark(tx, known_network_mark, pair, now))
        return std::nullopt;
    return use_allowance(tx, per_account(), attempt.account_key, now);
}

} // namespace

Result<void> check_new_password(std::string_view password, std::string_view mail,
                                const crypto::BreachedList* breached)
{
    const auto form = password_form(password);
    const auto checked = crypto::check_password(form, breached);
    if (!checked)
        return checked;
    const auto address = parse_mail(mail);
    if (!mail.empty() && (fold_case(form) == fold_case(mail) ||
                          (address && fold_case(form) == fold_case(address->key))))
        return refuse(Refusal::invalid, "password.is_mail");
    return {};
}

std::string password_form(std::string_view password)
{
    // Far more than may be stored is not worth normalising: it is refused by its length.
    return to_nfc(password.substr(0, 8 * crypto::password_bytes_max));
}

void set_password(db::Tx& tx, Owner owner, std::string_view hash, SessionId by, Time now)
{
    sql::put_password(tx, owner, hash, now);
    close_sessions_of(tx, owner, by, now);
    db::append_event(tx, {event_credentials_changed, owner.id}, now);
    end_sign_ins_under_way(tx, owner);
    tell_of_credentials(tx, owner, "password_changed", "password_set", {}, now);
}

void remove_password(db::Tx& tx, Owner owner, SessionId by, Time now)
{
    if (sql::delete_password(tx, owner) == 0)
        return;
    close_sessions_of(tx, owner, by, now);
    db::append_event(tx, {event_credentials_changed, owner.id}, now);
    end_sign_ins_under_way(tx, owner);
    tell_of_credentials(tx, owner, "password_changed", "password_removed", {}, now);
}

bool has_password(db::Snapshot& snapshot, Owner owner)
{
    return !sql::find_password_hash(snapshot, owner).empty();
}

Result<PasswordTry> begin_password(db::Tx& tx, const BeginPassword& command, Time now)
{
    const auto address = parse_mail(command.mail);
    const auto mail_key =
        address ? address->key : fold_case(command.mail.substr(0, typed_mail_bytes_max));
    PasswordTry attempt;
    attempt.account_key = allowance_key(
        command.kind == OwnerKind::staff ? "account.staff" : "account.reader", mail_key);
    attempt.network_key = command.network_key;
    if (const auto wait = use_allowances(tx, attempt, now))
        return refuse(Refusal::too_many, "password.too_many", seconds_text(*wait));
    // Both are looked up for unknown addresses too, with an owner whom nobody is.
    const auto owner = sql::find_owner(tx, command.kind, mail_key).value_or(Owner{command.kind, 0});
    attempt.hash = sql::find_password_hash(tx, owner);
    attempt.begun = begin_position(tx);
    if (!attempt.hash.empty())
        attempt.owner = owner;
    return attempt;
}

bool password_matches(crypto::PasswordHasher& hasher, const PasswordTry& attempt,
                      std::string_view password)
{
    const auto form = password_form(password);
    return attempt.owner ? hasher.verify(form, attempt.hash) : hasher.verify_nothing(form);
}

Result<void> finish_password(db::Tx& tx, const PasswordTry& attempt, Time now)
{
    if (!is_still_under_way(tx, attempt.owner, attempt.begun))
        return refuse(Refusal::not_allowed, "password.wrong");
    // Only failures count against the rest.
    give_back(tx, per_network(), attempt.network_key);
    if (!has_mark(tx, known_network_mark, pair_of(attempt), now))
        give_back(tx, per_account(), attempt.account_key);
    clear_allowance(tx, per_pair(), pair_of(attempt));
    set_mark(tx, known_network_mark, pair_of(attempt), now + known_network_kept);
    return {};
}

} // namespace masthead::accounts
