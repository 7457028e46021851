#include "core/crypto/password_hasher.hpp"
#include "core/crypto/qr_code.hpp"
#include "core/crypto/seal.hpp"
#include "core/crypto/token.hpp"
#include "core/crypto/totp.hpp"
#include "features/accounts/passwords.hpp"
#include "features/staff/invite_staff.hpp"
#include "surfaces/desk/parts.hpp"

namespace masthead::desk {

namespace {

using handlebars::Array;
using handlebars::Object;

constexpr std::size_t secret_group = 4;

Failure expired()
{
    return refuse(Refusal::gone, "staff.invitation_expired");
}

// The secret travels through the form, sealed and bound to its link, so that nothing is stored for
// whoever only looks at the page.
std::string seal_secret(DeskContext& context, std::string_view token, std::string_view secret)
{
    return crypto::seal(context.services.keys.totp,
                        crypto::token_hash(token) + " " + std::string{secret});
}

std::optional<std::string> unseal_secret(DeskContext& context, std::string_view token,
                                         std::string_view sealed)
{
    const auto plain = crypto::unseal(context.services.keys.totp, sealed);
    const auto head = crypto::token_hash(token) + " ";
    if (!plain || !plain->starts_with(head))
        return std::nullopt;
    return plain->substr(head.size());
}

// "ABCD EFGH …": to be typed where no camera is at hand.
std::string in_groups(std::string_view secret)
{
    std::string out;
    for (std::size_t at = 0; at < secret.size(); at += secret_group) {
        if (at > 0)
            out += ' ';
        out += secret.substr(at, secret_group);
    }
    return out;
}

// What stands on the page beside the link itself.
struct SetUp {
    std::string token;
    std::string secret;
    std::optional<Failure> failure = {};
};

Response draw_set_up(DeskContext& context, const Request& request, const SetUp& set_up)
{
    const Sheet sheet{"invitation", "Welcome to the desk", {}, set_up.failure};
    return draw(context, request, sheet, [&](DeskPage& page) -> std::optional<Object> {
        const auto invited = staff::find_invitation(page.snapshot, set_up.token, page.now);
        if (!invited)
            return Object{{"gone", true}};
        const auto qr = crypto::make_qr_code(
            crypto::totp::otpauth_uri(page.newsroom.title, invited->mail, set_up.secret));
        Object root{{"name", invited->name},
                    {"mail", invited->mail},
                    {"role", staff::role_name(invited->role)},
                    {"token", set_up.token},
                    {"sealed", seal_secret(context, set_up.token, set_up.secret)},
                    {"secret", in_groups(set_up.secret)}};
        if (qr)
            root.set("qr", Object{{"side", qr->side}, {"path", qr->path}});
        return root;
    });
}

Response draw_gone(DeskContext& context, const Request& request)
{
    return draw(context, request, {"invitation", "Welcome to the desk", {}, expired()},
                [](DeskPage&) {
                    return Object{{"gone", true}};
                });
}

Response draw_codes(DeskContext& context, const Request& request,
                    const std::vector<std::string>& codes)
{
    return draw(context, request, {"recovery-codes", "Keep these codes"}, [&](DeskPage&) {
        Array list;
        for (const auto& code : codes)
            list.push_back(code);
        return Object{{"codes", std::move(list)}};
    });
}

struct CameIn {
    std::vector<std::string> recovery_codes;
    accounts::OpenedSession session;
};

Result<CameIn> redeem(DeskContext& context, const Request& request,
                      const staff::RedeemByPassword& command)
{
    return context.database().write([&](db::Tx& tx) -> Result<CameIn> {
        auto redeemed =
            staff::redeem_invitation(tx, command, context.services.keys.totp, context.now());
        if (!redeemed)
            return redeemed.error();
        // The link closes all sessions of the same person: theirs of this browser is gone too.
        auto asked = request;
        asked.visitor = {};
        auto opened = open_desk(context, asked, tx, redeemed->staff);
        if (!opened)
            return opened.error();
        return CameIn{std::move(redeemed->recovery_codes), std::move(*opened)};
    });
}

bool is_code(std::string_view secret, std::string_view code, Time now)
{
    std::int64_t unused = 0;
    return crypto::totp::verify(secret, code, now, unused);
}

} // namespace

// Mail scanners open links: this changes nothing, the form does.
Response invitation_page(DeskContext& context, const Request& request)
{
    const std::string token{request.query_value("token")};
    const bool is_open = context.database().read([&](db::Snapshot& snapshot) {
        return staff::find_invitation(snapshot, token, context.now()).has_value();
    });
    return is_open ? draw_set_up(context, request, {token, crypto::totp::new_secret()})
                   : draw_gone(context, request);
}

Response accept_invitation(DeskContext& context, const Request& request)
{
    const auto form = web::read_form(request);
    if (!form)
        return web::refuse(form.error());
    const std::string token{form->text("token")};
    const auto invited = context.database().read([&](db::Snapshot& snapshot) {
        return staff::find_invitation(snapshot, token, context.now());
    });
    if (!invited)
        return draw_gone(context, request);
    const auto secret = unseal_secret(context, token, form->text("sealed"));
    if (!secret)
        return draw_set_up(
            context, request,
            {token, crypto::totp::new_secret(), refuse(Refusal::invalid, "staff.form_expired")});
    const auto again = [&](const Failure& failure) {
        return draw_set_up(context, request, {token, *secret, failure});
    };
    const auto password = accounts::password_form(form->text("password"));
    if (const auto sound =
            accounts::check_new_password(password, invited->mail, context.services.breached);
        !sound)
        return again(sound.error());
    if (!is_code(*secret, form->text("code"), context.now()))
        return again(refuse(Refusal::invalid, "staff.totp_code"));
    try {
        const auto came_in = redeem(context, request,
                                    {token,
                                     context.services.hasher.hash(password),
                                     {*secret, std::string{form->text("code")}}});
        if (!came_in)
            return again(came_in.error());
        auto response = draw_codes(context, request, came_in->recovery_codes);
        give_session(response, request, came_in->session);
        return response;
    } catch (const crypto::Busy&) {
        return again(refuse(Refusal::too_many, "password.busy"));
    }
}

} // namespace masthead::desk
