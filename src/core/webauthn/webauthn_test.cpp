#include "core/webauthn/webauthn.hpp"
#include "core/crypto/base64url.hpp"
#include "core/crypto/token.hpp"
#include "passkey_device.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <vector>

namespace masthead::webauthn {

namespace {

namespace json = boost::json;
using test::PasskeyDevice;
using test::SigningKey;

const RelyingParty paper{"paper.example", "The Paper", "https://paper.example"};
const std::string challenge = "Y2hhbGxlbmdlIG9mIHRoaXMgdGVzdA";
const Expected expected{challenge, UserVerification::preferred};
const std::string ines = "handle of ines";

std::string registration_key(const PasskeyDevice& device, const Expected& wanted = expected)
{
    const auto done = verify_registration(paper, wanted, json::serialize(device.create(challenge)));
    return done ? "" : done.error().message_key;
}

StoredPasskey stored_of(const PasskeyDevice& device)
{
    return {crypto::base64url(device.credential_id), crypto::base64url(device.cose_key()),
            device.sign_count, ines};
}

std::string outcome_of(const json::object& answer, const StoredPasskey& passkey,
                       const Expected& wanted = expected)
{
    const auto response = read_assertion(json::serialize(answer));
    if (!response)
        return response.error().message_key;
    const auto done = verify_assertion(paper, wanted, *response, passkey);
    return done ? "" : done.error().message_key;
}

/// The same answer with one bit of a part of its response changed.
json::object with_bit_changed(json::object answer, const char* part, std::size_t at)
{
    auto& field = answer.at("response").as_object().at(part);
    auto bytes = *crypto::parse_base64url(std::string{field.as_string().c_str()});
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
    field = crypto::base64url(bytes);
    return answer;
}

std::size_t size_of(const json::object& answer, const char* part)
{
    const auto& field = answer.at("response").as_object().at(part).as_string();
    return crypto::parse_base64url(std::string{field.c_str()})->size();
}

} // namespace

TEST_CASE("a passkey of each kind of key is registered and then signs in")
{
    for (const auto type :
         {SigningKey::Type::p256, SigningKey::Type::ed25519, SigningKey::Type::rsa}) {
        PasskeyDevice device{type};
        device.user_handle = ines;
        CAPTURE(static_cast<int>(type));
        const auto made =
            verify_registration(paper, expected, json::serialize(device.create(challenge)));
        REQUIRE(made.has_value());
        CHECK(made->credential_id == crypto::base64url(device.credential_id));
        CHECK(made->sign_count == 1);
        CHECK(made->user_verified);
        CHECK(made->transports == std::vector<std::string>{"internal", "hybrid"});

        const StoredPasskey passkey{made->credential_id, made->public_key, made->sign_count, ines};
        const auto response = read_assertion(json::serialize(device.get(challenge)));
        REQUIRE(response.has_value());
        CHECK(response->credential_id == made->credential_id);
        CHECK(response->user_handle == ines);
        const auto done = verify_assertion(paper, expected, *response, passkey);
        REQUIRE(done.has_value());
        CHECK(done->sign_count == 2);
        CHECK(done->user_verified);
    }
}

TEST_CASE("a registration with any one thing wrong is refused")
{
    struct Row {
        const char* name;
        const char* message;
        std::function<void(PasskeyDevice&)> change;
    };
    const std::vector<Row> rows{
        {"another ceremony", "passkey.response", [](auto& d) { d.create_type = "webauthn.get"; }},
        {"another origin", "passkey.origin", [](auto& d) { d.origin = "https://evil.example"; }},
        {"a longer origin", "passkey.origin",
         [](auto& d) { d.origin = "https://paper.example.evil.example"; }},
        {"plain http", "passkey.origin", [](auto& d) { d.origin = "http://paper.example"; }},
        {"another port", "passkey.origin",
         [](auto& d) { d.origin = "https://paper.example:8443"; }},
        {"framed by another site", "passkey.origin",
         [](auto& d) {
             d.more_client_data = {{"crossOrigin", true}};
         }},
        {"crossOrigin as text", "passkey.origin",
         [](auto& d) {
             d.more_client_data = {{"crossOrigin", "false"}};
         }},
        {"a site around ours", "passkey.origin",
         [](auto& d) {
             d.more_client_data = {{"topOrigin", "https://evil.example"}};
         }},
        {"another relying party", "passkey.party", [](auto& d) { d.rp_id = "evil.example"; }},
        {"a parent domain", "passkey.party", [](auto& d) { d.rp_id = "example"; }},
        {"nobody present", "passkey.presence", [](auto& d) { d.flags = 0x04; }},
        {"an id too long", "passkey.response",
         [](auto& d) { d.credential_id = std::string(credential_id_bytes_max + 1, 'x'); }},
        {"an empty id", "passkey.response", [](auto& d) { d.credential_id = ""; }},
        {"extensions that are no map", "passkey.response", [](auto& d) { d.extensions = "\x01"; }},
        {"bytes left over", "passkey.response", [](auto& d) { d.extensions = "\xa0\xa0"; }},
        {"a statement cut short", "passkey.response", [](auto& d) { d.statement = "\xa5"; }},
    };
    for (const auto& row : rows) {
        PasskeyDevice device;
        row.change(device);
        CAPTURE(row.name);
        CHECK(registration_key(device) == row.message);
    }
    CHECK(registration_key(PasskeyDevice{}) == "");
    CHECK(registration_key(PasskeyDevice{}, {"YW5vdGhlcg", UserVerification::preferred}) ==
          "passkey.challenge");
    CHECK(registration_key(PasskeyDevice{}, {"", UserVerification::preferred}) ==
          "passkey.challenge");
}

TEST_CASE("verification of the person is demanded where it is required, at both ends")
{
    PasskeyDevice device;
    device.flags = 0x01;
    const Expected strict{challenge, UserVerification::required};
    CHECK(registration_key(device) == "");
    CHECK(registration_key(device, strict) == "passkey.verification");
    const auto passkey = stored_of(device);
    CHECK(outcome_of(device.get(challenge), passkey, strict) == "passkey.verification");
    CHECK(outcome_of(device.get(challenge), passkey) == "");
}

TEST_CASE("statements of makers are stepped over, whatever they say")
{
    PasskeyDevice device;
    device.format = "packed";
    device.statement = "\xa2" + PasskeyDevice::cbor_text("alg") + "\x26" +
                       PasskeyDevice::cbor_text("sig") + PasskeyDevice::cbor_bytes("made up");
    CHECK(registration_key(device) == "");
    device.extensions = "\xa1" + PasskeyDevice::cbor_text("credProtect") + "\x02";
    CHECK(registration_key(device) == "");
    device.credential_id = std::string(credential_id_bytes_max, 'x');
    CHECK(registration_key(device) == "");
    // Arrays in arrays, past any depth that a statement has.
    device.statement = std::string(200, '\x81') + "\x01";
    CHECK(registration_key(device) == "passkey.response");
}

TEST_CASE("a registration must name the credential that its data holds")
{
    const PasskeyDevice device;
    auto answer = device.create(challenge);
    answer["id"] = answer["rawId"] = crypto::base64url("another credential");
    const auto done = verify_registration(paper, expected, json::serialize(answer));
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().message_key == "passkey.response");
}

