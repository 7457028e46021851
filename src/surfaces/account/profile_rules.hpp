#pragma once

#include "surfaces/account/parts.hpp"

#include <string>
#include <string_view>

/// Whether a name or a few words may be said here at all. Nobody outside this folder includes it.
namespace masthead::account {

/// A profile's form as it was typed.
struct TypedProfile {
    std::string name;
    std::string bio;
};

/// Refuses `not_allowed` "profile.banned" (the rule or law in `detail`) where a ban stands on the
/// reader, their mail domain or their network: a name and a few words are read by everybody too.
/// Ask it in the transaction of the change.
Result<void> refuse_banned(const AccountServices& services, const web::Request& request,
                           db::Snapshot& snapshot);

/// The rule book's verdict on what differs from the profile as it is; see
/// moderation::judge_profile.
Result<void> judge_typed(const AccountServices& services, ReaderId reader,
                         const TypedProfile& typed);

/// The same on the name that a newcomer chooses.
Result<void> judge_new_name(const AccountServices& services, std::string_view name);

} // namespace masthead::account
