#include "core/crypto/password_hasher.hpp"
#include "core/crypto/token.hpp"
#include "core/web/cookie.hpp"
#include "core/web/network.hpp"
#include "features/accounts/passwords.hpp"
#include "features/staff/sign_in_staff.hpp"
#include "surfaces/desk/parts.hpp"

namespace masthead::desk {

namespace {

// The form with what was typed, but for the secrets.
struct SignInSays {
    std::string mail;
    std::string to;
};

Response draw_sign_in(DeskContext& context, const Request& request, const SignInSays& says,
                      const std::optional<Failure>& failure = {})
{
    return draw(context, request, {"sign-in", "Sign in", {}, failure}, [&](DeskPage&) {
        return handlebars::Object{{"mail", says.mail},
                                  {"to", return_path(says.to)},
                                  {"script", context.templates.asset_url("passkeys.js")}};
    });
}

// Counted before anything is compared; the second step runs for whatever was typed, so that the
// time tells nobody which half was wrong.
Result<accounts::OpenedSession> check(DeskContext& context, const Request& request,
                                      const web::Form& form)
{
    const auto& services = context.services;
    const accounts::BeginPassword command{
        accounts::OwnerKind::staff, std::string{form.text("mail")},
        crypto::hmac_hex(services.keys.network_index, web::network_of(request))};
    auto attempt = context.database().write(
        [&](db::Tx& tx) { return accounts::begin_password(tx, command, context.now()); });
    if (!attempt)
        return attempt.error();
    const auto password = accounts::password_form(form.text("password"));
    if (!accounts::password_matches(services.hasher, *attempt, password))
        attempt->owner = {};
    return context.database().write([&](db::Tx& tx) -> Result<accounts::OpenedSession> {
        const auto staff = staff::finish_sign_in(tx, *attempt, form.text("code"),
                                                 services.keys.totp, context.now());
        if (!staff)
            return staff.error();
        return open_desk(context, request, tx, *staff);
    });
}

} // namespace

Response sign_in_page(DeskContext& context, const Request& request)
{
    return draw_sign_in(context, request, {{}, std::string{request.query_value("to")}});
}

Response sign_in(DeskContext& context, const Request& request)
{
    const auto form = web::read_form(request);
    if (!form)
        return web::refuse(form.error());
    const SignInSays says{std::string{form->text("mail")}, std::string{form->text("to")}};
    try {
        const auto opened = check(context, request, *form);
        if (!opened)
            return draw_sign_in(context, request, says, opened.error());
        auto response = web::see_other(return_path(says.to));
        give_session(response, request, *opened);
        return response;
    } catch (const crypto::Busy&) {
        return draw_sign_in(context, request, says, refuse(Refusal::too_many, "password.busy"));
    }
}

Response sign_out(DeskContext& context, const Request& request)
{
    (void)context.database().write([&](db::Tx& tx) {
        return accounts::close_session(tx, accounts::owner_of(staff_of(request)),
                                       session_of(request), context.now());
    });
    auto response = web::see_other("/desk/sign-in/");
    web::drop_cookie(response, request, web::staff_cookie);
    return response;
}

} // namespace masthead::desk
