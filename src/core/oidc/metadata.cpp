#include "core/oidc/metadata.hpp"

#include "core/oidc/json_read.hpp"
#include "core/oidc/key_set.hpp"

#include <array>
#include <optional>

namespace masthead::oidc {

namespace json = boost::json;

namespace {

Failure unusable(std::string why)
{
    return refuse(Refusal::conflict, "oidc.metadata", std::move(why));
}

std::vector<std::string> algorithms_of(const json::object& document)
{
    std::vector<std::string> out;
    const auto* list = list_at(document, "id_token_signing_alg_values_supported");
    if (!list)
        return {"RS256"}; // the one that every provider must have
    for (const auto& value : *list) {
        const auto* text = value.if_string();
        const auto* known = text ? find_algorithm({text->data(), text->size()}) : nullptr;
        if (known)
            out.emplace_back(known->name);
    }
    return out;
}

std::optional<ClientProof> proof_of(const json::object& document)
{
    constexpr auto methods = "token_endpoint_auth_methods_supported";
    if (!document.contains(methods) || list_has(document, methods, "client_secret_basic"))
        return ClientProof::basic;
    if (list_has(document, methods, "client_secret_post"))
        return ClientProof::post;
    // A public client proves nothing, so either will do.
    return list_has(document, methods, "none") ? std::optional{ClientProof::basic} : std::nullopt;
}

} // namespace

std::string discovery_url(std::string_view issuer)
{
    while (!issuer.empty() && issuer.back() == '/')
        issuer.remove_suffix(1);
    return std::string{issuer} + "/.well-known/openid-configuration";
}

Result<Metadata> parse_metadata(std::string_view text, std::string_view issuer,
                                const HttpRules& rules)
{
    const auto document = parse_object(text);
    if (!document)
        return unusable("the discovery document is no JSON object");
    if (text_at(*document, "issuer") != issuer)
        return unusable("the discovery document names another issuer");
    Metadata metadata;
    metadata.issuer = issuer;
    const std::array<std::pair<const char*, std::string*>, 3> needed{
        {{"authorization_endpoint", &metadata.authorization_endpoint},
         {"token_endpoint", &metadata.token_endpoint},
         {"jwks_uri", &metadata.jwks_uri}}};
    for (const auto& [name, field] : needed) {
        *field = text_at(*document, name);
        if (!is_allowed_url(*field, rules))
            return unusable(std::string{name} + " is missing or not https");
    }
    if (const auto userinfo = text_at(*document, "userinfo_endpoint");
        is_allowed_url(userinfo, rules))
        metadata.userinfo_endpoint = userinfo;
    metadata.algorithms = algorithms_of(*document);
    if (metadata.algorithms.empty())
        return unusable("no algorithm of its ID tokens is one of RS256, PS256, ES256, EdDSA");
    const auto proof = proof_of(*document);
    if (!proof)
        return unusable("neither client_secret_basic nor client_secret_post at the token endpoint");
    metadata.proof = *proof;
    const auto* promise = document->if_contains("authorization_response_iss_parameter_supported");
    metadata.promises_issuer = promise && *promise == json::value(true);
    return metadata;
}

} // namespace masthead::oidc
