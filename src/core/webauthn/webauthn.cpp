#include "core/webauthn/webauthn.hpp"

#include "core/crypto/base64url.hpp"
#include "core/crypto/token.hpp"
#include "core/webauthn/authenticator_data.hpp"
#include "core/webauthn/cose_key.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace masthead::webauthn {

namespace json = boost::json;

namespace {

constexpr std::size_t json_depth_max = 8;
constexpr std::array<std::string_view, 6> known_transports{"usb",    "nfc",      "ble",
                                                           "hybrid", "internal", "smart-card"};

Failure malformed(const char* what)
{
    return refuse(Refusal::invalid, "passkey.response", what);
}

std::optional<json::object> parse_object(std::string_view text)
{
    json::parse_options options;
    options.max_depth = json_depth_max;
    json::error_code error;
    auto value = json::parse(json::string_view{text.data(), text.size()}, error, {}, options);
    if (error || !value.is_object())
        return std::nullopt;
    return std::move(value.as_object());
}

/// Empty where there is no such text.
std::string_view text_at(const json::object& object, std::string_view key)
{
    const auto* value = object.if_contains({key.data(), key.size()});
    const auto* text = value ? value->if_string() : nullptr;
    return text ? std::string_view{text->data(), text->size()} : std::string_view{};
}

std::optional<std::string> bytes_at(const json::object& object, std::string_view key)
{
    auto bytes = crypto::parse_base64url(text_at(object, key));
    return bytes && !bytes->empty() ? std::move(bytes) : std::nullopt;
}

/// The parts that both answers share.
struct Envelope {
    std::string credential_id;
    json::object response;
};

std::optional<Envelope> open_envelope(std::string_view response_json)
{
    if (response_json.size() > response_bytes_max)
        return std::nullopt;
    auto object = parse_object(response_json);
    if (!object || text_at(*object, "type") != "public-key")
        return std::nullopt;
    const auto id = text_at(*object, "rawId");
    auto* response = object->if_contains("response");
    if (id != text_at(*object, "id") || !response || !response->is_object())
        return std::nullopt;
    const auto bytes = crypto::parse_base64url(id);
    if (!bytes || bytes->empty() || bytes->size() > credential_id_bytes_max)
        return std::nullopt;
    return Envelope{std::string{id}, std::move(response->as_object())};
}

/// What the browser says of the ceremony (WebAuthn, section 5.8.1).
Result<void> check_client_data(const RelyingParty& party, const Expected& expected,
                               std::string_view type, std::string_view client_data)
{
    const auto object = parse_object(client_data);
    if (!object || text_at(*object, "type") != type)
        return malformed("clientDataJSON");
    if (expected.challenge.empty() ||
        !crypto::equal_in_constant_time(text_at(*object, "challenge"), expected.challenge))
        return refuse(Refusal::invalid, "passkey.challenge");
    if (text_at(*object, "origin") != party.origin)
        return refuse(Refusal::invalid, "passkey.origin");
    // A page of someone else's that frames ours must not be able to ask for a signature.
    const auto* cross_origin = object->if_contains("crossOrigin");
    if ((cross_origin && *cross_origin != json::value(false)) || object->contains("topOrigin"))
        return refuse(Refusal::invalid, "passkey.origin", "asked for from within another site");
    return {};
}

/// What the device says of whom it served and how.
Result<void> check_device(const RelyingParty& party, const Expected& expected,
                          const AuthenticatorData& data)
{
    if (data.rp_id_hash != crypto::sha256(party.id))
        return refuse(Refusal::invalid, "passkey.party");
    if (!data.user_present)
        return refuse(Refusal::invalid, "passkey.presence");
    if (expected.user_verification == UserVerification::required && !data.user_verified)
        return refuse(Refusal::invalid, "passkey.verification");
    return {};
}

/// Only words that browsers know are kept: they go back into options later.
std::vector<std::string> transports_of(const json::object& response)
{
    std::vector<std::string> out;
    const auto* list = response.if_contains("transports");
    if (!list || !list->is_array())
        return out;
    for (const auto& value : list->as_array()) {
        const auto* text = value.if_string();
        const std::string word = text ? std::string{text->data(), text->size()} : std::string{};
        const bool known = std::find(known_transports.begin(), known_transports.end(), word) !=
                           known_transports.end();
        if (known && std::find(out.begin(), out.end(), word) == out.end())
            out.push_back(word);
    }
    return out;
}

Result<NewPasskey> passkey_of(const Envelope& envelope, const AuthenticatorData& data)
{
    if (!data.credential || crypto::base64url(data.credential->id) != envelope.credential_id)
        return malformed("credential");
    CborReader reader{data.credential->public_key};
    if (!read_cose_key(reader) || !reader.at_end())
        return refuse(Refusal::invalid, "passkey.algorithm");
    return NewPasskey{envelope.credential_id, crypto::base64url(data.credential->public_key),
                      data.sign_count, transports_of(envelope.response), data.user_verified};
}

bool is_signed(const AssertionResponse& response, const StoredPasskey& passkey)
{
    const auto stored = crypto::parse_base64url(passkey.public_key);
    if (!stored)
        return false;
    CborReader reader{*stored};
    const auto key = read_cose_key(reader);
    const auto message = response.authenticator_data + crypto::sha256(response.client_data);
    return key && key->key.verify(key->form, message, response.signature);
}

} // namespace

