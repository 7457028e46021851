#pragma once

#include "core/base/clock.hpp"
#include "core/base/text.hpp"
#include "core/crypto/base64url.hpp"
#include "core/crypto/token.hpp"
#include "core/oidc/http.hpp"
#include "signing_key.hpp"

#include <boost/json.hpp>

#include <atomic>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace masthead::test {

/// An OpenID provider for tests: strict where ours must be right, and able to give any wrong token.
/// Not for several threads at once.
class FakeProvider {
public:
    using Json = boost::json::object;
    using Type = SigningKey::Type;
    using Form = crypto::SignatureForm;

    std::string issuer = "https://id.example";
    std::string client_id = "the-paper";
    std::string redirect_uri = "https://paper.example/reader/oidc/id/callback/";
    Time now = from_ms(1'800'000'000'000);

    SigningKey rsa = shared_key(Type::rsa);
    SigningKey p256 = shared_key(Type::p256);
    SigningKey ed25519 = shared_key(Type::ed25519);

    Json metadata{{"issuer", issuer},
                  {"authorization_endpoint", issuer + "/authorize"},
                  {"token_endpoint", issuer + "/token"},
                  {"userinfo_endpoint", issuer + "/userinfo"},
                  {"jwks_uri", issuer + "/jwks"},
                  {"id_token_signing_alg_values_supported",
                   boost::json::array{"RS256", "PS256", "ES256", "EdDSA", "HS256", "none"}}};
    boost::json::array keys = all_keys();
    Json header{{"alg", "ES256"}, {"kid", "ec-1"}, {"typ", "JWT"}};
    Json more_claims; ///< put over the right ones; null: left out
    std::function<std::string(const std::string&)> sign; ///< empty: as the header says
    std::string access_token = "the-access-token";
    std::string token_type = "Bearer";
    Json userinfo{{"sub", "subject-1"}, {"email", "ines@mail.example"}, {"email_verified", true}};
    std::map<std::string, int> status_of; ///< by path: answers with it and nothing else
    std::string wrong_id_token;           ///< given in the place of a made one
    std::string nonce;                    ///< as the browser carried it to us

    std::map<std::string, int> asked;              ///< how often each path was
    std::map<std::string, oidc::HttpRequest> last; ///< by path, what was asked last

    oidc::HttpClient client()
    {
        return [this](const oidc::HttpRequest& request) { return answer(request); };
    }

    /// The browser's visit: reads the address it was sent to and answers with a code.
    std::string visit(const std::string& url)
    {
        const auto query = form_of(url.substr(url.find('?') + 1));
        nonce = query.at("nonce");
        challenge_ = query.at("code_challenge");
        const auto code = "code-" + std::to_string(++codes_);
        open_codes_.insert(code);
        return code;
    }

    Json right_claims() const
    {
        const auto seconds = to_ms(now) / 1'000;
        return {{"iss", issuer},         {"sub", "subject-1"}, {"aud", client_id},
                {"exp", seconds + 300},  {"iat", seconds},     {"nonce", nonce},
                {"name", "Ines of Mail"}};
    }

    std::string id_token() const
    {
        auto claims = right_claims();
        for (const auto& field : more_claims) {
            if (field.value().is_null())
                claims.erase(field.key());
            else
                claims[field.key()] = field.value();
        }
        const auto text = part(header) + '.' + part(claims);
        return text + '.' + crypto::base64url(sign ? sign(text) : signature(text));
    }

    std::string signature(const std::string& text) const
    {
        const std::string algorithm = header.at("alg").as_string().c_str();
        if (algorithm == "RS256")
            return rsa.sign(Form::rs256, text);
        if (algorithm == "PS256")
            return rsa.sign(Form::ps256, text);
        if (algorithm == "EdDSA")
            return ed25519.sign(Form::ed25519, text);
        return p256.sign(Form::es256_joined, text);
    }

    /// Made once for the process: an RSA key takes a while.
    static SigningKey shared_key(Type type)
    {
        static const std::map<Type, SigningKey> keys{{Type::rsa, SigningKey{Type::rsa}},
                                                     {Type::p256, SigningKey{Type::p256}},
                                                     {Type::ed25519, SigningKey{Type::ed25519}}};
        return keys.at(type);
    }

    static Json rsa_key(const SigningKey& key, const std::string& id)
    {
        return {{"kty", "RSA"},
                {"kid", id},
                {"use", "sig"},
                {"n", crypto::base64url(key.modulus())},
                {"e", crypto::base64url(key.exponent())}};
    }
    static Json p256_key(const SigningKey& key, const std::string& id)
    {
        return {{"kty", "EC"},
                {"kid", id},
                {"crv", "P-256"},
                {"x", crypto::base64url(key.x())},
                {"y", crypto::base64url(key.y())}};
    }
    static Json ed25519_key(const SigningKey& key, const std::string& id)
    {
        return {{"kty", "OKP"},
                {"kid", id},
                {"crv", "Ed25519"},
                {"alg", "EdDSA"},
                {"x", crypto::base64url(key.x())}};
    }
    boost::json::array all_keys() const
    {
        return {rsa_key(rsa, "rsa-1"), p256_key(p256, "ec-1"), ed25519_key(ed25519, "ed-1")};
    }

    static std::string part(const Json& object)
    {
        return crypto::base64url(boost::json::serialize(object));
    }

    static std::map<std::string, std::string> form_of(std::string_view text)
    {
        std::map<std::string, std::string> fields;
        for (const auto pair : split(text, '&')) {
            const auto equals = pair.find('=');
            fields[percent_decode(pair.substr(0, equals), Plus::is_space)] =
                percent_decode(pair.substr(equals + 1), Plus::is_space);
        }
        return fields;
    }

private:
    Result<oidc::HttpAnswer> answer(const oidc::HttpRequest& request)
    {
        const auto path = request.url.substr(issuer.size());
        ++asked[path];
        last[path] = request;
        if (const auto found = status_of.find(path); found != status_of.end()) {
            if (found->second == 0)
                return refuse(Refusal::conflict, "oidc.unreachable", "no answer");
            return oidc::HttpAnswer{found->second, "text/html", "<p>no</p>"};
        }
        if (path == "/.well-known/openid-configuration")
            return json(metadata);
        if (path == "/jwks")
            return json({{"keys", keys}});
        if (path == "/userinfo")
            return request.authorization == "Bearer " + access_token ? json(userinfo) : denied(401);
        if (path == "/token")
            return token(form_of(request.form));
        return denied(404);
    }

    oidc::HttpAnswer token(const std::map<std::string, std::string>& form)
    {
        const auto verifier = form.find("code_verifier");
        const bool right = verifier != form.end() &&
                           form.at("grant_type") == "authorization_code" &&
                           form.at("redirect_uri") == redirect_uri &&
                           crypto::base64url(crypto::sha256(verifier->second)) == challenge_;
        if (!right || open_codes_.erase(form.at("code")) == 0)
            return {400, "application/json", R"({"error":"invalid_grant"})"};
        return json({{"token_type", token_type},
                     {"access_token", access_token},
                     {"id_token", wrong_id_token.empty() ? id_token() : wrong_id_token}});
    }

    static oidc::HttpAnswer json(const Json& object)
    {
        return {200, "application/json", boost::json::serialize(object)};
    }
    static oidc::HttpAnswer denied(int status)
    {
        return {status, "application/json", R"({"error":"invalid_client"})"};
    }

    std::string challenge_;
    std::set<std::string> open_codes_;
    int codes_ = 0;
};

} // namespace masthead::test
