#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/accounts/owner.hpp"
#include "features/accounts/sign_in.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::accounts {

inline constexpr Milliseconds oidc_flow_valid = std::chrono::minutes{10};
inline constexpr int identities_per_owner_max = 10;

/// A linked account as its owner sees it.
struct LinkedIdentity {
    Identity identity;
    Time created_at{};
};

/// Links an account at a provider. Refuses `conflict` "identity.taken" where it is another owner's,
/// `too_many` "identity.too_many". Linking one's own again changes nothing.
Result<void> link_identity(db::Tx& tx, Owner owner, const Identity& identity, Time now);

/// Refuses `not_found` where it is not this owner's.
Result<void> unlink_identity(db::Tx& tx, Owner owner, const Identity& identity, Time now);

std::optional<Owner> find_identity(db::Snapshot& snapshot, OwnerKind kind,
                                   const Identity& identity);
std::vector<LinkedIdentity> identities_of(db::Snapshot& snapshot, Owner owner);

/// A reader sets out for a provider. All but `reader` comes from core/oidc.
struct BeginOidc {
    std::string state; ///< only its hash is stored
    std::string provider;
    std::string nonce;
    std::string verifier; ///< PKCE
    std::string return_to;
    ReaderId reader; ///< signed in and linking; none: signing in
};

/// Keeps what the way back will be checked against; answers the key for the cookie `masthead-flow`,
/// without which the way back is refused (another browser's answer cannot be slipped in).
std::string begin_oidc(db::Tx& tx, const BeginOidc& command, Time now);

/// What the reader set out with.
struct OidcFlow {
    std::string provider;
    std::string nonce;
    std::string verifier;
    std::string return_to;
    ReaderId reader;
    std::int64_t begun = 0; ///< when, for is_still_under_way
};

/// Uses up the flow. Refuses `gone` "oidc.expired" for an unknown or used state, a wrong cookie,
/// another provider than the one set out for, after oidc_flow_valid, or where a linking reader has
/// changed their credentials meanwhile. Whom a sign-in leads to shows only afterwards: ask
/// is_still_under_way then.
Result<OidcFlow> take_oidc(db::Tx& tx, std::string_view state, std::string_view flow_key,
                           std::string_view provider, Time now);

/// A verified identity that nobody has linked, and the address its provider has verified.
struct NewIdentity {
    Identity identity;
    std::string mail;
    std::string name;
    std::string return_to;
};

/// Lets a newcomer go on to the sign-up form without a mail. Refuses `conflict`
/// "identity.mail_known" where the address already has an account: then begin_sign_in with the
/// identity, so that whoever reads that mailbox decides. Call it only where the provider says the
/// address is verified.
Result<ProvenMail> prove_by_identity(db::Tx& tx, const NewIdentity& identity, Time now);

} // namespace masthead::accounts
