#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "core/oidc/http.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

/// Signing in with an account elsewhere: OpenID Connect Core 1.0 with the code flow, hardened as
/// RFC 9700 asks (PKCE S256, nonce, state, issuer).
namespace masthead::oidc {

inline constexpr std::size_t subject_bytes_max = 255; ///< OpenID Connect Core, section 2
inline constexpr std::size_t token_bytes_max = 32 * 1024;
inline constexpr std::size_t code_bytes_max = 4 * 1024;
inline constexpr std::size_t provider_keys_max = 64;
inline constexpr auto metadata_kept = std::chrono::hours{6};
/// While the provider does not answer for its documents, old ones serve this long.
inline constexpr auto metadata_stale_max = std::chrono::hours{24};
/// A provider that does not answer holds a worker; while it is known not to, nobody asks it.
inline constexpr auto pause_after_failure = std::chrono::seconds{30};
/// Nor may a slow one hold more workers than this.
inline constexpr int sign_ins_at_once_max = 4;
inline constexpr auto keys_refreshed_every_min = std::chrono::minutes{1};
inline constexpr auto clock_leeway = std::chrono::seconds{60};

/// One provider as the newsroom set it up. The secret is read from its file when it is needed and
/// is kept nowhere; without a file the client is public and PKCE alone protects the code.
struct ProviderSettings {
    std::string key;    ///< in addresses: /reader/oidc/KEY/
    std::string name;   ///< on the button
    std::string issuer; ///< exactly as the provider's tokens write it
    std::string client_id;
    std::filesystem::path client_secret_file;
    std::vector<std::string> scopes = {"openid", "email", "profile"};
};

/// A sign-in that has begun, and all that its end must match. The caller keeps it where
/// only this browser leads to it, and takes it once.
struct Flow {
    std::string provider; ///< ProviderSettings::key
    std::string state;
    std::string nonce;
    std::string verifier; ///< PKCE
    std::string redirect_uri;
};

/// Where to send the browser, and what to keep until it comes back.
struct Started {
    std::string url;
    Flow flow;
};

/// The query of the provider's redirect, percent-decoded. Empty: not there.
struct Callback {
    std::string state;
    std::string code;
    std::string issuer;
    std::string error;
};

/// Whom the provider vouches for. Only (issuer, subject) names the person for ever.
struct Identity {
    std::string issuer;
    std::string subject;
    std::string mail; ///< empty where none was told
    bool mail_verified = false;
    std::string name;
};

/// One provider: its metadata and keys, cached, and the two ends of a sign-in. Both block on the
/// network for at most `http_total_timeout` per request and run on workers.
/// Threads: any; answers are immutable and shared.
class Provider {
public:
    /// Without `http`, libcurl's. The rules hold for the address that browsers are sent to, too.
    explicit Provider(ProviderSettings settings, HttpRules rules = {}, HttpClient http = {});
    ~Provider();
    Provider(const Provider&) = delete;
    Provider& operator=(const Provider&) = delete;

    const ProviderSettings& settings() const;

    /// Begins a sign-in. `redirect_uri` is our own callback, the same at both ends.
    /// Refuses: `conflict` oidc.unreachable, oidc.metadata; `too_many` oidc.busy.
    Result<Started> begin(const std::string& redirect_uri, Time now);

    /// Ends it: checks state and issuer, redeems the code, verifies the ID token in every part.
    /// Refuses: `not_allowed` oidc.state, oidc.issuer, oidc.denied (the person or the provider said
    /// no), oidc.code (the code was not taken, as when it is replayed), oidc.token (detail says
    /// which check failed); `conflict` oidc.unreachable, oidc.metadata. Logs each once, without
    /// secrets.
    Result<Identity> finish(const Flow& flow, const Callback& callback, Time now);

private:
    class State;
    std::unique_ptr<State> state_;
};

} // namespace masthead::oidc
