#pragma once

#include "core/oidc/metadata.hpp"
#include "core/oidc/oidc.hpp"

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace masthead::oidc {

/// What a provider gave for a code.
struct Tokens {
    std::string id_token;
    std::string access_token; ///< empty where there is none, or none that can be sent on
};

/// Asks for a document. Refuses: `conflict` oidc.unreachable for anything but 200; the detail
/// begins with `what`.
Result<std::string> fetch_document(const HttpClient& http, const HttpRequest& request,
                                   const char* what);

/// Redeems the code at the token endpoint. Refuses: `not_allowed` oidc.code (invalid_grant);
/// `conflict` oidc.unreachable. Throws: where the client's secret cannot be read.
Result<Tokens> redeem_code(const HttpClient& http, const ProviderSettings& settings,
                           const Metadata& metadata, const Flow& flow, const std::string& code);

/// What the userinfo endpoint says of the holder of the token. Refuses: `conflict`
/// oidc.unreachable.
Result<boost::json::object> fetch_userinfo(const HttpClient& http, const Metadata& metadata,
                                           const std::string& access_token);

/// An error code of a provider as it may stand in a log: its letters, or "unknown".
std::string safe_error_code(std::string_view code);

} // namespace masthead::oidc
