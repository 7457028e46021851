#include "surfaces/account/handlers.hpp"

#include "core/web/cookie.hpp"
#include "core/web/form.hpp"
#include "features/accounts/change_mail.hpp"
#include "features/readers/sign_up.hpp"

namespace masthead::account {

namespace {

using handlebars::Object;

std::string_view word_of(const accounts::MailChange& change)
{
    return change.old_confirmed && change.new_confirmed ? "mail_changed" : "mail_half";
}

bool is_done(const accounts::MailChange& change)
{
    return change.old_confirmed && change.new_confirmed &&
           change.owner.kind == accounts::OwnerKind::reader;
}

// Comments that came in under the new address are now known to be this reader's.
void claim(db::Tx& tx, const AccountServices& services, const accounts::MailChange& change)
{
    if (is_done(change))
        readers::claim_unclaimed(tx, ReaderId{change.owner.id}, change.new_mail,
                                 services.clock.now());
}

Response draw_link(const AccountServices& services, const Request& request, std::string_view token,
                   const std::optional<Failure>& failure)
{
    const auto build = [&](site::RenderEnvironment& page) {
        Object root{{"token", token}, {"action", "/reader/mail-change/"}, {"is_mail_change", true}};
        if (failure)
            root.set("error", words_for(*failure, page));
        return root;
    };
    return draw(services, request, "reader-link", "Confirm the new address", build,
                failure ? web::status_of(failure->reason) : 200);
}

} // namespace

Response begin_mail_change(const AccountServices& services, const Request& request)
{
    if (!is_fresh(services, request))
        return ask_again(request);
    const auto form = web::read_form(request);
    if (!form)
        return web::refuse(form.error());
    const auto owner = accounts::owner_of(reader_of(request));
    if (form->has("cancel")) {
        (void)services.database.write([&](db::Tx& tx) -> Result<int> {
            accounts::cancel_mail_change(tx, owner);
            return 0;
        });
        return web::see_other("/reader/account/?done=mail_kept#mail");
    }
    accounts::BeginMailChange command;
    command.owner = owner;
    command.new_mail = form->text("mail");
    const auto begun = services.database.write(
        [&](db::Tx& tx) { return accounts::begin_mail_change(tx, command, services.clock.now()); });
    if (!begun)
        return account_page_again(services, request, "mail", begun.error());
    auto response = web::see_other("/reader/account/?done=mail#mail");
    give_flow(response, request, begun->flow_key, accounts::mail_change_valid);
    return response;
}

Response enter_mail_code(const AccountServices& services, const Request& request)
{
    const auto form = web::read_form(request);
    if (!form)
        return web::refuse(form.error());
    const auto confirmed = services.database.write([&](db::Tx& tx) {
        auto change =
            accounts::confirm_mail_change_code(tx, web::own_cookie(request, web::flow_cookie),
                                               form->text("code"), services.clock.now());
        if (change && *change)
            claim(tx, services, **change);
        return change;
    });
    if (!confirmed)
        return account_page_again(services, request, "mail", confirmed.error());
    if (!*confirmed)
        return account_page_again(services, request, "mail",
                                  refuse(Refusal::invalid, "sign_in.wrong_code"));
    if (is_done(**confirmed))
        gather_comments(services, ReaderId{(*confirmed)->owner.id});
    return web::see_other("/reader/account/?done=" + std::string{word_of(**confirmed)} + "#mail");
}

Response mail_link_page(const AccountServices& services, const Request& request)
{
    const auto token = request.query_value("token");
    const bool is_open = services.database.read([&](db::Snapshot& snapshot) {
        return accounts::is_mail_change_open(snapshot, token, services.clock.now());
    });
    const auto expired = refuse(Refusal::gone, "mail.link_expired");
    return draw_link(services, request, is_open ? token : std::string_view{},
                     is_open ? std::nullopt : std::optional{expired});
}

Response press_mail_link(const AccountServices& services, const Request& request)
{
    const auto form = web::read_form(request);
    if (!form)
        return web::refuse(form.error());
    const auto confirmed = services.database.write([&](db::Tx& tx) {
        auto change = accounts::confirm_mail_change(tx, form->text("token"), services.clock.now());
        if (change)
            claim(tx, services, *change);
        return change;
    });
    if (!confirmed)
        return draw_link(services, request, {}, confirmed.error());
    if (is_done(*confirmed))
        gather_comments(services, ReaderId{confirmed->owner.id});
    const auto build = [&](site::RenderEnvironment&) {
        return Object{{"is_mail_change", true},
                      {"done", true},
                      {"waits_for_other", word_of(*confirmed) == "mail_half"}};
    };
    return draw(services, request, "reader-link", "Confirm the new address", build);
}

} // namespace masthead::account
