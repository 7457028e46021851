#include "core/oidc/oidc.hpp"

#include "core/base/check.hpp"
#include "core/base/log.hpp"
#include "core/base/text.hpp"
#include "core/crypto/base64url.hpp"
#include "core/crypto/token.hpp"
#include "core/oidc/cached.hpp"
#include "core/oidc/exchange.hpp"
#include "core/oidc/id_token.hpp"
#include "core/oidc/json_read.hpp"
#include "core/oidc/key_set.hpp"
#include "core/oidc/metadata.hpp"

#include <algorithm>
#include <atomic>

namespace masthead::oidc {

namespace json = boost::json;

namespace {

constexpr std::size_t mail_bytes_max = 254; // RFC 5321, with its brackets off
constexpr std::size_t name_bytes_max = 200;

/// One of the few sign-ins that may wait for a provider at the same time.
class Turn {
public:
    explicit Turn(std::atomic<int>& taken) : taken_(taken), got_(++taken <= sign_ins_at_once_max) {}
    ~Turn() { --taken_; }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    explicit operator bool() const { return got_; }

private:
    std::atomic<int>& taken_;
    bool got_;
};

Failure busy()
{
    return refuse(Refusal::too_many, "oidc.busy");
}

std::string encoded(std::string_view text)
{
    return percent_encode(text, Slash::encode);
}

std::string scope_of(const ProviderSettings& settings)
{
    std::string scope = "openid";
    for (const auto& word : settings.scopes) {
        if (word != "openid")
            scope += ' ' + word;
    }
    return scope;
}

std::string authorization_url(const ProviderSettings& settings, const Metadata& metadata,
                              const Flow& flow)
{
    const auto& endpoint = metadata.authorization_endpoint;
    return endpoint + (endpoint.find('?') == std::string::npos ? '?' : '&') +
           "response_type=code&client_id=" + encoded(settings.client_id) +
           "&redirect_uri=" + encoded(flow.redirect_uri) + "&scope=" + encoded(scope_of(settings)) +
           "&state=" + flow.state + "&nonce=" + flow.nonce +
           "&code_challenge=" + crypto::base64url(crypto::sha256(flow.verifier)) +
           "&code_challenge_method=S256";
}

/// What can be told from the redirect alone: that it belongs to this browser's flow and came from
/// this provider (RFC 9700, sections 4.4 and 4.7).
Result<void> check_origin(const ProviderSettings& settings, const Flow& flow,
                          const Callback& callback)
{
    if (flow.provider != settings.key || flow.state.empty() ||
        !crypto::equal_in_constant_time(callback.state, flow.state))
        return refuse(Refusal::not_allowed, "oidc.state");
    if (!callback.issuer.empty() && callback.issuer != settings.issuer)
        return refuse(Refusal::not_allowed, "oidc.issuer", "another provider's answer");
    return {};
}

Result<void> check_answer(const Metadata& metadata, const Callback& callback)
{
    if (metadata.promises_issuer && callback.issuer.empty())
        return refuse(Refusal::not_allowed, "oidc.issuer", "promised and not there");
    if (!callback.error.empty())
        return refuse(Refusal::not_allowed, "oidc.denied", safe_error_code(callback.error));
    if (callback.code.empty() || callback.code.size() > code_bytes_max)
        return refuse(Refusal::not_allowed, "oidc.code", "none, or too long");
    return {};
}

bool is_true(const json::object& claims, std::string_view name)
{
    const auto* value = claims.if_contains({name.data(), name.size()});
    return value && (*value == json::value(true) || text_at(claims, name) == "true");
}

void read_person(const json::object& claims, Identity& identity)
{
    const auto mail = text_at(claims, "email");
    if (identity.mail.empty() && mail.size() <= mail_bytes_max) {
        identity.mail = mail;
        identity.mail_verified = !mail.empty() && is_true(claims, "email_verified");
    }
    if (identity.name.empty())
        identity.name = cut_utf8(text_at(claims, "name"), name_bytes_max);
}

void log_failure(const ProviderSettings& settings, const Failure& failure)
{
    const auto level = failure.reason == Refusal::conflict || failure.reason == Refusal::too_many
                           ? log::Level::warn
                           : log::Level::info;
    log::write(
        level, "oidc.refused",
        {{"provider", settings.key}, {"why", failure.message_key}, {"detail", failure.detail}});
}

} // namespace

/// The settings, what is cached, and the steps of a sign-in.
class Provider::State {
public:
    State(ProviderSettings given, HttpRules rules, HttpClient http)
        : settings(std::move(given)), rules_(rules), http_(std::move(http))
    {
        MH_CHECK(!settings.issuer.empty() && !settings.client_id.empty());
    }

    Result<Started> begin(const std::string& redirect_uri, Time now)
    {
        const auto metadata = find_metadata(now);
        if (!metadata)
            return metadata.error();
        Flow flow{settings.key, crypto::random_token(), crypto::random_token(),
                  crypto::random_token(), redirect_uri};
        return Started{authorization_url(settings, **metadata, flow), flow};
    }

