#pragma once

#include "core/crypto/public_key.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::oidc {

/// An algorithm by which ID tokens may be signed. `none` and those with shared secrets (HS*) are
/// not among them, whatever a provider offers.
struct Algorithm {
    std::string_view name;
    crypto::SignatureForm form;
    crypto::PublicKey::Type key_type;
};

/// Null for any other name.
const Algorithm* find_algorithm(std::string_view name);

/// A provider's keys for signatures (RFC 7517).
class KeySet {
public:
    /// Keys for encryption, shared secrets and kinds that we do not know are stepped over. Absent
    /// where the text is no such set, or has more than `provider_keys_max` keys.
    static std::optional<KeySet> parse(std::string_view jwks_json);

    /// The keys that a token may mean. With a key id: those that have it and fit the algorithm.
    /// Without: the one key that fits; where several would, none, since trying is guessing.
    std::vector<crypto::PublicKey> find(std::string_view key_id, const Algorithm& algorithm) const;

private:
    struct ProviderKey {
        std::string id;
        std::string algorithm; ///< empty: any that fits its type
        crypto::PublicKey key;
    };
    std::vector<ProviderKey> keys_;
};

} // namespace masthead::oidc
