#include "surfaces/account/handlers.hpp"

#include "core/crypto/base64url.hpp"
#include "core/webauthn/webauthn.hpp"
#include "features/accounts/account_mails.hpp"
#include "features/accounts/passkeys.hpp"
#include "features/accounts/sign_ins_under_way.hpp"
#include "features/readers/reader.hpp"
#include "features/settings/newsroom.hpp"
#include "surfaces/account/party.hpp"
#include "surfaces/account/words.hpp"

#include <boost/json.hpp>

namespace masthead::account {

namespace {

using accounts::ChallengePurpose;
using accounts::Owner;
using accounts::OwnerKind;

constexpr Owner anybody{OwnerKind::reader, 0};

Response refused(const AccountServices& services, const Failure& failure)
{
    const auto theme = services.pages.theme();
    const auto language = services.database.read(
        [](db::Snapshot& snapshot) { return settings::load_newsroom(snapshot).language; });
    const auto words = theme->translate(language, sentence_of(failure.message_key));
    return web::json(web::status_of(failure.reason),
                     boost::json::serialize(
                         boost::json::object{{"error", failure.message_key}, {"message", words}}));
}

Response done(std::string_view location)
{
    return web::json(200, boost::json::serialize(boost::json::object{{"location", location}}));
}

webauthn::RelyingParty party(const AccountServices& services, const Request& request)
{
    const auto name = services.database.read(
        [](db::Snapshot& snapshot) { return settings::load_newsroom(snapshot).title; });
    return relying_party(services.pages, request, name);
}

// The challenge stands inside what the browser signed. It is looked up before anything is believed:
// only one that we made, for this purpose and owner, lets the rest be checked at all.
std::string challenge_in(std::string_view client_data)
{
    boost::system::error_code error;
    const auto parsed = boost::json::parse(client_data, error);
    const auto* object = error ? nullptr : parsed.if_object();
    const auto* challenge = object ? object->if_contains("challenge") : nullptr;
    const auto* text = challenge ? challenge->if_string() : nullptr;
    return text ? std::string{*text} : std::string{};
}

std::string new_challenge(const AccountServices& services, ChallengePurpose purpose, Owner owner)
{
    return *services.database.write([&](db::Tx& tx) -> Result<std::string> {
        return accounts::make_challenge(tx, purpose, owner, services.clock.now());
    });
}

Result<ProvenReader> verify_sign_in(const AccountServices& services, const Request& request)
{
    const auto response = webauthn::read_assertion(request.body);
    if (!response)
        return response.error();
    const auto challenge = challenge_in(response->client_data);
    const auto now = services.clock.now();
    // Used up in a transaction of its own: a challenge works once, whatever comes of it.
    const auto taken = services.database.write([&](db::Tx& tx) {
        return accounts::take_challenge(tx, challenge, ChallengePurpose::sign_in, anybody, now);
    });
    if (!taken)
        return taken.error();
    std::int64_t begun = 0;
    const auto passkey = services.database.read([&](db::Snapshot& snapshot) {
        begun = accounts::begin_position(snapshot);
        return accounts::find_passkey(snapshot, response->credential_id);
    });
    if (!passkey || passkey->owner.kind != OwnerKind::reader)
        return refuse(Refusal::not_found, "passkey.unknown");
    const webauthn::StoredPasskey stored{passkey->credential_id, passkey->public_key,
                                         static_cast<std::uint32_t>(passkey->sign_count),
                                         accounts::user_handle(passkey->owner)};
    const auto verified = webauthn::verify_assertion(
        party(services, request), {challenge, webauthn::UserVerification::preferred}, *response,
        stored);
    if (!verified)
        return verified.error();
    const auto used = services.database.write([&](db::Tx& tx) {
        return accounts::use_passkey(tx, passkey->id, verified->sign_count, now);
    });
    if (!used)
        return used.error();
    return ProvenReader{ReaderId{passkey->owner.id}, begun};
}

Result<PasskeyId> verify_and_add(const AccountServices& services, const Request& request)
{
    boost::system::error_code error;
    const auto body = boost::json::parse(request.body, error);
    const auto* object = error ? nullptr : body.if_object();
    const auto* credential = object ? object->if_contains("credential") : nullptr;
    const auto* given = object ? object->if_contains("name") : nullptr;
    if (!credential)
        return refuse(Refusal::invalid, "passkey.response");
    const auto* response =
        credential->is_object() ? credential->as_object().if_contains("response") : nullptr;
    const auto* data = response && response->is_object()
                           ? response->as_object().if_contains("clientDataJSON")
                           : nullptr;
    const auto client_data = data && data->is_string()
                                 ? crypto::parse_base64url(std::string{data->as_string()})
                                 : std::nullopt;
    const auto challenge = challenge_in(client_data.value_or(std::string{}));
    const auto owner = accounts::owner_of(reader_of(request));
    const auto now = services.clock.now();
    const auto taken = services.database.write([&](db::Tx& tx) {
        return accounts::take_challenge(tx, challenge, ChallengePurpose::add, owner, now);
    });
    if (!taken)
        return taken.error();
    const auto verified = webauthn::verify_registration(
        party(services, request), {challenge, webauthn::UserVerification::preferred},
        boost::json::serialize(*credential));
    if (!verified)
        return verified.error();
    accounts::Passkey passkey;
    passkey.owner = owner;
    passkey.credential_id = verified->credential_id;
    passkey.public_key = verified->public_key;
    passkey.sign_count = verified->sign_count;
    passkey.name = given && given->is_string() ? std::string{given->as_string()} : std::string{};
    if (passkey.name.empty())
        passkey.name = accounts::device_words(request.header("user-agent"));
    return services.database.write(
        [&](db::Tx& tx) { return accounts::add_passkey(tx, passkey, now); });
}

} // namespace

Response passkey_sign_in_options(const AccountServices& services, const Request& request)
{
    webauthn::SignInRequest options;
    options.challenge = new_challenge(services, ChallengePurpose::sign_in, anybody);
    return web::json(200, webauthn::request_options_json(party(services, request), options));
}

Response passkey_sign_in(const AccountServices& services, const Request& request)
{
    const auto proven = verify_sign_in(services, request);
    if (!proven)
        return refused(services, proven.error());
    auto signed_in_response = signed_in(services, request, *proven, "/");
    if (signed_in_response.status != 303)
        return refused(services, refuse(Refusal::gone, "sign_in.ended"));
    // The script goes on by itself; the cookies are what it needs.
    auto response = done(accounts::safe_return_path(request.query_value("to")));
    response.headers = std::move(signed_in_response.headers);
    std::erase_if(response.headers, [](const auto& field) { return field.first == "Location"; });
    return response;
}

Response passkey_add_options(const AccountServices& services, const Request& request)
{
    if (!is_fresh(services, request))
        return ask_again(request);
    const auto owner = accounts::owner_of(reader_of(request));
    webauthn::CreationRequest options;
    options.challenge = new_challenge(services, ChallengePurpose::add, owner);
    options.user_handle = accounts::user_handle(owner);
    services.database.read([&](db::Snapshot& snapshot) {
        const auto reader = readers::find_reader(snapshot, reader_of(request));
        options.user_display_name = reader ? reader->display_name : std::string{};
        options.user_name =
            accounts::find_mail(snapshot, owner).value_or(options.user_display_name);
        for (const auto& passkey : accounts::passkeys_of(snapshot, owner))
            options.exclude.push_back({passkey.credential_id, {}});
    });
    return web::json(200, webauthn::creation_options_json(party(services, request), options));
}

Response passkey_add(const AccountServices& services, const Request& request)
{
    if (!is_fresh(services, request))
        return ask_again(request);
    const auto added = verify_and_add(services, request);
    return added ? done("/reader/account/?done=passkey#sign-in") : refused(services, added.error());
}

} // namespace masthead::account