TEST_CASE("answers that are no answers are refused before anything is believed")
{
    const PasskeyDevice device;
    std::vector<std::string> texts{"",
                                   "null",
                                   "[]",
                                   "{}",
                                   "{\"type\":\"public-key\"}",
                                   std::string(response_bytes_max + 1, ' '),
                                   std::string(60'000, '[')};
    const auto without = [&](const char* part, const char* field) {
        auto answer = device.create(challenge);
        auto& object = part ? answer.at(part).as_object() : answer;
        object.erase(field);
        texts.push_back(json::serialize(answer));
        object[field] = 7;
        texts.push_back(json::serialize(answer));
        object[field] = "not base64url!";
        texts.push_back(json::serialize(answer));
    };
    for (const auto* field : {"id", "rawId", "type", "response"})
        without(nullptr, field);
    for (const auto* field : {"clientDataJSON", "attestationObject"})
        without("response", field);
    for (const auto& text : texts) {
        const auto done = verify_registration(paper, expected, text);
        CAPTURE(text.substr(0, 200));
        REQUIRE_FALSE(done.has_value());
        CHECK(done.error().message_key == "passkey.response");
        CHECK_FALSE(read_assertion(text).has_value());
    }
}

TEST_CASE("a registration cut anywhere is refused")
{
    const PasskeyDevice device;
    const auto whole =
        device.attestation_object(device.authenticator_data(device.attested_credential()));
    for (std::size_t length = 0; length < whole.size(); ++length) {
        auto answer = device.create(challenge);
        answer["response"].as_object()["attestationObject"] =
            crypto::base64url(whole.substr(0, length));
        CAPTURE(length);
        CHECK_FALSE(verify_registration(paper, expected, json::serialize(answer)).has_value());
    }
}

TEST_CASE("answers of the size limit are read, one byte more is not")
{
    const PasskeyDevice device;
    auto text = json::serialize(device.create(challenge));
    text.insert(1, response_bytes_max - text.size(), ' ');
    CHECK(verify_registration(paper, expected, text).has_value());
    text.insert(1, 1, ' ');
    CHECK_FALSE(verify_registration(paper, expected, text).has_value());
}

TEST_CASE("only the algorithms that were offered are taken")
{
    const PasskeyDevice device;
    const auto key = device.cose_key();
    struct Row {
        const char* name;
        std::string key;
    };
    const auto changed = [&](std::size_t at, char byte) {
        auto copy = key;
        copy[at] = byte;
        return copy;
    };
    const std::vector<Row> rows{
        {"ES384's number", changed(4, '\x38')},
        {"EdDSA's number on a P-256 key", changed(4, '\x27')},
        {"another curve", changed(6, '\x02')},
        {"another type", changed(2, '\x01')},
        {"a point off the curve", changed(key.size() - 1, static_cast<char>(key.back() ^ 1))},
        {"a label twice", changed(7, '\x22')},
        {"nothing", "\xa0"},
    };
    for (const auto& row : rows) {
        auto answer = device.create(challenge);
        const auto attested =
            std::string(16, '\0') + std::string{"\x00\x20", 2} + device.credential_id + row.key;
        answer["response"].as_object()["attestationObject"] =
            crypto::base64url(device.attestation_object(device.authenticator_data(attested)));
        CAPTURE(row.name);
        const auto done = verify_registration(paper, expected, json::serialize(answer));
        REQUIRE_FALSE(done.has_value());
        const auto& message = done.error().message_key;
        CHECK((message == "passkey.algorithm" || message == "passkey.response"));
    }
}

TEST_CASE("a sign-in with any one thing wrong is refused")
{
    struct Row {
        const char* name;
        const char* message;
        std::function<void(PasskeyDevice&)> change;
    };
    const std::vector<Row> rows{
        {"another ceremony", "passkey.response", [](auto& d) { d.get_type = "webauthn.create"; }},
        {"a payment", "passkey.response", [](auto& d) { d.get_type = "payment.get"; }},
        {"another origin", "passkey.origin", [](auto& d) { d.origin = "https://evil.example"; }},
        {"framed by another site", "passkey.origin",
         [](auto& d) {
             d.more_client_data = {{"crossOrigin", true}};
         }},
        {"another relying party", "passkey.party", [](auto& d) { d.rp_id = "evil.example"; }},
        {"nobody present", "passkey.presence", [](auto& d) { d.flags = 0x00; }},
        {"another person's handle", "passkey.owner", [](auto& d) { d.user_handle = "mallory"; }},
        {"another key", "passkey.signature",
         [](auto& d) { d.key = SigningKey{SigningKey::Type::p256}; }},
        {"a key of another type", "passkey.signature",
         [](auto& d) { d.key = SigningKey{SigningKey::Type::ed25519}; }},
        {"the same count again", "passkey.copied", [](auto& d) { d.sign_count = 6; }},
        {"a lower count", "passkey.copied", [](auto& d) { d.sign_count = 2; }},
    };
    for (const auto& row : rows) {
        PasskeyDevice device;
        device.sign_count = 7;
        const auto passkey = stored_of(device);
        row.change(device);
        CAPTURE(row.name);
        CHECK(outcome_of(device.get(challenge), passkey) == row.message);
    }
    PasskeyDevice device;
    CHECK(outcome_of(device.get(challenge), stored_of(device)) == "");
    CHECK(outcome_of(device.get("YW5vdGhlcg"), stored_of(device)) == "passkey.challenge");
    auto other = stored_of(device);
    other.credential_id = crypto::base64url("another credential");
    CHECK(outcome_of(device.get(challenge), other) == "passkey.owner");
}

TEST_CASE("every bit that was signed counts")
{
    for (const auto type :
         {SigningKey::Type::p256, SigningKey::Type::ed25519, SigningKey::Type::rsa}) {
        PasskeyDevice device{type};
        const auto passkey = stored_of(device);
        const auto answer = device.get(challenge);
        REQUIRE(outcome_of(answer, passkey) == "");
        for (const auto* part : {"clientDataJSON", "authenticatorData", "signature"}) {
            for (std::size_t at = 0; at < size_of(answer, part); ++at) {
                CAPTURE(part);
                CAPTURE(at);
                CHECK(outcome_of(with_bit_changed(answer, part, at), passkey) != "");
            }
        }
    }
}

TEST_CASE("a device that never counts may sign in again and again")
{
    PasskeyDevice device;
    device.sign_count = 0;
    const auto passkey = stored_of(device);
    for (int i = 0; i < 2; ++i) {
        device.sign_count = 0xffffffff; // `get` adds one and comes to zero
        CHECK(outcome_of(device.get(challenge), passkey) == "");
    }
    device.sign_count = 0xffffffff;
    auto counted = passkey;
    counted.sign_count = 5;
    CHECK(outcome_of(device.get(challenge), counted) == "passkey.copied");
}

TEST_CASE("a damaged public key in the table lets nobody in")
{
    PasskeyDevice device;
    for (const auto* damaged : {"", "AA", "not base64url!"}) {
        auto passkey = stored_of(device);
        passkey.public_key = damaged;
        CHECK(outcome_of(device.get(challenge), passkey) == "passkey.signature");
    }
}

TEST_CASE("transports are kept where browsers know them, once each")
{
    PasskeyDevice device;
    device.transports = {"usb", "usb", "telepathy", 7, "smart-card"};
    const auto made =
        verify_registration(paper, expected, json::serialize(device.create(challenge)));
    REQUIRE(made.has_value());
    CHECK(made->transports == std::vector<std::string>{"usb", "smart-card"});
}

TEST_CASE("options say what browsers need, in their words")
{
    const CreationRequest request{challenge,
                                  "\x01\xff",
                                  "ines@paper.example",
                                  "In\u00e9s \"I\"",
                                  {{"Y3JlZA", {"usb"}}, {"b3RoZXI", {}}},
                                  UserVerification::required};
    CHECK(json::parse(creation_options_json(paper, request)) == json::parse(R"({
        "rp": {"id": "paper.example", "name": "The Paper"},
        "user": {"id": "Af8", "name": "ines@paper.example", "displayName": "Inés \"I\""},
        "challenge": "Y2hhbGxlbmdlIG9mIHRoaXMgdGVzdA",
        "pubKeyCredParams": [{"type": "public-key", "alg": -7}, {"type": "public-key", "alg": -8},
                             {"type": "public-key", "alg": -257}],
        "timeout": 300000,
        "excludeCredentials": [{"type": "public-key", "id": "Y3JlZA", "transports": ["usb"]},
                               {"type": "public-key", "id": "b3RoZXI"}],
        "authenticatorSelection": {"residentKey": "required", "requireResidentKey": true,
                                   "userVerification": "required"},
        "attestation": "none"})"));
    CHECK(json::parse(request_options_json(paper, {challenge, {}, UserVerification::preferred})) ==
          json::parse(R"({"challenge": "Y2hhbGxlbmdlIG9mIHRoaXMgdGVzdA",
                          "rpId": "paper.example", "timeout": 300000, "allowCredentials": [],
                          "userVerification": "preferred"})"));
}

} // namespace masthead::webauthn
