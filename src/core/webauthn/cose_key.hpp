#pragma once

#include "core/crypto/public_key.hpp"
#include "core/webauthn/cbor.hpp"

#include <optional>
#include <string_view>

namespace masthead::webauthn {

// Numbers of the IANA registry of COSE algorithms.
inline constexpr int cose_es256 = -7;
inline constexpr int cose_eddsa = -8;
inline constexpr int cose_rs256 = -257;

/// A passkey's public key and the one way in which it signs.
struct CoseKey {
    crypto::PublicKey key;
    crypto::SignatureForm form;
};

/// Reads a COSE_Key (RFC 9052, section 7). Absent where it is malformed, names an algorithm that we
/// did not offer, or is no possible key.
std::optional<CoseKey> read_cose_key(CborReader& reader);

} // namespace masthead::webauthn
