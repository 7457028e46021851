#include "core/crypto/seal.hpp"
#include "features/comments/reader_data.hpp"
#include "surfaces/desk/ban_terms.hpp"
#include "surfaces/desk/words.hpp"

namespace masthead::desk {

namespace {

using handlebars::Array;
using handlebars::Object;

constexpr int bans_shown_max = 100;

Response draw_bans(DeskContext& context, const Request& request, const BanSays& says,
                   std::string_view domain, const std::optional<Failure>& failure = {})
{
    const auto comment = id_of<CommentId>(request.query_value("comment"));
    return draw(context, request, {"bans", "Bans", "bans", failure}, [&](DeskPage& page) {
        Array list;
        for (const auto& ban : moderation::find_bans(page.snapshot, bans_shown_max)) {
            auto one = ban_context(page, ban);
            one.set("stands", !ban.lifted_at && (!ban.until || *ban.until > page.now));
            list.push_back(std::move(one));
        }
        Object root{{"bans", std::move(list)}, {"terms", terms_context(says)}, {"domain", domain}};
        if (comment && comments::find_sealed_network(page.snapshot, comment))
            root.set("comment", to_string(comment));
        if (const auto done = done_words(request.query_value("done")); !done.empty())
            root.set("done", done);
        return root;
    });
}

// The address itself is never shown: the ban rests on what the comment came from.
std::string network_key_of(DeskContext& context, db::Snapshot& snapshot, CommentId comment)
{
    const auto sealed = comments::find_sealed_network(snapshot, comment);
    const auto address =
        sealed ? crypto::unseal(context.services.keys.network, *sealed) : std::nullopt;
    return address ? moderation::network_key(context.services.keys.network_index.view(), *address)
                   : std::string{};
}

Result<void> change(DeskContext& context, const Request& request, db::Tx& tx, const web::Form& form)
{
    const auto now = context.now();
    const auto action = form.text("action");
    if (action == "lift")
        return moderation::lift_ban(tx, id_of<BanId>(form.text("ban")), staff_of(request), now);
    const auto terms = terms_of(ban_says_of(form), staff_of(request), now);
    if (!terms)
        return terms.error();
    Result<BanId> banned = refuse(Refusal::invalid, "decision.action");
    if (action == "mail_domain")
        banned = moderation::ban_mail_domain(tx, std::string{form.text("domain")}, *terms, now);
    if (action == "network") {
        const auto comment = id_of<CommentId>(form.text("comment"));
        banned = moderation::ban_network(tx, network_key_of(context, tx, comment), *terms, now);
    }
    if (!banned)
        return banned.error();
    return {};
}

} // namespace

Response bans_page(DeskContext& context, const Request& request)
{
    return draw_bans(context, request, {}, {});
}

Response change_bans(DeskContext& context, const Request& request)
{
    const auto form = web::read_form(request);
    if (!form)
        return web::refuse(form.error());
    const auto changed =
        context.database().write([&](db::Tx& tx) { return change(context, request, tx, *form); });
    if (!changed)
        return draw_bans(context, request, ban_says_of(*form), form->text("domain"),
                         changed.error());
    return web::see_other(form->text("action") == "lift" ? "/desk/bans/?done=lifted"
                                                         : "/desk/bans/?done=saved");
}

} // namespace masthead::desk
