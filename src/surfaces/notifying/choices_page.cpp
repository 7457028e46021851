#include "core/web/form.hpp"
#include "features/notifications/choices.hpp"
#include "features/notifications/find_push.hpp"
#include "surfaces/notifying/handlers.hpp"

namespace masthead::notifying {

namespace {

using handlebars::Array;
using handlebars::Object;
using notifications::Choice;
using notifications::Kind;
using notifications::kind_name;
using notifications::Mail;
using notifications::mail_name;
using notifications::OnSite;
using notifications::Push;

std::string_view sentence_of(Kind kind)
{
    switch (kind) {
    case Kind::reply: return "Somebody answers my comment";
    case Kind::mention: return "Somebody mentions me";
    case Kind::thread: return "A new reply in a thread I follow";
    case Kind::story: return "A new comment under a story I follow";
    case Kind::reader: return "A new comment by a reader I follow";
    case Kind::new_story: return "A new story by an author, in a section or on a topic I follow";
    case Kind::follower: return "Somebody follows me";
    case Kind::decision: return "The moderators make a decision that concerns me";
    }
    return "";
}

std::string_view sentence_of(Mail mail)
{
    switch (mail) {
    case Mail::none: return "No mail";
    case Mail::at_once: return "A mail at once";
    case Mail::daily: return "A mail once a day";
    case Mail::weekly: return "A mail once a week";
    }
    return "";
}

Array mails_context(const site::RenderEnvironment& page, const Choice& choice)
{
    Array mails;
    for (const auto mail : {Mail::none, Mail::at_once, Mail::daily, Mail::weekly})
        mails.push_back(Object{{"value", mail_name(mail)},
                               {"label", page.theme.translate(page.language(), sentence_of(mail))},
                               {"chosen", choice.mail == mail}});
    return mails;
}

Object choices_context(site::RenderEnvironment& page, const Request& request)
{
    Array kinds;
    for (const auto& [kind, choice] :
         notifications::find_choices(page.snapshot, reader_of(request))) {
        Object one{{"name", kind_name(kind)},
                   {"label", page.theme.translate(page.language(), sentence_of(kind))},
                   {"on_site", choice.on_site == OnSite::yes},
                   {"push", choice.push == Push::yes}};
        // Moderation writes about its decisions itself: the law wants the reasons said.
        if (notifications::may_be_mailed(kind))
            one.set("mails", mails_context(page, choice));
        kinds.push_back(std::move(one));
    }
    const auto browsers = notifications::push_subscriptions_of(page.snapshot, reader_of(request));
    Object root{{"kinds", std::move(kinds)}, {"push_browsers", static_cast<int>(browsers.size())}};
    if (!request.query_value("done").empty())
        root.set("notice", page.theme.translate(page.language(), "Saved."));
    return root;
}

Choice read_choice(const web::Form& form, Kind kind)
{
    const std::string name{kind_name(kind)};
    Choice choice;
    choice.on_site = form.has(name + ".site") ? OnSite::yes : OnSite::no;
    choice.mail = notifications::parse_mail(form.text(name + ".mail")).value_or(Mail::none);
    choice.push = form.has(name + ".push") ? Push::yes : Push::no;
    return choice;
}

} // namespace

Response choices_page(const NotifyingServices& services, const Request& request)
{
    return services.pages.draw_private(
        request, site::PageKind::account, [&](site::RenderEnvironment& page) {
            page.title = page.theme.translate(page.language(), "What you are told");
            site::PageView view;
            view.templates = {"reader-notification-choices"};
            view.context = choices_context(page, request);
            return std::optional{std::move(view)};
        });
}

Response save_choices(const NotifyingServices& services, const Request& request)
{
    const auto form = web::read_form(request);
    // Without this field it is not our form: an empty body must not switch everything off.
    if (!form || !form->has("choices"))
        return web::refuse(refuse(Refusal::invalid, "form.unreadable"));
    const auto saved = services.database.write([&](db::Tx& tx) -> Result<void> {
        for (const auto kind : notifications::all_kinds()) {
            const auto chosen =
                notifications::choose(tx, reader_of(request), kind, read_choice(*form, kind));
            if (!chosen)
                return chosen.error();
        }
        return {};
    });
    return saved ? web::see_other("/reader/account/notifications/?done=1")
                 : web::refuse(saved.error());
}

} // namespace masthead::notifying
