#include "core/oidc/id_token.hpp"

#include "core/base/text.hpp"
#include "core/crypto/base64url.hpp"
#include "core/crypto/token.hpp"
#include "core/oidc/json_read.hpp"
#include "core/oidc/oidc.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace masthead::oidc {

namespace json = boost::json;

namespace {

Failure refused(std::string detail)
{
    return refuse(Refusal::not_allowed, "oidc.token", std::move(detail));
}

std::optional<json::object> parse_part(std::string_view part)
{
    const auto text = crypto::parse_base64url(part);
    return text && is_valid_utf8(*text) ? parse_object(*text) : std::nullopt;
}

/// An access token or a logout token of the same provider is no ID token, however well signed.
bool is_plain_jwt(const json::object& header)
{
    if (header.contains("crit"))
        return false;
    return !header.contains("typ") || equals_ignoring_case(text_at(header, "typ"), "JWT");
}

double seconds_of(Time time)
{
    return static_cast<double>(to_ms(time)) / 1'000;
}

Result<void> check_times(const json::object& claims, Time now)
{
    const auto expires = number_at(claims, "exp");
    const auto issued = number_at(claims, "iat");
    const auto leeway = static_cast<double>(clock_leeway.count());
    // Written so that a number that is none fails too.
    if (!expires || !(seconds_of(now) < *expires + leeway))
        return refused("exp");
    if (!issued || !(*issued <= seconds_of(now) + leeway))
        return refused("iat");
    if (claims.contains("nbf")) {
        const auto not_before = number_at(claims, "nbf");
        if (!not_before || !(*not_before <= seconds_of(now) + leeway))
            return refused("nbf");
    }
    return {};
}

Result<void> check_audience(const json::object& claims, const std::string& client_id)
{
    const auto* list = list_at(claims, "aud");
    const bool ours =
        list ? list_has(claims, "aud", client_id) : text_at(claims, "aud") == client_id;
    if (!ours)
        return refused("aud");
    // Where the token is for several, it must have been asked for by us.
    const bool several = list && list->size() > 1;
    if ((several || claims.contains("azp")) && text_at(claims, "azp") != client_id)
        return refused("azp");
    return {};
}

/// The left half of the access token's hash, by the hash of the token's algorithm (Ed25519:
/// SHA-512).
std::string half_hash(std::string_view access_token, std::string_view algorithm)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    const auto* kind = algorithm == "EdDSA" ? EVP_sha512() : EVP_sha256();
    if (EVP_Digest(access_token.data(), access_token.size(), digest.data(), &length, kind,
                   nullptr) != 1)
        throw std::runtime_error("SHA-2 is not to be had");
    return crypto::base64url({reinterpret_cast<const char*>(digest.data()), length / 2});
}

} // namespace

Result<SignedToken> read_token(std::string_view text)
{
    if (text.size() > token_bytes_max)
        return refused("too long");
    const auto parts = split(text, '.');
    if (parts.size() != 3)
        return refused("not three parts");
    const auto header = parse_part(parts[0]);
    auto claims = parse_part(parts[1]);
    auto signature = crypto::parse_base64url(parts[2]);
    if (!header || !claims || !signature)
        return refused("malformed");
    if (!is_plain_jwt(*header))
        return refused("typ");
    return SignedToken{std::string{text_at(*header, "alg")}, std::string{text_at(*header, "kid")},
                       std::string{text.substr(0, parts[0].size() + 1 + parts[1].size())},
                       std::move(*signature), std::move(*claims)};
}

Result<void> check_signature(const SignedToken& token, const KeySet& keys,
                             const ExpectedToken& expected)
{
    const auto* algorithm = find_algorithm(token.algorithm);
    const bool allowed = std::find(expected.algorithms.begin(), expected.algorithms.end(),
                                   token.algorithm) != expected.algorithms.end();
    if (!algorithm || !allowed)
        return refused("alg");
    const auto fitting = keys.find(token.key_id, *algorithm);
    if (fitting.empty())
        return refused("key");
    const bool verified = std::any_of(fitting.begin(), fitting.end(), [&](const auto& key) {
        return key.verify(algorithm->form, token.signed_part, token.signature);
    });
    if (!verified)
        return refused("signature");
    return {};
}

Result<void> check_claims(const SignedToken& token, const ExpectedToken& expected, Time now)
{
    const auto& claims = token.claims;
    if (text_at(claims, "iss") != expected.issuer)
        return refused("iss");
    const auto audience = check_audience(claims, expected.client_id);
    if (!audience)
        return audience.error();
    const auto times = check_times(claims, now);
    if (!times)
        return times.error();
    if (expected.nonce.empty() ||
        !crypto::equal_in_constant_time(text_at(claims, "nonce"), expected.nonce))
        return refused("nonce");
    const auto subject = text_at(claims, "sub");
    if (subject.empty() || subject.size() > subject_bytes_max)
        return refused("sub");
    if (claims.contains("at_hash") &&
        (expected.access_token.empty() ||
         text_at(claims, "at_hash") != half_hash(expected.access_token, token.algorithm)))
        return refused("at_hash");
    return {};
}

} // namespace masthead::oidc
