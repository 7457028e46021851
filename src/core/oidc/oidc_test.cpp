#include "oidc_sign_in.hpp"

#include <doctest/doctest.h>

#include <unistd.h>

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace masthead::oidc {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using test::FakeProvider;
using test::SigningKey;

constexpr auto discovery = "/.well-known/openid-configuration";

struct SecretFile {
    fs::path path = fs::temp_directory_path() / ("masthead-secret-" + std::to_string(getpid()));

    explicit SecretFile(const std::string& text) { std::ofstream{path} << text; }
    ~SecretFile() { fs::remove(path); }
};

/// The refusal that a redirect meets, after a good beginning.
std::string outcome_of(SignIn& sign_in, const std::function<void(Flow&, Callback&)>& change)
{
    sign_in.make();
    auto started = sign_in.provider->begin(sign_in.fake.redirect_uri, sign_in.fake.now);
    REQUIRE(started.has_value());
    const auto code = sign_in.fake.visit(started->url);
    Callback callback{started->flow.state, code, {}, {}};
    change(started->flow, callback);
    return SignIn::words_of(sign_in.provider->finish(started->flow, callback, sign_in.fake.now));
}

} // namespace

TEST_CASE("a sign-in tells who it is, for each algorithm that we take")
{
    for (const auto& [algorithm, key] : std::vector<std::pair<const char*, const char*>>{
             {"RS256", "rsa-1"}, {"PS256", "rsa-1"}, {"ES256", "ec-1"}, {"EdDSA", "ed-1"}}) {
        SignIn sign_in;
        sign_in.fake.header = {{"alg", algorithm}, {"kid", key}};
        CAPTURE(algorithm);
        const auto identity = sign_in.run();
        REQUIRE(identity.has_value());
        CHECK(identity->issuer == "https://id.example");
        CHECK(identity->subject == "subject-1");
        CHECK(identity->mail == "ines@mail.example");
        CHECK(identity->mail_verified);
        CHECK(identity->name == "Ines of Mail");
    }
}

TEST_CASE("the address that browsers are sent to has all that protects the flow")
{
    SignIn sign_in;
    sign_in.make();
    const auto started = sign_in.provider->begin(sign_in.fake.redirect_uri, sign_in.fake.now);
    REQUIRE(started.has_value());
    CHECK(started->url.rfind("https://id.example/authorize?", 0) == 0);
    auto query = FakeProvider::form_of(started->url.substr(started->url.find('?') + 1));
    CHECK(query["response_type"] == "code");
    CHECK(query["client_id"] == "the-paper");
    CHECK(query["redirect_uri"] == sign_in.fake.redirect_uri);
    CHECK(query["scope"] == "openid email");
    CHECK(query["state"] == started->flow.state);
    CHECK(query["nonce"] == started->flow.nonce);
    CHECK(query["code_challenge_method"] == "S256");
    CHECK(query["code_challenge"] == crypto::base64url(crypto::sha256(started->flow.verifier)));
    CHECK(started->url.find(started->flow.verifier) == std::string::npos);
    CHECK(started->flow.state.size() == 43);
    CHECK(started->flow.verifier.size() == 43);
    CHECK(started->flow.state != started->flow.nonce);
    const auto again = sign_in.provider->begin(sign_in.fake.redirect_uri, sign_in.fake.now);
    CHECK(again->flow.state != started->flow.state);

    SignIn with_query;
    with_query.fake.metadata["authorization_endpoint"] = "https://id.example/authorize?realm=a";
    with_query.make();
    const auto url = with_query.provider->begin("https://paper.example/", with_query.fake.now)->url;
    CHECK(url.rfind("https://id.example/authorize?realm=a&response_type=code", 0) == 0);
}

