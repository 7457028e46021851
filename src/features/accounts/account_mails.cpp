#include "features/accounts/account_mails.hpp"

#include "features/accounts/mail_sql.hpp"

namespace masthead::accounts {

std::optional<Owner> find_owner_by_mail(db::Snapshot& snapshot, OwnerKind kind,
                                        std::string_view mail)
{
    const auto address = parse_mail(mail);
    return address ? sql::find_owner(snapshot, kind, address->key) : std::nullopt;
}

std::optional<std::string> find_mail(db::Snapshot& snapshot, Owner owner)
{
    return sql::find_mail(snapshot, owner);
}

std::string mail_domain_of(db::Snapshot& snapshot, Owner owner)
{
    const auto key = sql::find_mail_key(snapshot, owner);
    const auto at = key.rfind('@');
    return at == std::string::npos ? "" : key.substr(at + 1);
}

int count_aliases(db::Snapshot& snapshot, OwnerKind kind, std::string_view mail)
{
    const auto address = parse_mail(mail);
    return address ? sql::count_alias(snapshot, kind, address->alias_key) : 0;
}

Result<void> add_mail(db::Tx& tx, Owner owner, std::string_view mail, Time now)
{
    const auto address = parse_mail(mail);
    if (!address)
        return address.error();
    const auto holder = sql::find_owner(tx, owner.kind, address->key);
    if (holder && *holder != owner)
        return refuse(Refusal::conflict, "mail.taken");
    sql::put_mail(tx, owner, *address, now);
    return {};
}

} // namespace masthead::accounts
