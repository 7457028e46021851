#include "core/base/check.hpp"
#include "core/crypto/base64url.hpp"
#include "core/webauthn/cose_key.hpp"
#include "core/webauthn/webauthn.hpp"

#include <boost/json.hpp>

namespace masthead::webauthn {

namespace json = boost::json;

namespace {

// How long the browser waits for the person: what WebAuthn recommends with verification.
constexpr int timeout_ms = 300'000;

json::array descriptors_of(const std::vector<KnownPasskey>& passkeys)
{
    json::array out;
    for (const auto& passkey : passkeys) {
        json::object one{{"type", "public-key"}, {"id", passkey.credential_id}};
        if (!passkey.transports.empty())
            one["transports"] = json::array(passkey.transports.begin(), passkey.transports.end());
        out.push_back(std::move(one));
    }
    return out;
}

const char* word_for(UserVerification verification)
{
    return verification == UserVerification::required ? "required" : "preferred";
}

json::array algorithms()
{
    json::array out;
    for (const int number : {cose_es256, cose_eddsa, cose_rs256})
        out.push_back(json::object{{"type", "public-key"}, {"alg", number}});
    return out;
}

} // namespace

std::string creation_options_json(const RelyingParty& party, const CreationRequest& request)
{
    MH_CHECK(!request.challenge.empty() && !request.user_handle.empty() &&
             request.user_handle.size() <= user_handle_bytes_max);
    const json::object options{
        {"rp", json::object{{"id", party.id}, {"name", party.name}}},
        {"user", json::object{{"id", crypto::base64url(request.user_handle)},
                              {"name", request.user_name},
                              {"displayName", request.user_display_name}}},
        {"challenge", request.challenge},
        {"pubKeyCredParams", algorithms()},
        {"timeout", timeout_ms},
        {"excludeCredentials", descriptors_of(request.exclude)},
        {"authenticatorSelection",
         json::object{{"residentKey", "required"},
                      {"requireResidentKey", true},
                      {"userVerification", word_for(request.user_verification)}}},
        {"attestation", "none"}};
    return json::serialize(options);
}

std::string request_options_json(const RelyingParty& party, const SignInRequest& request)
{
    MH_CHECK(!request.challenge.empty());
    const json::object options{{"challenge", request.challenge},
                               {"rpId", party.id},
                               {"timeout", timeout_ms},
                               {"allowCredentials", descriptors_of(request.allow)},
                               {"userVerification", word_for(request.user_verification)}};
    return json::serialize(options);
}

} // namespace masthead::webauthn
