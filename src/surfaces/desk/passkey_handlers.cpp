#include "core/crypto/base64url.hpp"
#include "core/webauthn/webauthn.hpp"
#include "features/accounts/account_mails.hpp"
#include "features/accounts/passkeys.hpp"
#include "features/accounts/sign_in.hpp"
#include "features/staff/sign_in_staff.hpp"
#include "surfaces/desk/parts.hpp"
#include "surfaces/desk/words.hpp"

#include <boost/json.hpp>

namespace masthead::desk {

namespace {

namespace json = boost::json;

using accounts::ChallengePurpose;
using accounts::Owner;
using accounts::OwnerKind;
// It stands for password and code at once: the device must know who holds it.
using webauthn::UserVerification;

constexpr std::string_view sign_in_again = "/desk/sign-in/?to=/desk/account/";
constexpr Owner anybody{OwnerKind::staff, 0};

std::string sentence(DeskContext& context, const Failure& failure)
{
    const auto newsroom = context.database().read(
        [](db::Snapshot& snapshot) { return settings::load_newsroom(snapshot); });
    return words_for(failure, context.templates.speech_for(newsroom));
}

Response refused(DeskContext& context, const Failure& failure)
{
    return web::json(web::status_of(failure.reason),
                     json::serialize(json::object{{"error", failure.message_key},
                                                  {"message", sentence(context, failure)}}));
}

Response stale(DeskContext& context)
{
    const auto failure = refuse(Refusal::not_allowed, "desk.stale");
    return web::json(401, json::serialize(json::object{{"error", failure.message_key},
                                                       {"message", sentence(context, failure)},
                                                       {"sign_in", sign_in_again}}));
}

Response done(std::string_view location)
{
    return web::json(200, json::serialize(json::object{{"location", location}}));
}

webauthn::RelyingParty party(DeskContext& context, const Request& request)
{
    const auto name = context.database().read(
        [](db::Snapshot& snapshot) { return settings::load_newsroom(snapshot).title; });
    const auto origin = origin_of(context, request);
    auto host = origin.substr(origin.find("://") + 3);
    // "[::1]:8080" has colons of its own.
    const auto bracket = host.find(']');
    host.resize(std::min(host.size(), host.find(':', bracket == std::string::npos ? 0 : bracket)));
    return {host, name, origin};
}

// The challenge stands inside what the browser signed; only one that we made, for this purpose and
// owner, lets the rest be checked at all.
std::string challenge_in(std::string_view client_data)
{
    boost::system::error_code error;
    const auto parsed = json::parse(client_data, error);
    const auto* object = error ? nullptr : parsed.if_object();
    const auto* challenge = object ? object->if_contains("challenge") : nullptr;
    const auto* text = challenge ? challenge->if_string() : nullptr;
    return text ? std::string{*text} : std::string{};
}

std::string client_data_of(const json::value& credential)
{
    const auto* object = credential.if_object();
    const auto* response = object ? object->if_contains("response") : nullptr;
    const auto* parts = response ? response->if_object() : nullptr;
    const auto* data = parts ? parts->if_contains("clientDataJSON") : nullptr;
    const auto* text = data ? data->if_string() : nullptr;
    return text ? crypto::parse_base64url(std::string{*text}).value_or("") : std::string{};
}

std::string new_challenge(DeskContext& context, ChallengePurpose purpose, Owner owner)
{
    return *context.database().write([&](db::Tx& tx) -> Result<std::string> {
        return accounts::make_challenge(tx, purpose, owner, context.now());
    });
}

// Used up in a transaction of its own: a challenge works once, whatever comes of it.
Result<void> take(DeskContext& context, std::string_view challenge, ChallengePurpose purpose,
                  Owner owner)
{
    return context.database().write([&](db::Tx& tx) {
        return accounts::take_challenge(tx, challenge, purpose, owner, context.now());
    });
}

struct Proven {
    accounts::Passkey passkey;
    std::uint32_t sign_count = 0;
};

Result<Proven> verify(DeskContext& context, const Request& request)
{
    const auto response = webauthn::read_assertion(request.body);
    if (!response)
        return response.error();
    const auto challenge = challenge_in(response->client_data);
    const auto taken = take(context, challenge, ChallengePurpose::sign_in, anybody);
    if (!taken)
        return taken.error();
    auto passkey = context.database().read([&](db::Snapshot& snapshot) {
        return accounts::find_passkey(snapshot, response->credential_id);
    });
    if (!passkey || passkey->owner.kind != OwnerKind::staff)
        return refuse(Refusal::not_found, "passkey.unknown");
    const webauthn::StoredPasskey stored{passkey->credential_id, passkey->public_key,
                                         static_cast<std::uint32_t>(passkey->sign_count),
                                         accounts::user_handle(passkey->owner)};
    const auto verified = webauthn::verify_assertion(
        party(context, request), {challenge, UserVerification::required}, *response, stored);
    if (!verified)
        return verified.error();
    return Proven{std::move(*passkey), verified->sign_count};
}

Result<accounts::OpenedSession> come_in(DeskContext& context, const Request& request,
                                        const Proven& proven)
{
    return context.database().write([&](db::Tx& tx) -> Result<accounts::OpenedSession> {
        const auto used =
            accounts::use_passkey(tx, proven.passkey.id, proven.sign_count, context.now());
        if (!used)
            return used.error();
        const auto staff = staff::finish_passkey_sign_in(tx, proven.passkey.owner, context.now());
        if (!staff)
            return staff.error();
        return open_desk(context, request, tx, *staff);
    });
}

Result<accounts::Passkey> verify_new(DeskContext& context, const Request& request)
{
    boost::system::error_code error;
    const auto credential = json::parse(request.body, error);
    if (error)
        return refuse(Refusal::invalid, "passkey.response");
    const auto challenge = challenge_in(client_data_of(credential));
    const auto owner = accounts::owner_of(staff_of(request));
    const auto taken = take(context, challenge, ChallengePurpose::add, owner);
    if (!taken)
        return taken.error();
    const auto verified = webauthn::verify_registration(
        party(context, request), {challenge, UserVerification::required}, request.body);
    if (!verified)
        return verified.error();
    accounts::Passkey passkey;
    passkey.owner = owner;
    passkey.credential_id = verified->credential_id;
    passkey.public_key = verified->public_key;
    passkey.sign_count = verified->sign_count;
    passkey.name = accounts::device_words(request.header("user-agent"));
    return passkey;
}

} // namespace

Response passkey_sign_in_options(DeskContext& context, const Request& request)
{
    webauthn::SignInRequest options;
    options.challenge = new_challenge(context, ChallengePurpose::sign_in, anybody);
    options.user_verification = UserVerification::required;
    return web::json(200, webauthn::request_options_json(party(context, request), options));
}

Response passkey_sign_in(DeskContext& context, const Request& request)
{
    const auto proven = verify(context, request);
    if (!proven)
        return refused(context, proven.error());
    const auto opened = come_in(context, request, *proven);
    if (!opened)
        return refused(context, opened.error());
    auto response = done(return_path(request.query_value("to")));
    give_session(response, request, *opened);
    return response;
}

Response passkey_add_options(DeskContext& context, const Request& request)
{
    if (!is_fresh(context, request))
        return stale(context);
    const auto owner = accounts::owner_of(staff_of(request));
    webauthn::CreationRequest options;
    options.challenge = new_challenge(context, ChallengePurpose::add, owner);
    options.user_handle = accounts::user_handle(owner);
    options.user_verification = UserVerification::required;
    context.database().read([&](db::Snapshot& snapshot) {
        if (const auto member = staff::find_staff(snapshot, staff_of(request)); member)
            options.user_display_name = member->name;
        options.user_name =
            accounts::find_mail(snapshot, owner).value_or(options.user_display_name);
        for (const auto& passkey : accounts::passkeys_of(snapshot, owner))
            options.exclude.push_back({passkey.credential_id, {}});
    });
    return web::json(200, webauthn::creation_options_json(party(context, request), options));
}

Response passkey_add(DeskContext& context, const Request& request)
{
    if (!is_fresh(context, request))
        return stale(context);
    const auto passkey = verify_new(context, request);
    if (!passkey)
        return refused(context, passkey.error());
    const auto added = context.database().write(
        [&](db::Tx& tx) { return accounts::add_passkey(tx, *passkey, context.now()); });
    return added ? done("/desk/account/?done=saved") : refused(context, added.error());
}

} // namespace masthead::desk
