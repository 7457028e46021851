#include "features/accounts/account_mails.hpp"
#include "features/accounts/passkeys.hpp"
#include "features/staff/sign_in_staff.hpp"
#include "surfaces/desk/reader_link.hpp"
#include "surfaces/desk/words.hpp"

namespace masthead::desk {

namespace {

using handlebars::Array;
using handlebars::Object;

// Recovery codes are there to be shown once, in the answer to the form that made them.
Response draw_account(DeskContext& context, const Request& request,
                      const std::vector<std::string>& new_codes,
                      const std::optional<Failure>& failure = {})
{
    const Sheet sheet{"account", "Your sign-in", {}, failure};
    return draw(context, request, sheet, [&](DeskPage& page) {
        const auto owner = accounts::owner_of(staff_of(request));
        Array passkeys;
        for (const auto& passkey : accounts::passkeys_of(page.snapshot, owner))
            passkeys.push_back(Object{{"id", to_string(passkey.id)},
                                      {"name", passkey.name},
                                      {"at", moment(passkey.created_at)},
                                      {"used_at", moment(passkey.used_at)}});
        Array codes;
        for (const auto& code : new_codes)
            codes.push_back(code);
        Object root{{"mail", accounts::find_mail(page.snapshot, owner).value_or("")},
                    {"passkeys", std::move(passkeys)},
                    {"codes", std::move(codes)},
                    {"codes_left", staff::count_recovery_codes(page.snapshot, staff_of(request))},
                    {"reader", reader_link_context(page, request)},
                    {"script", context.templates.asset_url("passkeys.js")}};
        if (const auto done = done_words(request.query_value("done")); !done.empty())
            root.set("done", done);
        return root;
    });
}

} // namespace

Response account_page(DeskContext& context, const Request& request)
{
    return draw_account(context, request, {});
}

Response account_page_again(DeskContext& context, const Request& request, const Failure& failure)
{
    return draw_account(context, request, {}, failure);
}

Response change_account(DeskContext& context, const Request& request)
{
    const auto form = web::read_form(request);
    if (!form)
        return web::refuse(form.error());
    if (!is_fresh(context, request))
        return web::see_other("/desk/sign-in/?to=/desk/account/");
    if (form->text("action") == "codes") {
        const auto codes = context.database().write([&](db::Tx& tx) {
            return staff::renew_recovery_codes(tx, staff_of(request), context.now());
        });
        return codes ? draw_account(context, request, *codes)
                     : draw_account(context, request, {}, codes.error());
    }
    const auto removed = context.database().write([&](db::Tx& tx) {
        return accounts::remove_passkey(tx, accounts::owner_of(staff_of(request)),
                                        id_of<PasskeyId>(form->text("passkey")), context.now());
    });
    return removed ? web::see_other("/desk/account/?done=saved")
                   : draw_account(context, request, {}, removed.error());
}

} // namespace masthead::desk