TEST_CASE("a redirect that is not this flow's is refused before anyone is asked")
{
    struct Row {
        const char* name;
        const char* outcome;
        std::function<void(Flow&, Callback&)> change;
    };
    const std::vector<Row> rows{
        {"another state", "oidc.state", [](auto&, auto& c) { c.state = "injected"; }},
        {"no state", "oidc.state", [](auto&, auto& c) { c.state.clear(); }},
        {"no flow at all", "oidc.state",
         [](auto& f, auto& c) {
             f = {};
             c.state.clear();
         }},
        {"another provider's flow", "oidc.state", [](auto& f, auto&) { f.provider = "other"; }},
        {"mix-up: another provider's answer", "oidc.issuer: another provider's answer",
         [](auto&, auto& c) { c.issuer = "https://evil.example"; }},
        {"denied", "oidc.denied: access_denied", [](auto&, auto& c) { c.error = "access_denied"; }},
        {"denied with words for our log", "oidc.denied: unknown",
         [](auto&, auto& c) { c.error = "x\nlevel=error"; }},
        {"no code", "oidc.code: none, or too long", [](auto&, auto& c) { c.code.clear(); }},
        {"a code past the limit", "oidc.code: none, or too long",
         [](auto&, auto& c) { c.code = std::string(code_bytes_max + 1, 'c'); }},
    };
    for (const auto& row : rows) {
        SignIn sign_in;
        CAPTURE(row.name);
        CHECK(outcome_of(sign_in, row.change) == row.outcome);
        CHECK(sign_in.fake.asked["/token"] == 0);
    }
    SignIn longest;
    CHECK(outcome_of(longest, [](auto&, auto& c) { c.code = std::string(code_bytes_max, 'c'); }) ==
          "oidc.code: invalid_grant");
}

TEST_CASE("a provider that promises to name itself must do so")
{
    const auto nothing = [](Flow&, Callback&) {};
    const auto named = [](Flow&, Callback& c) { c.issuer = "https://id.example"; };
    SignIn silent;
    silent.fake.metadata["authorization_response_iss_parameter_supported"] = true;
    CHECK(outcome_of(silent, nothing) == "oidc.issuer: promised and not there");
    SignIn speaking;
    speaking.fake.metadata["authorization_response_iss_parameter_supported"] = true;
    CHECK(outcome_of(speaking, named) == "");
    SignIn without_promise;
    CHECK(outcome_of(without_promise, named) == "");
}

TEST_CASE("a code works once, and only with its own verifier and address")
{
    SignIn sign_in;
    sign_in.make();
    const auto started = sign_in.provider->begin(sign_in.fake.redirect_uri, sign_in.fake.now);
    const Callback callback{started->flow.state, sign_in.fake.visit(started->url), {}, {}};
    CHECK(sign_in.provider->finish(started->flow, callback, sign_in.fake.now).has_value());
    const auto replayed = sign_in.provider->finish(started->flow, callback, sign_in.fake.now);
    CHECK(SignIn::words_of(replayed) == "oidc.code: invalid_grant");
    CHECK(replayed.error().reason == Refusal::not_allowed);

    SignIn stolen;
    CHECK(outcome_of(stolen, [](auto& f, auto&) { f.verifier = "another flow's"; }) ==
          "oidc.code: invalid_grant");
    SignIn moved;
    CHECK(outcome_of(moved, [](auto& f, auto&) { f.redirect_uri = "https://evil.example/"; }) ==
          "oidc.code: invalid_grant");
}

