#pragma once

#include "core/base/clock.hpp"
#include "core/db/transaction.hpp"
#include "features/accounts/owner.hpp"

#include <string_view>

namespace masthead::accounts {

/// Owes an owner the mail that a way to sign in was added or taken away: whoever holds a stolen
/// session must not be able to do that unseen. `kind` "password_changed" or "sign_in_way", `what` a
/// word of its template, `name` what the owner knows it by (may be empty). Nothing is sent where
/// the owner has no address yet.
void tell_of_credentials(db::Tx& tx, Owner owner, std::string_view kind, std::string_view what,
                         std::string_view name, Time now);

} // namespace masthead::accounts
