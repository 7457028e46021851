#pragma once

#include "core/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Passkeys: the relying party's side of WebAuthn Level 3. Pure functions; challenges, tables and
/// cookies belong to the caller. Every bytes-as-text here is base64url, as on the wire.
namespace masthead::webauthn {

inline constexpr std::size_t response_bytes_max = 64 * 1024;
inline constexpr std::size_t credential_id_bytes_max = 1'023; ///< WebAuthn, section 4
inline constexpr std::size_t user_handle_bytes_max = 64;      ///< WebAuthn, section 5.4.3
inline constexpr std::size_t public_key_bytes_max = 2'048;
inline constexpr std::size_t transports_max = 8;

/// Who we are to the browser: `id` is the host ("paper.example"), `origin` what stands in front of
/// the path ("https://paper.example").
struct RelyingParty {
    std::string id;
    std::string name;
    std::string origin;
};

enum class UserVerification { preferred, required };

/// A passkey that is there already, so that the same device is not enrolled twice.
struct KnownPasskey {
    std::string credential_id;
    std::vector<std::string> transports;
};

/// For `navigator.credentials.create()`. `user_handle` is raw bytes, at most
/// `user_handle_bytes_max`, and must say nothing of the person.
struct CreationRequest {
    std::string challenge; ///< crypto::random_token(), kept for `Expected`
    std::string user_handle;
    std::string user_name;
    std::string user_display_name;
    std::vector<KnownPasskey> exclude;
    UserVerification user_verification = UserVerification::preferred;
};

/// PublicKeyCredentialCreationOptionsJSON, for `parseCreationOptionsFromJSON()`.
std::string creation_options_json(const RelyingParty& party, const CreationRequest& request);

/// For `navigator.credentials.get()`. With `allow` empty the device offers what it has.
struct SignInRequest {
    std::string challenge;
    std::vector<KnownPasskey> allow;
    UserVerification user_verification = UserVerification::preferred;
};

/// PublicKeyCredentialRequestOptionsJSON, for `parseRequestOptionsFromJSON()`.
std::string request_options_json(const RelyingParty& party, const SignInRequest& request);

/// What the answer must match. The challenge works once: the caller forgets it before verifying.
struct Expected {
    std::string challenge;
    UserVerification user_verification = UserVerification::preferred;
};

/// What a table keeps of a passkey.
struct NewPasskey {
    std::string credential_id;
    std::string public_key; ///< the COSE key
    std::uint32_t sign_count = 0;
    std::vector<std::string> transports;
    bool user_verified = false;
};

/// Reads what `create()` answered (`PublicKeyCredential.toJSON()`) and checks it as WebAuthn
/// section 7.1 demands. Attestation statements of any format are stepped over: no maker of devices
/// is asked for, none is believed. Refuses: `invalid` passkey.response (not such JSON, or a part of
/// it is malformed), passkey.challenge, passkey.origin, passkey.party, passkey.presence,
/// passkey.verification, passkey.algorithm.
Result<NewPasskey> verify_registration(const RelyingParty& party, const Expected& expected,
                                       std::string_view response_json);

/// What `get()` answered, read but not yet believed: `credential_id` finds the stored passkey.
struct AssertionResponse {
    std::string credential_id;
    std::string client_data; ///< raw bytes, as are the two below
    std::string authenticator_data;
    std::string signature;
    std::string user_handle; ///< raw bytes; empty where the device sent none
};

/// Refuses: `invalid` passkey.response.
Result<AssertionResponse> read_assertion(std::string_view response_json);

/// The stored passkey that answered. `user_handle` is its owner's, raw bytes.
struct StoredPasskey {
    std::string credential_id;
    std::string public_key;
    std::uint32_t sign_count = 0;
    std::string user_handle;
};

struct AssertionOk {
    std::uint32_t sign_count = 0; ///< to be stored
    bool user_verified = false;
};

/// Checks an answer as WebAuthn section 7.2 demands.
/// Refuses: as `verify_registration`; `not_allowed` passkey.signature, passkey.owner (a handle that
/// is not its owner's) and passkey.copied (the counter went back: two devices have the key).
Result<AssertionOk> verify_assertion(const RelyingParty& party, const Expected& expected,
                                     const AssertionResponse& response,
                                     const StoredPasskey& passkey);

} // namespace masthead::webauthn