TEST_CASE("a discovery document that cannot be trusted is not")
{
    struct Row {
        const char* name;
        const char* field;
        json::value value; ///< null: left out
        bool good;
    };
    const auto longest_and_one = "https://id.example/" + std::string(2'048 - 18, 'a');
    const std::vector<Row> rows{
        {"another issuer", "issuer", "https://evil.example", false},
        {"the issuer with a slash", "issuer", "https://id.example/", false},
        {"no issuer", "issuer", nullptr, false},
        {"plain http", "token_endpoint", "http://id.example/token", false},
        {"no token endpoint", "token_endpoint", nullptr, false},
        {"a script as address", "authorization_endpoint", "javascript:alert(1)", false},
        {"a user name in the address", "authorization_endpoint", "https://a@id.example/", false},
        {"a fragment", "authorization_endpoint", "https://id.example/#a", false},
        {"a line break", "authorization_endpoint", "https://id.example/\r\nX: y", false},
        {"loopback where it is not allowed", "jwks_uri", "http://127.0.0.1:80/jwks", false},
        {"an address past the limit", "jwks_uri", json::string_view{longest_and_one}, false},
        {"only shared secrets", "id_token_signing_alg_values_supported",
         json::array{"HS256", "none"}, false},
        {"no algorithms: RS256", "id_token_signing_alg_values_supported", nullptr, true},
        {"proof by certificates alone", "token_endpoint_auth_methods_supported",
         json::array{"tls_client_auth"}, false},
        {"no userinfo endpoint", "userinfo_endpoint", nullptr, true},
    };
    for (const auto& row : rows) {
        SignIn sign_in;
        if (row.value.is_null())
            sign_in.fake.metadata.erase(row.field);
        else
            sign_in.fake.metadata[row.field] = row.value;
        sign_in.make();
        CAPTURE(row.name);
        const auto started = sign_in.provider->begin(sign_in.fake.redirect_uri, sign_in.fake.now);
        CHECK(started.has_value() == row.good);
        if (!started)
            CHECK(started.error().message_key == "oidc.metadata");
    }
}

TEST_CASE("plain http to 127.0.0.1 is for tests, and only where the setting says so")
{
    HttpRules open;
    open.plain_loopback = HttpRules::PlainLoopback::allowed;
    for (const auto* url : {"http://127.0.0.1/", "http://127.0.0.1:8080/a", "https://id.example/"})
        CHECK(is_allowed_url(url, open));
    for (const std::string url :
         {"http://localhost/", "http://127.0.0.2/", "http://id.example/",
          "http://127.0.0.1@evil.example/", "http://127.0.0.1.evil.example/", "ftp://127.0.0.1/",
          "127.0.0.1", "", "https://", "//id.example/"}) {
        CAPTURE(url);
        CHECK_FALSE(is_allowed_url(url, open));
    }
    const std::string longest = "https://id.example/" + std::string(2'048 - 19, 'a');
    CHECK(is_allowed_url(longest, {}));
    CHECK_FALSE(is_allowed_url(longest + 'a', {}));
    CHECK_FALSE(is_allowed_url("http://127.0.0.1/", {}));
}

TEST_CASE("metadata and keys are asked for once in a while, not at every sign-in")
{
    SignIn sign_in;
    for (int i = 0; i < 3; ++i)
        CHECK(sign_in.outcome() == "");
    CHECK(sign_in.fake.asked[discovery] == 1);
    CHECK(sign_in.fake.asked["/jwks"] == 1);
    sign_in.fake.now += metadata_kept;
    CHECK(sign_in.outcome() == "");
    CHECK(sign_in.fake.asked[discovery] == 1);
    sign_in.fake.now += std::chrono::milliseconds{1};
    CHECK(sign_in.outcome() == "");
    CHECK(sign_in.fake.asked[discovery] == 2);
    CHECK(sign_in.fake.asked["/jwks"] == 2);
}

TEST_CASE("a new key is asked for when it is met, and made-up key ids do not make us ask again")
{
    SignIn sign_in;
    CHECK(sign_in.outcome() == "");
    sign_in.fake.p256 = SigningKey{SigningKey::Type::p256};
    sign_in.fake.keys = {FakeProvider::p256_key(sign_in.fake.p256, "ec-2")};
    sign_in.fake.header["kid"] = "ec-2";
    sign_in.fake.now += keys_refreshed_every_min;
    CHECK(sign_in.outcome() == "oidc.token: key"); // the copy is not old enough by a millisecond
    sign_in.fake.now += std::chrono::milliseconds{1};
    CHECK(sign_in.outcome() == "");
    CHECK(sign_in.fake.asked["/jwks"] == 2);

    sign_in.fake.header["kid"] = "made up";
    for (int i = 0; i < 5; ++i)
        CHECK(sign_in.outcome() == "oidc.token: key");
    CHECK(sign_in.fake.asked["/jwks"] == 2);
}

TEST_CASE("a token without a key id is checked where one key alone can be meant")
{
    SignIn one;
    one.fake.header = {{"alg", "ES256"}};
    CHECK(one.outcome() == "");
    SignIn two;
    two.fake.header = {{"alg", "ES256"}};
    two.fake.keys.push_back(FakeProvider::p256_key(SigningKey{SigningKey::Type::p256}, "ec-2"));
    CHECK(two.outcome() == "oidc.token: key");
}

TEST_CASE("keys that are not for signatures, or that nobody knows, are stepped over")
{
    SignIn sign_in;
    auto encryption = FakeProvider::p256_key(sign_in.fake.p256, "ec-1");
    encryption["use"] = "enc";
    sign_in.fake.keys = {
        json::object{{"kty", "oct"}, {"kid", "ec-1"}, {"k", "c2VjcmV0"}},
        json::object{{"kty", "EC"}, {"crv", "P-521"}, {"kid", "ec-1"}},
        json::object{{"kty", "RSA"}, {"kid", "ec-1"}, {"n", "AQAB"}, {"e", "AQAB"}},
        json::value("words"), encryption};
    CHECK(sign_in.outcome() == "oidc.token: key");
    SignIn with_right_one;
    with_right_one.fake.keys.insert(with_right_one.fake.keys.begin(),
                                    {json::object{{"kty", "oct"}, {"kid", "ec-1"}}});
    CHECK(with_right_one.outcome() == "");
}

TEST_CASE("a key set has its limit")
{
    for (const bool over : {false, true}) {
        SignIn sign_in;
        while (sign_in.fake.keys.size() < provider_keys_max + (over ? 1 : 0))
            sign_in.fake.keys.push_back(json::object{{"kty", "oct"}});
        CHECK(sign_in.outcome() == (over ? "oidc.metadata: the key set is none" : ""));
    }
}

TEST_CASE("while a provider does not answer nobody asks it again, and old copies serve")
{
    SignIn sign_in;
    sign_in.fake.status_of[discovery] = 0;
    CHECK(sign_in.outcome() == "oidc.unreachable: the discovery document: no answer");
    sign_in.fake.status_of.clear();
    sign_in.fake.now += pause_after_failure;
    CHECK(sign_in.outcome() == "oidc.unreachable: the discovery document: no answer");
    CHECK(sign_in.fake.asked[discovery] == 1);
    sign_in.fake.now += std::chrono::milliseconds{1};
    CHECK(sign_in.outcome() == "");

    sign_in.fake.status_of[discovery] = 500;
    sign_in.fake.status_of["/jwks"] = 302;
    sign_in.fake.now += metadata_stale_max;
    CHECK(sign_in.outcome() == "");
    sign_in.fake.now += std::chrono::milliseconds{1};
    CHECK(sign_in.outcome() == "oidc.unreachable: the discovery document answered 500");
}

TEST_CASE("a token endpoint that answers anything else is named in the refusal")
{
    SignIn down;
    down.fake.status_of["/token"] = 0;
    CHECK(down.outcome() == "oidc.unreachable: the token endpoint: no answer");
    SignIn refusing;
    refusing.fake.status_of["/token"] = 401;
    CHECK(refusing.outcome() == "oidc.unreachable: the token endpoint answered 401 unknown");
}

TEST_CASE("the client proves itself as the provider wants it")
{
    const SecretFile secret{"s3cret with : and é\n"};
    SignIn basic;
    basic.settings.client_secret_file = secret.path;
    basic.fake.metadata.erase("userinfo_endpoint");
    CHECK(basic.outcome() == "");
    // the-paper:s3cret%20with%20%3A%20and%20%C3%A9
    CHECK(basic.fake.last["/token"].authorization ==
          "Basic dGhlLXBhcGVyOnMzY3JldCUyMHdpdGglMjAlM0ElMjBhbmQlMjAlQzMlQTk=");
    CHECK(basic.fake.last["/token"].form.find("client_secret") == std::string::npos);

    SignIn post;
    post.settings.client_secret_file = secret.path;
    post.fake.metadata.erase("userinfo_endpoint");
    post.fake.metadata["token_endpoint_auth_methods_supported"] =
        json::array{"private_key_jwt", "client_secret_post"};
    CHECK(post.outcome() == "");
    CHECK(post.fake.last["/token"].authorization.empty());
    auto form = FakeProvider::form_of(post.fake.last["/token"].form);
    CHECK(form["client_id"] == "the-paper");
    CHECK(form["client_secret"] == "s3cret with : and é");

    SignIn none;
    none.fake.metadata.erase("userinfo_endpoint");
    CHECK(none.outcome() == "");
    CHECK(none.fake.last["/token"].authorization.empty());
    form = FakeProvider::form_of(none.fake.last["/token"].form);
    CHECK(form["client_id"] == "the-paper");
    CHECK(form.count("client_secret") == 0);
}

TEST_CASE("a secret that cannot be read is our failure, not the reader's")
{
    SignIn sign_in;
    sign_in.settings.client_secret_file = "/nowhere/secret";
    CHECK_THROWS_AS(sign_in.run(), std::runtime_error);
    const SecretFile longest{std::string(4 * 1024, 's')};
    sign_in.provider.reset();
    sign_in.settings.client_secret_file = longest.path;
    CHECK(sign_in.outcome() == "");
    const SecretFile too_long{std::string(4 * 1024 + 1, 's')};
    CHECK_THROWS_AS(sign_in.run(), std::runtime_error);
}

TEST_CASE("a mail address is taken from the token first, and from userinfo of the same person")
{
    SignIn in_token;
    in_token.fake.more_claims = {{"email", "ines@token.example"}, {"email_verified", "true"}};
    auto identity = in_token.run();
    REQUIRE(identity.has_value());
    CHECK(identity->mail == "ines@token.example");
    CHECK(identity->mail_verified);
    CHECK(in_token.fake.asked["/userinfo"] == 0);

    SignIn unverified;
    unverified.fake.userinfo.erase("email_verified");
    identity = unverified.run();
    REQUIRE(identity.has_value());
    CHECK(identity->mail == "ines@mail.example");
    CHECK_FALSE(identity->mail_verified);

    SignIn another_person;
    another_person.fake.userinfo["sub"] = "subject-2";
    CHECK(another_person.outcome() == "oidc.token: sub of userinfo");

    SignIn down;
    down.fake.status_of["/userinfo"] = 0;
    identity = down.run();
    REQUIRE(identity.has_value());
    CHECK(identity->mail.empty());
    CHECK(identity->subject == "subject-1");
}

TEST_CASE("what a provider tells of a person has limits")
{
    SignIn sign_in;
    sign_in.fake.userinfo["email"] = std::string(255, 'm');
    sign_in.fake.more_claims = {{"name", std::string(201, 'n')}};
    auto identity = sign_in.run();
    REQUIRE(identity.has_value());
    CHECK(identity->mail.empty());
    CHECK_FALSE(identity->mail_verified);
    CHECK(identity->name == std::string(200, 'n'));
    sign_in.fake.userinfo["email"] = std::string(254, 'm');
    CHECK(sign_in.run()->mail == std::string(254, 'm'));
}

TEST_CASE("an access token that would break a header, or is no bearer token, is not sent on")
{
    for (const auto* token : {"a\r\nX-Evil: yes", "with space", "\x7f", ""}) {
        SignIn sign_in;
        sign_in.fake.access_token = token;
        CHECK(sign_in.outcome() == "");
        CHECK(sign_in.fake.asked["/userinfo"] == 0);
    }
    SignIn other_type;
    other_type.fake.token_type = "DPoP";
    CHECK(other_type.outcome() == "");
    CHECK(other_type.fake.asked["/userinfo"] == 0);
}

TEST_CASE("a slow provider holds only so many workers")
{
    SignIn sign_in;
    std::mutex mutex;
    std::condition_variable changed;
    int waiting = 0;
    bool go = false;
    auto fake = sign_in.fake.client();
    sign_in.provider =
        std::make_unique<Provider>(sign_in.settings, HttpRules{}, [&](const HttpRequest& request) {
            std::unique_lock lock{mutex};
            if (request.url == "https://id.example/token") {
                ++waiting;
                changed.notify_all();
                changed.wait(lock, [&] { return go; });
            }
            return fake(request);
        });
    const auto started = sign_in.provider->begin(sign_in.fake.redirect_uri, sign_in.fake.now);
    REQUIRE(started.has_value());
    const Callback callback{started->flow.state, "a made-up code", {}, {}};
    const auto finish = [&] {
        return sign_in.provider->finish(started->flow, callback, sign_in.fake.now);
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < sign_ins_at_once_max; ++i)
        threads.emplace_back(
            [&] { CHECK(SignIn::words_of(finish()) == "oidc.code: invalid_grant"); });
    {
        std::unique_lock lock{mutex};
        changed.wait(lock, [&] { return waiting == sign_ins_at_once_max; });
    }
    const auto refused = finish();
    CHECK(SignIn::words_of(refused) == "oidc.busy");
    CHECK(refused.error().reason == Refusal::too_many);
    {
        const std::lock_guard lock{mutex};
        go = true;
    }
    changed.notify_all();
    for (auto& thread : threads)
        thread.join();
    CHECK(SignIn::words_of(finish()) == "oidc.code: invalid_grant");
}

} // namespace masthead::oidc
