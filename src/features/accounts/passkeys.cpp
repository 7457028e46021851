#include "features/accounts/passkeys.hpp"

#include "core/base/text.hpp"
#include "core/crypto/token.hpp"
#include "core/db/event_log.hpp"
#include "features/accounts/credential_mail.hpp"
#include "features/accounts/passkey_sql.hpp"
#include "features/accounts/sign_ins_under_way.hpp"

#include <algorithm>

namespace masthead::accounts {

namespace {

constexpr std::size_t credential_id_bytes_max = 1'400; // 1,023 bytes as base64url, WebAuthn 4
constexpr std::size_t public_key_bytes_max = 4'000;

// Plain words of one line: they stand in a list that only their owner sees.
bool is_name(std::string_view name)
{
    return !name.empty() && name.size() <= passkey_name_bytes_max && is_valid_utf8(name) &&
           std::none_of(name.begin(), name.end(),
                        [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
}

bool is_ours(const std::optional<Passkey>& passkey, Owner owner)
{
    return passkey && passkey->owner == owner;
}

} // namespace

std::string make_challenge(db::Tx& tx, ChallengePurpose purpose, Owner owner, Time now)
{
    auto challenge = crypto::random_token();
    sql::insert_challenge(tx, crypto::token_hash(challenge),
                          {purpose, owner, now + passkey_challenge_valid});
    return challenge;
}

Result<void> take_challenge(db::Tx& tx, std::string_view challenge, ChallengePurpose purpose,
                            Owner owner, Time now)
{
    const auto hash = crypto::token_hash(challenge);
    const auto kept = sql::find_challenge(tx, hash);
    if (!kept || kept->expires_at <= now || kept->purpose != purpose || kept->owner != owner)
        return refuse(Refusal::gone, "passkey.challenge_expired");
    sql::delete_challenge(tx, hash);
    return {};
}

std::string user_handle(Owner owner)
{
    return (owner.kind == OwnerKind::staff ? "s" : "r") + std::to_string(owner.id);
}

Result<PasskeyId> add_passkey(db::Tx& tx, const Passkey& passkey, Time now)
{
    Passkey added = passkey;
    added.name = passkey.name.empty() ? "Passkey" : std::string{trim(passkey.name)};
    if (!is_name(added.name))
        return refuse(Refusal::invalid, "passkey.name");
    if (added.credential_id.empty() || added.credential_id.size() > credential_id_bytes_max ||
        added.public_key.empty() || added.public_key.size() > public_key_bytes_max)
        return refuse(Refusal::invalid, "passkey.invalid");
    if (sql::find_passkey(tx, added.credential_id))
        return refuse(Refusal::conflict, "passkey.known");
    const auto present = sql::list_passkeys(tx, added.owner, passkeys_per_owner_max);
    if (present.size() >= passkeys_per_owner_max)
        return refuse(Refusal::too_many, "passkey.too_many");
    added.id = tx.new_id<PasskeyId>();
    added.created_at = now;
    added.used_at = {};
    sql::insert_passkey(tx, added);
    db::append_event(tx, {event_credentials_changed, added.owner.id}, now);
    tell_of_credentials(tx, added.owner, "sign_in_way", "passkey_added", added.name, now);
    return added.id;
}

std::optional<Passkey> find_passkey(db::Snapshot& snapshot, std::string_view credential_id)
{
    return sql::find_passkey(snapshot, credential_id);
}

std::vector<Passkey> passkeys_of(db::Snapshot& snapshot, Owner owner)
{
    return sql::list_passkeys(snapshot, owner, passkeys_per_owner_max);
}

Result<void> use_passkey(db::Tx& tx, PasskeyId id, std::int64_t sign_count, Time now)
{
    const auto passkey = sql::find_passkey(tx, id);
    if (!passkey)
        return refuse(Refusal::not_found, "passkey.not_found");
    // Zero on both sides: a synced key that does not count. Else a counter that has not grown means
    // that two devices have the same key (WebAuthn 7.2, step 22).
    const bool counts = sign_count != 0 || passkey->sign_count != 0;
    if (counts && sign_count <= passkey->sign_count)
        return refuse(Refusal::not_allowed, "passkey.cloned");
    sql::set_used(tx, id, sign_count, now);
    return {};
}

Result<void> rename_passkey(db::Tx& tx, Owner owner, PasskeyId id, std::string_view name)
{
    if (!is_ours(sql::find_passkey(tx, id), owner))
        return refuse(Refusal::not_found, "passkey.not_found");
    const auto trimmed = trim(name);
    if (!is_name(trimmed))
        return refuse(Refusal::invalid, "passkey.name");
    sql::set_name(tx, id, trimmed);
    return {};
}

Result<void> remove_passkey(db::Tx& tx, Owner owner, PasskeyId id, Time now)
{
    const auto passkey = sql::find_passkey(tx, id);
    if (!is_ours(passkey, owner))
        return refuse(Refusal::not_found, "passkey.not_found");
    sql::delete_passkey(tx, id);
    db::append_event(tx, {event_credentials_changed, owner.id}, now);
    end_sign_ins_under_way(tx, owner);
    tell_of_credentials(tx, owner, "sign_in_way", "passkey_removed", passkey->name, now);
    return {};
}

} // namespace masthead::accounts
