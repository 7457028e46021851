#include "features/accounts/identities.hpp"

#include "core/crypto/token.hpp"
#include "core/db/event_log.hpp"
#include "features/accounts/credential_mail.hpp"
#include "features/accounts/identity_sql.hpp"
#include "features/accounts/sign_ins_under_way.hpp"

namespace masthead::accounts {

namespace {

constexpr std::size_t identity_bytes_max = 2'000; // a subject has at most 255, OpenID Connect 2

} // namespace

Result<void> link_identity(db::Tx& tx, Owner owner, const Identity& identity, Time now)
{
    if (identity.issuer.empty() || identity.subject.empty() ||
        identity.issuer.size() > identity_bytes_max || identity.subject.size() > identity_bytes_max)
        return refuse(Refusal::invalid, "identity.invalid");
    const auto holder = sql::find_identity(tx, owner.kind, identity);
    if (holder && *holder != owner)
        return refuse(Refusal::conflict, "identity.taken");
    if (holder)
        return {};
    const auto present = sql::list_identities(tx, owner, identities_per_owner_max);
    if (present.size() >= identities_per_owner_max)
        return refuse(Refusal::too_many, "identity.too_many");
    sql::insert_identity(tx, owner, identity, now);
    db::append_event(tx, {event_credentials_changed, owner.id}, now);
    tell_of_credentials(tx, owner, "sign_in_way", "identity_linked", identity.issuer, now);
    return {};
}

Result<void> unlink_identity(db::Tx& tx, Owner owner, const Identity& identity, Time now)
{
    if (sql::delete_identity(tx, owner, identity) == 0)
        return refuse(Refusal::not_found, "identity.not_found");
    db::append_event(tx, {event_credentials_changed, owner.id}, now);
    end_sign_ins_under_way(tx, owner);
    tell_of_credentials(tx, owner, "sign_in_way", "identity_unlinked", identity.issuer, now);
    return {};
}

std::optional<Owner> find_identity(db::Snapshot& snapshot, OwnerKind kind, const Identity& identity)
{
    return sql::find_identity(snapshot, kind, identity);
}

std::vector<LinkedIdentity> identities_of(db::Snapshot& snapshot, Owner owner)
{
    return sql::list_identities(snapshot, owner, identities_per_owner_max);
}

std::string begin_oidc(db::Tx& tx, const BeginOidc& command, Time now)
{
    auto key = crypto::random_token();
    sql::StoredOidcFlow stored;
    stored.key_hash = crypto::token_hash(key);
    stored.flow = {command.provider, command.nonce,
                   command.verifier, safe_return_path(command.return_to),
                   command.reader,   begin_position(tx)};
    stored.expires_at = now + oidc_flow_valid;
    sql::insert_oidc(tx, crypto::token_hash(command.state), stored);
    return key;
}

Result<OidcFlow> take_oidc(db::Tx& tx, std::string_view state, std::string_view flow_key,
                           std::string_view provider, Time now)
{
    const auto state_hash = crypto::token_hash(state);
    const auto stored = sql::find_oidc(tx, state_hash);
    const bool is_good =
        stored && stored->expires_at > now && stored->flow.provider == provider &&
        crypto::equal_in_constant_time(stored->key_hash, crypto::token_hash(flow_key));
    if (!is_good)
        return refuse(Refusal::gone, "oidc.expired");
    sql::delete_oidc(tx, state_hash);
    if (stored->flow.reader &&
        !is_still_under_way(tx, owner_of(stored->flow.reader), stored->flow.begun))
        return refuse(Refusal::gone, "oidc.expired");
    return stored->flow;
}

} // namespace masthead::accounts
