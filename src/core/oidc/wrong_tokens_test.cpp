#include "oidc_sign_in.hpp"

#include <doctest/doctest.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <functional>
#include <string>
#include <vector>

// Every wrong ID token that RFC 9700, RFC 8725 and OpenID Connect Core warn of.
namespace masthead::oidc {

namespace {

namespace json = boost::json;
using test::FakeProvider;
using test::SigningKey;

std::string hmac_sha256(const std::string& key, const std::string& text)
{
    std::string out(32, '\0');
    unsigned int length = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         reinterpret_cast<unsigned char*>(out.data()), &length);
    return out;
}

struct Row {
    const char* name;
    const char* outcome;
    std::function<void(FakeProvider&)> change;
};

void check_rows(const std::vector<Row>& rows)
{
    for (const auto& row : rows) {
        SignIn sign_in;
        row.change(sign_in.fake);
        CAPTURE(row.name);
        CHECK(sign_in.outcome() == row.outcome);
    }
}

std::int64_t seconds(const FakeProvider& fake, std::int64_t shift)
{
    return to_ms(fake.now) / 1'000 + shift;
}

} // namespace

TEST_CASE("a token of another issuer or for another audience lets nobody in")
{
    check_rows({
        {"all right", "", [](auto&) {}},
        {"another issuer", "oidc.token: iss",
         [](auto& f) {
             f.more_claims = {{"iss", "https://evil.example"}};
         }},
        {"our issuer with a slash", "oidc.token: iss",
         [](auto& f) {
             f.more_claims = {{"iss", f.issuer + "/"}};
         }},
        {"no issuer", "oidc.token: iss",
         [](auto& f) {
             f.more_claims = {{"iss", nullptr}};
         }},
        {"another audience", "oidc.token: aud",
         [](auto& f) {
             f.more_claims = {{"aud", "another-client"}};
         }},
        {"a list without us", "oidc.token: aud",
         [](auto& f) {
             f.more_claims = {{"aud", json::array{"another-client"}}};
         }},
        {"an empty list", "oidc.token: aud",
         [](auto& f) {
             f.more_claims = {{"aud", json::array{}}};
         }},
        {"no audience", "oidc.token: aud",
         [](auto& f) {
             f.more_claims = {{"aud", nullptr}};
         }},
        {"a list with us alone", "",
         [](auto& f) {
             f.more_claims = {{"aud", json::array{f.client_id}}};
         }},
    });
}

TEST_CASE("a token for several, or asked for by another, lets nobody in")
{
    check_rows({
        {"several, asked for by nobody", "oidc.token: azp",
         [](auto& f) {
             f.more_claims = {{"aud", json::array{f.client_id, "another"}}};
         }},
        {"several, asked for by another", "oidc.token: azp",
         [](auto& f) {
             f.more_claims = {{"aud", json::array{f.client_id, "another"}}, {"azp", "another"}};
         }},
        {"several, asked for by us", "",
         [](auto& f) {
             f.more_claims = {{"aud", json::array{f.client_id, "another"}}, {"azp", f.client_id}};
         }},
        {"for us, asked for by another", "oidc.token: azp",
         [](auto& f) {
             f.more_claims = {{"azp", "another"}};
         }},
    });
}

TEST_CASE("a token without this flow's nonce, or without a subject, lets nobody in")
{
    check_rows({
        {"no nonce", "oidc.token: nonce",
         [](auto& f) {
             f.more_claims = {{"nonce", nullptr}};
         }},
        {"another nonce", "oidc.token: nonce",
         [](auto& f) {
             f.more_claims = {{"nonce", "injected"}};
         }},
        {"an empty nonce", "oidc.token: nonce",
         [](auto& f) {
             f.more_claims = {{"nonce", ""}};
         }},
        {"no subject", "oidc.token: sub",
         [](auto& f) {
             f.more_claims = {{"sub", nullptr}};
         }},
        {"an empty subject", "oidc.token: sub",
         [](auto& f) {
             f.more_claims = {{"sub", ""}};
         }},
        {"a number as subject", "oidc.token: sub",
         [](auto& f) {
             f.more_claims = {{"sub", 7}};
         }},
        {"a subject past the limit", "oidc.token: sub",
         [](auto& f) {
             f.more_claims = {{"sub", std::string(subject_bytes_max + 1, 's')}};
         }},
    });
}

TEST_CASE("a subject of the longest length is taken")
{
    SignIn sign_in;
    const std::string longest(subject_bytes_max, 's');
    sign_in.fake.more_claims = {{"sub", longest}};
    sign_in.fake.userinfo["sub"] = longest;
    const auto identity = sign_in.run();
    REQUIRE(identity.has_value());
    CHECK(identity->subject == longest);
}