    Result<Identity> finish(const Flow& flow, const Callback& callback, Time now)
    {
        if (const auto origin = check_origin(settings, flow, callback); !origin)
            return origin.error();
        const Turn turn{taken_};
        if (!turn)
            return busy();
        const auto metadata = fetch_metadata(now);
        if (!metadata)
            return metadata.error();
        if (const auto answer = check_answer(**metadata, callback); !answer)
            return answer.error();
        const auto tokens = redeem_code(http_, settings, **metadata, flow, callback.code);
        if (!tokens)
            return tokens.error();
        const auto token = read_token(tokens->id_token);
        if (!token)
            return token.error();
        const ExpectedToken expected{settings.issuer, settings.client_id, flow.nonce,
                                     tokens->access_token, (*metadata)->algorithms};
        if (const auto checked = check_token(*token, expected, **metadata, now); !checked)
            return checked.error();
        return identity_of(*token, *tokens, **metadata);
    }

    const ProviderSettings settings;

private:
    using SharedMetadata = Cached<Metadata>::Shared;

    Result<SharedMetadata> find_metadata(Time now)
    {
        if (auto fresh = metadata_.peek(now, metadata_kept))
            return fresh;
        const Turn turn{taken_};
        return turn ? fetch_metadata(now) : Result<SharedMetadata>{busy()};
    }

    Result<SharedMetadata> fetch_metadata(Time now)
    {
        return metadata_.get(now, metadata_kept, [&]() -> Result<Metadata> {
            const auto text = fetch_document(http_, {discovery_url(settings.issuer), {}, {}},
                                             "the discovery document");
            if (!text)
                return text.error();
            return parse_metadata(*text, settings.issuer, rules_);
        });
    }

    Result<Cached<KeySet>::Shared> fetch_keys(const Metadata& metadata, Time now,
                                              Milliseconds age_max)
    {
        return keys_.get(now, age_max, [&]() -> Result<KeySet> {
            const auto text = fetch_document(http_, {metadata.jwks_uri, {}, {}}, "the key set");
            if (!text)
                return text.error();
            auto set = KeySet::parse(*text);
            if (!set)
                return refuse(Refusal::conflict, "oidc.metadata", "the key set is none");
            return std::move(*set);
        });
    }

    /// A key that is not known may be new: asked for once, and not more often than the limit says,
    /// since anyone can write a key id into a token.
    Result<void> check_token(const SignedToken& token, const ExpectedToken& expected,
                             const Metadata& metadata, Time now)
    {
        auto keys = fetch_keys(metadata, now, metadata_kept);
        if (!keys)
            return keys.error();
        auto checked = check_signature(token, **keys, expected);
        if (!checked && checked.error().detail == "key") {
            keys = fetch_keys(metadata, now, keys_refreshed_every_min);
            checked = keys ? check_signature(token, **keys, expected) : Result<void>{keys.error()};
        }
        return checked ? check_claims(token, expected, now) : checked;
    }

    /// Many providers tell the mail address at the userinfo endpoint alone. Where that fails, the
    /// person is still proven; only what is known of them is less.
    Result<Identity> identity_of(const SignedToken& token, const Tokens& tokens,
                                 const Metadata& metadata)
    {
        Identity identity;
        identity.issuer = settings.issuer;
        identity.subject = text_at(token.claims, "sub");
        read_person(token.claims, identity);
        if (!identity.mail.empty() || metadata.userinfo_endpoint.empty() ||
            tokens.access_token.empty())
            return identity;
        const auto userinfo = fetch_userinfo(http_, metadata, tokens.access_token);
        if (!userinfo) {
            log_failure(settings, userinfo.error());
            return identity;
        }
        // Section 5.3.2: without this, one person's token could fetch another's address.
        if (text_at(*userinfo, "sub") != identity.subject)
            return refuse(Refusal::not_allowed, "oidc.token", "sub of userinfo");
        read_person(*userinfo, identity);
        return identity;
    }

    const HttpRules rules_;
    const HttpClient http_;
    Cached<Metadata> metadata_{pause_after_failure, metadata_stale_max};
    Cached<KeySet> keys_{pause_after_failure, metadata_stale_max};
    std::atomic<int> taken_{0};
};

Provider::Provider(ProviderSettings settings, HttpRules rules, HttpClient http)
    : state_(std::make_unique<State>(std::move(settings), rules,
                                     http ? std::move(http) : make_http_client(rules)))
{
}

Provider::~Provider() = default;

const ProviderSettings& Provider::settings() const
{
    return state_->settings;
}

Result<Started> Provider::begin(const std::string& redirect_uri, Time now)
{
    auto started = state_->begin(redirect_uri, now);
    if (!started)
        log_failure(state_->settings, started.error());
    return started;
}

Result<Identity> Provider::finish(const Flow& flow, const Callback& callback, Time now)
{
    auto identity = state_->finish(flow, callback, now);
    if (!identity)
        log_failure(state_->settings, identity.error());
    return identity;
}

} // namespace masthead::oidc
