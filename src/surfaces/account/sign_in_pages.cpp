#include "surfaces/account/handlers.hpp"

#include "core/crypto/password_hasher.hpp"
#include "core/web/cookie.hpp"
#include "core/web/form.hpp"
#include "features/accounts/passwords.hpp"

namespace masthead::account {

namespace {

using handlebars::Array;
using handlebars::Object;

Array providers_context(const AccountServices& services)
{
    Array providers;
    for (const auto& provider : services.providers)
        providers.push_back(Object{{"key", provider->settings().key},
                                   {"name", provider->settings().name},
                                   {"url", "/reader/oidc/" + provider->settings().key + "/"}});
    return providers;
}

Response draw_sign_in(const AccountServices& services, const Request& request,
                      const std::optional<Failure>& failure, std::string_view mail,
                      std::string_view to)
{
    const auto build = [&](site::RenderEnvironment& page) {
        Object root{{"to", accounts::safe_return_path(to)},
                    {"mail", mail},
                    {"again", !request.query_value("again").empty()},
                    {"providers", providers_context(services)}};
        if (failure) {
            const bool by_password = failure->message_key.starts_with("password.");
            root.set(by_password ? "password_error" : "error", words_for(*failure, page));
        }
        return root;
    };
    return draw(services, request, "reader-sign-in", "Sign in", build,
                failure ? web::status_of(failure->reason) : 200);
}

Response draw_code(const AccountServices& services, const Request& request,
                   const std::optional<Failure>& failure, int tries_left)
{
    const auto build = [&](site::RenderEnvironment& page) {
        Object root{{"mail_path", "/reader/sign-in/"}};
        if (failure)
            root.set("error", words_for(*failure, page));
        if (failure && tries_left > 0)
            root.set("tries_left", tries_left);
        return root;
    };
    return draw(services, request, "reader-code", "We have sent you a mail", build,
                failure ? web::status_of(failure->reason) : 200);
}

Response draw_link(const AccountServices& services, const Request& request, std::string_view token,
                   const std::optional<Failure>& failure)
{
    const auto build = [&](site::RenderEnvironment& page) {
        Object root{{"token", token}, {"action", "/reader/sign-in/link/"}};
        if (failure)
            root.set("error", words_for(*failure, page));
        return root;
    };
    return draw(services, request, "reader-link", "Sign in", build,
                failure ? web::status_of(failure->reason) : 200);
}

Failure wrong_password()
{
    return refuse(Refusal::not_allowed, "password.wrong");
}

// Absent where address and password do not belong together; a Busy hasher is the caller's matter.
Result<ProvenReader> check_password(const AccountServices& services, const Request& request,
                                    std::string_view mail, std::string_view password)
{
    const accounts::BeginPassword command{accounts::OwnerKind::reader, std::string{mail},
                                          network_key(services, request)};
    const auto attempt = services.database.write(
        [&](db::Tx& tx) { return accounts::begin_password(tx, command, services.clock.now()); });
    if (!attempt)
        return attempt.error();
    if (!accounts::password_matches(services.hasher, *attempt, password))
        return wrong_password();
    const auto finished = services.database.write(
        [&](db::Tx& tx) { return accounts::finish_password(tx, *attempt, services.clock.now()); });
    if (!finished)
        return finished.error();
    return ProvenReader{ReaderId{attempt->owner.id}, attempt->begun};
}

} // namespace

Response sign_in_page(const AccountServices& services, const Request& request)
{
    return draw_sign_in(services, request, std::nullopt, {}, request.query_value("to"));
}

Response sign_in_again(const AccountServices& services, const Request& request,
                       const Failure& failure, std::string_view mail, std::string_view to)
{
    return draw_sign_in(services, request, failure, mail, to);
}

// Sign-up and sign-in are one: nobody learns here whether an address has an account.
Response begin_sign_in(const AccountServices& services, const Request& request)
{
    const auto form = web::read_form(request);
    if (!form)
        return web::refuse(form.error());
    accounts::BeginSignIn command;
    command.mail = form->text("mail");
    command.network_key = network_key(services, request);
    command.return_to = form->text("to");
    const auto begun = services.database.write(
        [&](db::Tx& tx) { return accounts::begin_sign_in(tx, command, services.clock.now()); });
    if (!begun)
        return sign_in_again(services, request, begun.error(), command.mail, command.return_to);
    auto response = web::see_other("/reader/sign-in/code/");
    give_flow(response, request, begun->flow_key, accounts::sign_in_flow_valid);
    return response;
}

Response code_page(const AccountServices& services, const Request& request)
{
    return draw_code(services, request, std::nullopt, 0);
}

Response enter_code(const AccountServices& services, const Request& request)
{
    const auto form = web::read_form(request);
    if (!form)
        return web::refuse(form.error());
    const auto redeemed =
        services.database.write([&](db::Tx& tx) -> Result<accounts::RedeemedCode> {
            return accounts::redeem_code(tx, web::own_cookie(request, web::flow_cookie),
                                         form->text("code"), services.clock.now());
        });
    if (!redeemed)
        return web::refuse(redeemed.error());
    if (redeemed->answer == accounts::CodeAnswer::right)
        return go_on(services, request, redeemed->proven);
    const bool is_wrong = redeemed->answer == accounts::CodeAnswer::wrong;
    const auto failure = is_wrong ? refuse(Refusal::invalid, "sign_in.wrong_code")
                                  : refuse(Refusal::gone, "sign_in.code_expired");
    return draw_code(services, request, failure, redeemed->tries_left);
}

// Mail scanners open links: this changes nothing, the button does.
Response link_page(const AccountServices& services, const Request& request)
{
    const auto token = request.query_value("token");
    const bool is_open = services.database.read([&](db::Snapshot& snapshot) {
        return accounts::is_link_open(snapshot, token, services.clock.now());
    });
    if (is_open)
        return draw_link(services, request, token, std::nullopt);
    const auto expired = refuse(Refusal::gone, "sign_in.link_expired");
    return draw_link(services, request, {}, expired);
}

Response press_link(const AccountServices& services, const Request& request)
{
    const auto form = web::read_form(request);
    if (!form)
        return web::refuse(form.error());
    const auto proven = services.database.write([&](db::Tx& tx) {
        return accounts::redeem_link(tx, form->text("token"), services.clock.now(),
                                     web::own_cookie(request, web::flow_cookie));
    });
    return proven ? go_on(services, request, *proven)
                  : draw_link(services, request, {}, proven.error());
}

Response sign_in_by_password(const AccountServices& services, const Request& request)
{
    const auto form = web::read_form(request);
    if (!form)
        return web::refuse(form.error());
    const auto mail = form->text("mail");
    const auto to = form->text("to");
    try {
        const auto reader = check_password(services, request, mail,
                                           accounts::password_form(form->text("password")));
        return reader ? signed_in(services, request, *reader, to)
                      : sign_in_again(services, request, reader.error(), mail, to);
    } catch (const crypto::Busy&) {
        return sign_in_again(services, request, refuse(Refusal::too_many, "password.busy"), mail,
                             to);
    }
}

Response sign_out(const AccountServices& services, const Request& request)
{
    (void)services.database.write([&](db::Tx& tx) {
        return accounts::close_session(tx, accounts::owner_of(reader_of(request)),
                                       session_of(request), services.clock.now());
    });
    auto response = web::see_other("/");
    web::drop_cookie(response, request, web::reader_cookie);
    return response;
}

} // namespace masthead::account