TEST_CASE("a token out of its time lets nobody in, with a minute's leeway")
{
    check_rows({
        {"expired", "oidc.token: exp",
         [](auto& f) {
             f.more_claims = {{"exp", seconds(f, -60)}};
         }},
        {"expired within the leeway", "",
         [](auto& f) {
             f.more_claims = {{"exp", seconds(f, -59)}};
         }},
        {"never expires", "oidc.token: exp",
         [](auto& f) {
             f.more_claims = {{"exp", nullptr}};
         }},
        {"expiry as text", "oidc.token: exp",
         [](auto& f) {
             f.more_claims = {{"exp", "9999999999"}};
         }},
        {"issued too far ahead", "oidc.token: iat",
         [](auto& f) {
             f.more_claims = {{"iat", seconds(f, 61)}};
         }},
        {"issued a little ahead", "",
         [](auto& f) {
             f.more_claims = {{"iat", seconds(f, 60)}};
         }},
        {"issued at no time", "oidc.token: iat",
         [](auto& f) {
             f.more_claims = {{"iat", nullptr}};
         }},
        {"not yet", "oidc.token: nbf",
         [](auto& f) {
             f.more_claims = {{"nbf", seconds(f, 61)}};
         }},
        {"nearly", "",
         [](auto& f) {
             f.more_claims = {{"nbf", seconds(f, 60)}};
         }},
        {"not before a word", "oidc.token: nbf",
         [](auto& f) {
             f.more_claims = {{"nbf", "now"}};
         }},
        {"broken seconds", "",
         [](auto& f) {
             f.more_claims = {{"exp", static_cast<double>(seconds(f, 1)) + 0.5}};
         }},
    });
}

TEST_CASE("a token that nobody signed, or with what everybody knows, lets nobody in")
{
    check_rows({
        {"alg none, unsigned", "oidc.token: alg",
         [](auto& f) {
             f.header = {{"alg", "none"}};
             f.sign = [](const std::string&) { return std::string{}; };
         }},
        {"alg None, signed", "oidc.token: alg",
         [](auto& f) {
             f.header = {{"alg", "None"}, {"kid", "ec-1"}};
         }},
        {"no alg", "oidc.token: alg",
         [](auto& f) {
             f.header = {{"kid", "ec-1"}};
             f.sign = [&f](const std::string& text) {
                 return f.p256.sign(crypto::SignatureForm::es256_joined, text);
             };
         }},
        {"HS256 with the public key's modulus as the secret", "oidc.token: alg",
         [](auto& f) {
             f.header = {{"alg", "HS256"}, {"kid", "rsa-1"}};
             f.sign = [&f](const std::string& text) { return hmac_sha256(f.rsa.modulus(), text); };
         }},
        {"HS256 with the public key's JSON as the secret", "oidc.token: alg",
         [](auto& f) {
             f.header = {{"alg", "HS256"}, {"kid", "rsa-1"}};
             f.sign = [&f](const std::string& text) {
                 return hmac_sha256(json::serialize(f.keys.at(0)), text);
             };
         }},
        {"RS256 with an HMAC for signature", "oidc.token: signature",
         [](auto& f) {
             f.header = {{"alg", "RS256"}, {"kid", "rsa-1"}};
             f.sign = [&f](const std::string& text) { return hmac_sha256(f.rsa.modulus(), text); };
         }},
        {"an empty signature", "oidc.token: signature",
         [](auto& f) { f.sign = [](const std::string&) { return std::string{}; }; }},
        {"zeros for signature", "oidc.token: signature",
         [](auto& f) { f.sign = [](const std::string&) { return std::string(64, '\0'); }; }},
    });
}

TEST_CASE("a token that is signed by another key than it names lets nobody in")
{
    check_rows({
        {"signed by a stranger", "oidc.token: signature",
         [](auto& f) {
             f.sign = [stranger = SigningKey{SigningKey::Type::p256}](const std::string& text) {
                 return stranger.sign(crypto::SignatureForm::es256_joined, text);
             };
         }},
        {"the stranger's key in the header", "oidc.token: signature",
         [](auto& f) {
             const SigningKey stranger{SigningKey::Type::p256};
             f.header["jwk"] = FakeProvider::p256_key(stranger, "ec-1");
             f.header["jku"] = "https://evil.example/jwks";
             f.sign = [stranger](const std::string& text) {
                 return stranger.sign(crypto::SignatureForm::es256_joined, text);
             };
         }},
        {"signed by one key, named after another", "oidc.token: signature",
         [](auto& f) {
             const SigningKey other{SigningKey::Type::p256};
             f.keys.push_back(FakeProvider::p256_key(other, "ec-2"));
             f.header["kid"] = "ec-2";
         }},
        {"the id of a key of another type", "oidc.token: key",
         [](auto& f) { f.header["kid"] = "rsa-1"; }},
        {"an id that nobody has", "oidc.token: key", [](auto& f) { f.header["kid"] = "ec-9"; }},
    });
}