Result<NewPasskey> verify_registration(const RelyingParty& party, const Expected& expected,
                                       std::string_view response_json)
{
    const auto envelope = open_envelope(response_json);
    if (!envelope)
        return malformed("envelope");
    const auto client_data = bytes_at(envelope->response, "clientDataJSON");
    const auto attestation = bytes_at(envelope->response, "attestationObject");
    if (!client_data || !attestation)
        return malformed("response");
    const auto checked = check_client_data(party, expected, "webauthn.create", *client_data);
    if (!checked)
        return checked.error();
    const auto bytes = find_authenticator_data(*attestation);
    const auto data = bytes ? read_authenticator_data(*bytes) : std::nullopt;
    if (!data)
        return malformed("attestationObject");
    const auto device = check_device(party, expected, *data);
    if (!device)
        return device.error();
    return passkey_of(*envelope, *data);
}

Result<AssertionResponse> read_assertion(std::string_view response_json)
{
    const auto envelope = open_envelope(response_json);
    if (!envelope)
        return malformed("envelope");
    const auto& response = envelope->response;
    auto client_data = bytes_at(response, "clientDataJSON");
    auto authenticator_data = bytes_at(response, "authenticatorData");
    auto signature = bytes_at(response, "signature");
    auto handle = crypto::parse_base64url(text_at(response, "userHandle"));
    if (!client_data || !authenticator_data || !signature || !handle ||
        handle->size() > user_handle_bytes_max)
        return malformed("response");
    return AssertionResponse{envelope->credential_id, std::move(*client_data),
                             std::move(*authenticator_data), std::move(*signature),
                             std::move(*handle)};
}

Result<AssertionOk> verify_assertion(const RelyingParty& party, const Expected& expected,
                                     const AssertionResponse& response,
                                     const StoredPasskey& passkey)
{
    if (response.credential_id != passkey.credential_id ||
        (!response.user_handle.empty() && response.user_handle != passkey.user_handle))
        return refuse(Refusal::not_allowed, "passkey.owner");
    const auto checked = check_client_data(party, expected, "webauthn.get", response.client_data);
    if (!checked)
        return checked.error();
    const auto data = read_authenticator_data(response.authenticator_data);
    if (!data)
        return malformed("authenticatorData");
    const auto device = check_device(party, expected, *data);
    if (!device)
        return device.error();
    if (!is_signed(response, passkey))
        return refuse(Refusal::not_allowed, "passkey.signature");
    // Devices that do not count send zero for ever.
    const bool counts = data->sign_count != 0 || passkey.sign_count != 0;
    if (counts && data->sign_count <= passkey.sign_count)
        return refuse(Refusal::not_allowed, "passkey.copied");
    return AssertionOk{data->sign_count, data->user_verified};
}

} // namespace masthead::webauthn
