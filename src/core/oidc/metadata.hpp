#pragma once

#include "core/base/result.hpp"
#include "core/oidc/http.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace masthead::oidc {

/// How a client proves itself at the token endpoint.
enum class ClientProof { basic, post };

/// What we use of a provider's discovery document (OpenID Connect Discovery 1.0).
struct Metadata {
    std::string issuer;
    std::string authorization_endpoint;
    std::string token_endpoint;
    std::string userinfo_endpoint; ///< may be empty
    std::string jwks_uri;
    std::vector<std::string> algorithms; ///< of its ID tokens, those that we take
    ClientProof proof = ClientProof::basic;
    bool promises_issuer = false; ///< RFC 9207: its answers carry `iss`
};

/// Where the issuer keeps the document.
std::string discovery_url(std::string_view issuer);

/// Reads the document. Refuses: `conflict` oidc.metadata (another issuer's, an address that the
/// rules do not allow, no algorithm that we take, no way to prove ourselves).
Result<Metadata> parse_metadata(std::string_view document, std::string_view issuer,
                                const HttpRules& rules);

} // namespace masthead::oidc
