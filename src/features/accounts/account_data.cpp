#include "features/accounts/account_data.hpp"

#include "features/accounts/account_mails.hpp"
#include "features/accounts/allowance_sql.hpp"
#include "features/accounts/identity_sql.hpp"
#include "features/accounts/mail_change_sql.hpp"
#include "features/accounts/mail_sql.hpp"
#include "features/accounts/passkey_sql.hpp"
#include "features/accounts/password_sql.hpp"
#include "features/accounts/session_sql.hpp"
#include "features/accounts/sign_in_sql.hpp"
#include "features/accounts/sign_ins_under_way.hpp"

namespace masthead::accounts {

AccountData find_account_data(db::Snapshot& snapshot, Owner owner, Time now)
{
    AccountData data;
    data.mail = find_mail(snapshot, owner).value_or("");
    data.has_password = !sql::find_password_hash(snapshot, owner).empty();
    data.sessions = sessions_of(snapshot, owner, now);
    data.passkeys = passkeys_of(snapshot, owner);
    data.identities = identities_of(snapshot, owner);
    return data;
}

void erase_owner(db::Tx& tx, Owner owner, Time now)
{
    sql::delete_mail(tx, owner);
    sql::delete_password(tx, owner);
    sql::delete_passkeys_of(tx, owner);
    sql::delete_identities_of(tx, owner);
    sql::delete_change_of(tx, owner);
    forget_credential_changes(tx, owner);
    close_sessions_of(tx, owner, {}, now);
}

void erase_reader_part(db::Tx& tx, ReaderId reader, Time now)
{
    erase_owner(tx, owner_of(reader), now);
}

std::int64_t drop_expired(db::Tx& tx, Time now, int limit)
{
    return sql::delete_expired_flows(tx, now, limit) + sql::delete_expired_oidc(tx, now, limit) +
           sql::delete_expired_challenges(tx, now, limit) +
           sql::delete_expired_changes(tx, now, limit) +
           sql::delete_ended_allowances(tx, now, limit) +
           sql::delete_expired_sessions(tx, now, limit);
}

std::int64_t erase_session_networks(db::Tx& tx, Time before, int limit)
{
    return sql::clear_networks(tx, before, limit);
}

} // namespace masthead::accounts
