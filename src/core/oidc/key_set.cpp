#include "core/oidc/key_set.hpp"

#include "core/crypto/base64url.hpp"
#include "core/oidc/json_read.hpp"
#include "core/oidc/oidc.hpp"

#include <array>

namespace masthead::oidc {

namespace json = boost::json;

namespace {

using crypto::PublicKey;
using crypto::SignatureForm;

constexpr std::array<Algorithm, 4> algorithms{
    {{"RS256", SignatureForm::rs256, PublicKey::Type::rsa},
     {"PS256", SignatureForm::ps256, PublicKey::Type::rsa},
     {"ES256", SignatureForm::es256_joined, PublicKey::Type::p256},
     {"EdDSA", SignatureForm::ed25519, PublicKey::Type::ed25519}}};

std::string bytes_at(const json::object& jwk, std::string_view field)
{
    return crypto::parse_base64url(text_at(jwk, field)).value_or(std::string{});
}

bool is_for_signatures(const json::object& jwk)
{
    return (!jwk.contains("use") || text_at(jwk, "use") == "sig") &&
           (!jwk.contains("key_ops") || list_has(jwk, "key_ops", "verify"));
}

std::optional<PublicKey> parse_key(const json::object& jwk)
{
    const auto type = text_at(jwk, "kty");
    const auto curve = text_at(jwk, "crv");
    if (type == "RSA")
        return PublicKey::rsa(bytes_at(jwk, "n"), bytes_at(jwk, "e"));
    if (type == "EC" && curve == "P-256")
        return PublicKey::p256(bytes_at(jwk, "x"), bytes_at(jwk, "y"));
    if (type == "OKP" && curve == "Ed25519")
        return PublicKey::ed25519(bytes_at(jwk, "x"));
    return std::nullopt;
}

} // namespace

const Algorithm* find_algorithm(std::string_view name)
{
    for (const auto& algorithm : algorithms) {
        if (algorithm.name == name)
            return &algorithm;
    }
    return nullptr;
}

std::optional<KeySet> KeySet::parse(std::string_view jwks_json)
{
    const auto object = parse_object(jwks_json);
    const auto* list = object ? list_at(*object, "keys") : nullptr;
    if (!list || list->size() > provider_keys_max)
        return std::nullopt;
    KeySet set;
    for (const auto& value : *list) {
        const auto* jwk = value.if_object();
        auto key = jwk && is_for_signatures(*jwk) ? parse_key(*jwk) : std::nullopt;
        if (key)
            set.keys_.push_back({std::string{text_at(*jwk, "kid")},
                                 std::string{text_at(*jwk, "alg")}, std::move(*key)});
    }
    return set;
}

std::vector<PublicKey> KeySet::find(std::string_view key_id, const Algorithm& algorithm) const
{
    std::vector<PublicKey> found;
    for (const auto& key : keys_) {
        const bool fits = key.key.type() == algorithm.key_type &&
                          (key.algorithm.empty() || key.algorithm == algorithm.name);
        if (fits && (key_id.empty() || key.id == key_id))
            found.push_back(key.key);
    }
    if (key_id.empty() && found.size() > 1)
        found.clear();
    return found;
}

} // namespace masthead::oidc
