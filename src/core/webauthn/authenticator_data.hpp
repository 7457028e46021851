#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace masthead::webauthn {

/// A new credential, as it stands in the bytes it was read from.
struct AttestedCredential {
    std::string_view id;
    std::string_view public_key; ///< COSE_Key
};

/// What the device itself says (WebAuthn, section 6.1); views into the bytes it was read from.
/// Flags that tell whether a passkey is backed up decide nothing here and are not read.
struct AuthenticatorData {
    std::string_view rp_id_hash;
    bool user_present = false;
    bool user_verified = false;
    std::uint32_t sign_count = 0;
    std::optional<AttestedCredential> credential;
};

/// Absent where parts are missing or bytes are left over.
std::optional<AuthenticatorData> read_authenticator_data(std::string_view bytes);

/// The authenticator data inside an attestation object. The statement is stepped over unread,
/// whatever its format. Absent where the object is malformed.
std::optional<std::string_view> find_authenticator_data(std::string_view attestation_object);

} // namespace masthead::webauthn
