#pragma once

#include "core/db/transaction.hpp"
#include "features/accounts/mail_address.hpp"
#include "features/accounts/owner.hpp"

#include <optional>
#include <string>

/// Statements on account_mails. Nobody outside this folder includes it.
namespace masthead::accounts::sql {

std::optional<Owner> find_owner(db::Snapshot& snapshot, OwnerKind kind, const std::string& key);
std::optional<std::string> find_mail(db::Snapshot& snapshot, Owner owner);
std::string find_mail_key(db::Snapshot& snapshot, Owner owner);
int count_alias(db::Snapshot& snapshot, OwnerKind kind, const std::string& alias_key);
void put_mail(db::Tx& tx, Owner owner, const MailAddress& mail, Time now);
void delete_mail(db::Tx& tx, Owner owner);

} // namespace masthead::accounts::sql
