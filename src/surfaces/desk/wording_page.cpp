#include "features/settings/wording.hpp"
#include "surfaces/desk/parts.hpp"
#include "surfaces/desk/words.hpp"

namespace masthead::desk {

namespace {

using handlebars::Object;

Response draw_wording(DeskContext& context, const Request& request,
                      const std::optional<settings::Wording>& typed,
                      const std::optional<Failure>& failure = {})
{
    const Sheet sheet{"wording", "Wording", "wording", failure};
    return draw(context, request, sheet, [&](DeskPage& page) {
        const auto stored = settings::load_wording(page.snapshot);
        const auto& wording = typed ? *typed : stored;
        Object root{{"invitation", wording.invitation}, {"rule_sentence", wording.rule_sentence},
                    {"rules", wording.rules},           {"contact", wording.contact},
                    {"privacy", wording.privacy},       {"version", stored.rules_version}};
        if (const auto done = done_words(request.query_value("done")); !done.empty())
            root.set("done", done);
        return root;
    });
}

} // namespace

Response wording_page(DeskContext& context, const Request& request)
{
    return draw_wording(context, request, {});
}

Response save_wording(DeskContext& context, const Request& request)
{
    const auto form =
        web::read_form(request, {.field_bytes_max = 2 * settings::wording_text_bytes_max});
    if (!form)
        return web::refuse(form.error());
    settings::Wording wording;
    wording.invitation = form->text("invitation");
    wording.rule_sentence = form->text("rule_sentence");
    wording.rules = form->text("rules");
    wording.contact = form->text("contact");
    wording.privacy = form->text("privacy");
    const auto saved = context.database().write(
        [&](db::Tx& tx) { return settings::save_wording(tx, wording, context.now()); });
    return saved ? web::see_other("/desk/wording/?done=saved")
                 : draw_wording(context, request, wording, saved.error());
}

} // namespace masthead::desk
