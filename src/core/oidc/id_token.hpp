#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "core/oidc/key_set.hpp"

#include <boost/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace masthead::oidc {

/// A JSON Web Signature in compact form, taken apart and not yet believed.
struct SignedToken {
    std::string algorithm;
    std::string key_id; ///< empty where the header names none
    std::string signed_part;
    std::string signature;
    boost::json::object claims;
};

/// Refuses: `not_allowed` oidc.token: too long, not three parts of base64url, not JSON, a header
/// with `crit`, or of another type than JWT (RFC 8725, section 3.11).
Result<SignedToken> read_token(std::string_view text);

/// What an ID token must say.
struct ExpectedToken {
    std::string issuer;
    std::string client_id;
    std::string nonce;
    std::string access_token; ///< what came with it; empty: none
    std::vector<std::string> algorithms;
};

/// Whether the token is signed by one of the keys, as its header says and the provider allows.
/// Refuses: `not_allowed` oidc.token; detail "key" where no key fits (the keys may be old).
Result<void> check_signature(const SignedToken& token, const KeySet& keys,
                             const ExpectedToken& expected);

/// Checks the claims as OpenID Connect Core, section 3.1.3.7, demands. Refuses: `not_allowed`
/// oidc.token; detail names the claim.
Result<void> check_claims(const SignedToken& token, const ExpectedToken& expected, Time now);

} // namespace masthead::oidc
