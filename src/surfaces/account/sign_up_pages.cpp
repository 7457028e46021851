#include "surfaces/account/handlers.hpp"

#include "core/web/cookie.hpp"
#include "core/web/form.hpp"
#include "features/accounts/identities.hpp"
#include "features/readers/sign_up.hpp"
#include "features/settings/forum_choices.hpp"
#include "features/settings/wording.hpp"

namespace masthead::account {

namespace {

using handlebars::Object;

struct Typed {
    std::string display_name;
    bool accepts_rules = false;
    bool is_old_enough = false;
};

Response draw_sign_up(const AccountServices& services, const Request& request, const Typed& typed,
                      const std::optional<Failure>& failure)
{
    const auto build = [&](site::RenderEnvironment& page) {
        const auto proven = accounts::find_proven_mail(
            page.snapshot, web::own_cookie(request, web::flow_cookie), services.clock.now());
        if (!proven)
            return Object{{"expired", true}};
        const auto& name = failure ? typed.display_name : proven->suggested_name;
        Object root{{"mail", proven->mail},
                    {"name", name},
                    {"accepts_rules", typed.accepts_rules},
                    {"is_old_enough", typed.is_old_enough},
                    {"minimum_age", settings::load_forum_choices(page.snapshot).minimum_age}};
        if (failure) {
            root.set("error", words_for(*failure, page));
            const auto& key = failure->message_key;
            const bool is_name = key.starts_with("reader.name") || key.starts_with("profile.");
            root.set(is_name ? "name_error" : "form_error", true);
        }
        return root;
    };
    return draw(services, request, "reader-sign-up", "Choose a name", build,
                failure ? web::status_of(failure->reason) : 200);
}

struct Made {
    ReaderId reader;
    accounts::OpenedSession session;
    std::string return_to;
};

// One transaction: a name, an address and a session, or none of them.
Result<Made> make_reader(const AccountServices& services, const Request& request,
                         const Typed& typed)
{
    return services.database.write([&](db::Tx& tx) -> Result<Made> {
        const auto now = services.clock.now();
        const auto proven =
            accounts::take_proven_mail(tx, web::own_cookie(request, web::flow_cookie), now);
        if (!proven)
            return proven.error();
        readers::SignUp command;
        command.display_name = typed.display_name;
        command.mail = proven->mail;
        if (typed.accepts_rules)
            command.rules_version = std::to_string(settings::load_wording(tx).rules_version);
        command.minimum_age = settings::load_forum_choices(tx).minimum_age;
        command.minimum_age_confirmed = typed.is_old_enough ? command.minimum_age : 0;
        const auto reader = readers::sign_up(tx, command, now);
        if (!reader)
            return reader.error();
        adopt_drafts(tx, request, *reader);
        const auto owner = accounts::owner_of(*reader);
        if (proven->identity) {
            if (const auto linked = accounts::link_identity(tx, owner, proven->identity, now);
                !linked)
                return linked.error();
        }
        return Made{*reader,
                    accounts::open_session(tx, new_session(services, request, *reader), now),
                    proven->return_to};
    });
}

} // namespace

Response sign_up_page(const AccountServices& services, const Request& request)
{
    return draw_sign_up(services, request, {}, std::nullopt);
}

Response sign_up(const AccountServices& services, const Request& request)
{
    const auto form = web::read_form(request);
    if (!form)
        return web::refuse(form.error());
    const Typed typed{std::string{form->text("name")}, form->has("rules"), form->has("age")};
    const auto judged = judge_new_name(services, typed.display_name);
    if (!judged)
        return draw_sign_up(services, request, typed, judged.error());
    const auto made = make_reader(services, request, typed);
    if (!made)
        return draw_sign_up(services, request, typed, made.error());
    gather_comments(services, made->reader);
    auto response = web::see_other(accounts::safe_return_path(made->return_to));
    take_flow(response, request);
    give_session(response, request, made->session);
    return response;
}

} // namespace masthead::account
