#include "surfaces/account/handlers.hpp"

#include "core/web/cookie.hpp"
#include "core/web/form.hpp"
#include "features/accounts/identities.hpp"
#include "surfaces/account/party.hpp"

namespace masthead::account {

namespace {

std::shared_ptr<oidc::Provider> find_provider(const AccountServices& services, std::string_view key)
{
    for (const auto& provider : services.providers) {
        if (provider->settings().key == key)
            return provider;
    }
    return nullptr;
}

std::string callback_url(const AccountServices& services, const Request& request,
                         const oidc::Provider& provider)
{
    return origin_of(services.pages, request) + "/reader/oidc/" + provider.settings().key +
           "/callback/";
}

Response failed(const AccountServices& services, const Request& request, const Failure& failure,
                std::string_view to)
{
    auto response = sign_in_again(services, request, failure, {}, to);
    take_flow(response, request);
    return response;
}

struct CameBack {
    accounts::OidcFlow flow;
    oidc::Identity identity;
};

// The flow is used up first and for good: an answer that is sent twice finds nothing.
Result<CameBack> verify(const AccountServices& services, const Request& request,
                        oidc::Provider& provider)
{
    const auto now = services.clock.now();
    const std::string state{request.query_value("state")};
    const auto flow = services.database.write([&](db::Tx& tx) {
        return accounts::take_oidc(tx, state, web::own_cookie(request, web::flow_cookie),
                                   provider.settings().key, now);
    });
    if (!flow)
        return flow.error();
    const oidc::Flow expected{flow->provider, state, flow->nonce, flow->verifier,
                              callback_url(services, request, provider)};
    const oidc::Callback callback{state, std::string{request.query_value("code")},
                                  std::string{request.query_value("iss")},
                                  std::string{request.query_value("error")}};
    auto identity = provider.finish(expected, callback, now);
    if (!identity)
        return identity.error();
    return CameBack{*flow, std::move(*identity)};
}

Response link_to_account(const AccountServices& services, const Request& request,
                         const CameBack& back)
{
    // Whoever set out must be who comes back.
    if (back.flow.reader != reader_of(request))
        return failed(services, request, refuse(Refusal::gone, "oidc.expired"), "/");
    const accounts::Identity identity{back.identity.issuer, back.identity.subject};
    const auto known = services.database.read([&](db::Snapshot& snapshot) {
        return accounts::find_identity(snapshot, accounts::OwnerKind::reader, identity);
    });
    if (known && *known == accounts::owner_of(back.flow.reader)) // shown once more who they are
        return signed_in(services, request, {back.flow.reader, back.flow.begun},
                         back.flow.return_to);
    if (!is_fresh(services, request))
        return ask_again(request);
    const auto linked = services.database.write([&](db::Tx& tx) {
        return accounts::link_identity(tx, accounts::owner_of(back.flow.reader), identity,
                                       services.clock.now());
    });
    if (!linked)
        return account_page_again(services, request, "sign-in", linked.error());
    return web::see_other("/reader/account/?done=identity#sign-in");
}

// An address that has an account already is not believed on a provider's word: its owner gets a
// mail and decides.
Response ask_owner_of_mail(const AccountServices& services, const Request& request,
                           const CameBack& back)
{
    accounts::BeginSignIn command;
    command.mail = back.identity.mail;
    command.network_key = network_key(services, request);
    command.return_to = back.flow.return_to;
    command.identity = {back.identity.issuer, back.identity.subject};
    command.suggested_name = back.identity.name;
    const auto begun = services.database.write(
        [&](db::Tx& tx) { return accounts::begin_sign_in(tx, command, services.clock.now()); });
    if (!begun)
        return failed(services, request, begun.error(), back.flow.return_to);
    auto response = web::see_other("/reader/sign-in/code/");
    give_flow(response, request, begun->flow_key, accounts::sign_in_flow_valid);
    return response;
}

Response sign_in_with(const AccountServices& services, const Request& request, const CameBack& back)
{
    const accounts::Identity identity{back.identity.issuer, back.identity.subject};
    const auto owner = services.database.read([&](db::Snapshot& snapshot) {
        return accounts::find_identity(snapshot, accounts::OwnerKind::reader, identity);
    });
    if (owner)
        return signed_in(services, request, {ReaderId{owner->id}, back.flow.begun},
                         back.flow.return_to);
    if (back.identity.mail.empty() || !back.identity.mail_verified)
        return failed(services, request, refuse(Refusal::invalid, "identity.no_mail"),
                      back.flow.return_to);
    const auto proven = services.database.write([&](db::Tx& tx) {
        return accounts::prove_by_identity(
            tx, {identity, back.identity.mail, back.identity.name, back.flow.return_to},
            services.clock.now());
    });
    if (proven)
        return go_on(services, request, *proven);
    if (proven.error().message_key == "identity.mail_known")
        return ask_owner_of_mail(services, request, back);
    return failed(services, request, proven.error(), back.flow.return_to);
}

} // namespace

Response set_out_for_provider(const AccountServices& services, const Request& request)
{
    const auto form = web::read_form(request);
    if (!form)
        return web::refuse(form.error());
    const auto provider = find_provider(services, request.route_value("provider"));
    if (!provider)
        return web::refuse(refuse(Refusal::not_found, "oidc.unknown"));
    const auto now = services.clock.now();
    const auto started = provider->begin(callback_url(services, request, *provider), now);
    if (!started)
        return failed(services, request, started.error(), form->text("to"));
    const auto flow_key = *services.database.write([&](db::Tx& tx) -> Result<std::string> {
        return accounts::begin_oidc(tx,
                                    {started->flow.state, started->flow.provider,
                                     started->flow.nonce, started->flow.verifier,
                                     std::string{form->text("to")}, reader_of(request)},
                                    now);
    });
    // Not a redirect: browsers hold the redirects that follow a form to our own `form-action`, and
    // where the provider's form stands is the provider's matter.
    auto response =
        draw(services, request, "reader-leave", "To the provider", [&](site::RenderEnvironment&) {
            return handlebars::Object{{"url", started->url}, {"name", provider->settings().name}};
        });
    response.headers.emplace_back("Refresh", "0; url=" + started->url);
    give_flow(response, request, flow_key, accounts::oidc_flow_valid);
    return response;
}

Response come_back_from_provider(const AccountServices& services, const Request& request)
{
    const auto provider = find_provider(services, request.route_value("provider"));
    if (!provider)
        return web::refuse(refuse(Refusal::not_found, "oidc.unknown"));
    const auto back = verify(services, request, *provider);
    if (!back)
        return failed(services, request, back.error(), "/");
    if (back->flow.reader)
        return link_to_account(services, request, *back);
    return sign_in_with(services, request, *back);
}

} // namespace masthead::account
