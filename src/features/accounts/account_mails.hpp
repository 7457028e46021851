#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/accounts/mail_address.hpp"
#include "features/accounts/owner.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace masthead::accounts {

/// The owner of a kind whose proven address this is; compares keys.
std::optional<Owner> find_owner_by_mail(db::Snapshot& snapshot, OwnerKind kind,
                                        std::string_view mail);

/// The proven address of an owner, as written. Never for pages that others see.
std::optional<std::string> find_mail(db::Snapshot& snapshot, Owner owner);

/// The domain of an owner's address ("example.org"), empty where there is none: for moderation.
std::string mail_domain_of(db::Snapshot& snapshot, Owner owner);

/// How many owners of the kind have this address with another tag or other dots.
int count_aliases(db::Snapshot& snapshot, OwnerKind kind, std::string_view mail);

/// Gives a new owner their first, proven address. Refuses `conflict` "mail.taken".
Result<void> add_mail(db::Tx& tx, Owner owner, std::string_view mail, Time now);

} // namespace masthead::accounts