TEST_CASE("a token of another algorithm or kind than the provider's ID tokens lets nobody in")
{
    check_rows({
        {"PS256 under RS256's name", "oidc.token: signature",
         [](auto& f) {
             f.header = {{"alg", "RS256"}, {"kid", "rsa-1"}};
             f.sign = [&f](const std::string& text) {
                 return f.rsa.sign(crypto::SignatureForm::ps256, text);
             };
         }},
        {"an algorithm that the provider does not offer", "oidc.token: alg",
         [](auto& f) {
             f.metadata["id_token_signing_alg_values_supported"] = json::array{"RS256"};
         }},
        {"an algorithm that the key is not for", "oidc.token: key",
         [](auto& f) {
             f.keys.at(0).as_object()["alg"] = "PS256";
             f.header = {{"alg", "RS256"}, {"kid", "rsa-1"}};
         }},
        {"critical words that we do not know", "oidc.token: typ",
         [](auto& f) { f.header["crit"] = json::array{"b64"}; }},
        {"an access token", "oidc.token: typ", [](auto& f) { f.header["typ"] = "at+jwt"; }},
        {"a logout token", "oidc.token: typ", [](auto& f) { f.header["typ"] = "logout+jwt"; }},
    });
}

TEST_CASE("the hash of the access token must be its hash")
{
    // The left halves of the SHA-256 and SHA-512 of "the-access-token".
    const auto half = [](const EVP_MD* kind, const std::string& text) {
        std::string digest(EVP_MAX_MD_SIZE, '\0');
        unsigned int length = 0;
        EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(digest.data()),
                   &length, kind, nullptr);
        return crypto::base64url(digest.substr(0, length / 2));
    };
    const auto sha256 = half(EVP_sha256(), "the-access-token");
    const auto sha512 = half(EVP_sha512(), "the-access-token");
    check_rows({
        {"right", "",
         [&](auto& f) {
             f.more_claims = {{"at_hash", sha256}};
         }},
        {"right for EdDSA", "",
         [&](auto& f) {
             f.more_claims = {{"at_hash", sha512}};
             f.header = {{"alg", "EdDSA"}, {"kid", "ed-1"}};
         }},
        {"of another token", "oidc.token: at_hash",
         [&](auto& f) {
             f.more_claims = {{"at_hash", half(EVP_sha256(), "another")}};
         }},
        {"of no text", "oidc.token: at_hash",
         [](auto& f) {
             f.more_claims = {{"at_hash", 7}};
         }},
        {"without a token", "oidc.token: at_hash",
         [&](auto& f) {
             f.access_token = "";
             f.more_claims = {{"at_hash", sha256}};
         }},
    });
}

TEST_CASE("what is no token at all is refused")
{
    SignIn good;
    REQUIRE(good.outcome() == "");
    const auto token = good.fake.id_token();
    const auto dot = token.find('.');
    const auto last = token.rfind('.');
    struct Wrong {
        const char* name;
        std::string token;
        const char* outcome;
    };
    const std::vector<Wrong> rows{
        {"one part", "abc", "oidc.token: not three parts"},
        {"two parts", token.substr(0, last), "oidc.token: not three parts"},
        {"four parts", token + ".abc", "oidc.token: not three parts"},
        {"five parts, encrypted", "a.b.c.d.e", "oidc.token: not three parts"},
        {"padding", token + "=", "oidc.token: malformed"},
        {"a header that is no JSON", "AAAA" + token.substr(dot), "oidc.token: malformed"},
        {"a header that is a list", "W10" + token.substr(dot), "oidc.token: malformed"},
        {"claims that are a list", token.substr(0, dot) + ".W10" + token.substr(last),
         "oidc.token: malformed"},
        {"past the limit", std::string(token_bytes_max + 1, 'a'), "oidc.token: too long"},
        {"of the limit", std::string(token_bytes_max, 'a'), "oidc.token: not three parts"},
    };
    for (const auto& row : rows) {
        SignIn sign_in;
        sign_in.fake.wrong_id_token = row.token;
        CAPTURE(row.name);
        CHECK(sign_in.outcome() == row.outcome);
    }
}

TEST_CASE("every character of a token counts")
{
    SignIn sign_in;
    sign_in.make();
    const auto started = sign_in.provider->begin(sign_in.fake.redirect_uri, sign_in.fake.now);
    REQUIRE(started.has_value());
    sign_in.fake.visit(started->url);
    const auto token = sign_in.fake.id_token();
    for (std::size_t at = 0; at < token.size(); at += 3) {
        sign_in.fake.wrong_id_token = token;
        auto& character = sign_in.fake.wrong_id_token[at];
        character = character == 'A' ? 'B' : 'A';
        const auto code = sign_in.fake.visit(started->url);
        // Past the limit of refreshes for an id that the change may have made.
        sign_in.fake.now += std::chrono::milliseconds{1};
        CAPTURE(at);
        CHECK_FALSE(
            sign_in.provider
                ->finish(started->flow, {started->flow.state, code, {}, {}}, sign_in.fake.now)
                .has_value());
    }
    sign_in.fake.wrong_id_token = token;
    const auto code = sign_in.fake.visit(started->url);
    CHECK(sign_in.provider
              ->finish(started->flow, {started->flow.state, code, {}, {}}, sign_in.fake.now)
              .has_value());
}

} // namespace masthead::oidc
