#pragma once

#include "core/db/transaction.hpp"
#include "features/accounts/owner.hpp"

#include <string>
#include <string_view>

/// Statements on passwords. Nobody outside this folder includes it.
namespace masthead::accounts::sql {

/// Empty where there is none.
std::string find_password_hash(db::Snapshot& snapshot, Owner owner);
void put_password(db::Tx& tx, Owner owner, std::string_view hash, Time now);
std::int64_t delete_password(db::Tx& tx, Owner owner);

} // namespace masthead::accounts::sql
