#include "surfaces/account/handlers.hpp"

#include "features/accounts/account_data.hpp"
#include "features/accounts/change_mail.hpp"
#include "features/media/media.hpp"
#include "features/moderation/record_decision.hpp"
#include "features/moderation/reviews.hpp"
#include "features/moderation/rule_words.hpp"
#include "features/readers/edit_profile.hpp"
#include "features/readers/reader.hpp"

namespace masthead::account {

namespace {

using handlebars::Array;
using handlebars::Object;

constexpr int decisions_shown_max = 50;

std::string moment(Time time)
{
    return format_rfc3339(time);
}

Object profile_context(db::Snapshot& snapshot, const readers::Reader& reader)
{
    Object profile{{"name", reader.display_name},
                   {"bio", reader.bio},
                   {"typed_name", reader.display_name},
                   {"typed_bio", reader.bio},
                   {"url", readers::reader_url(reader.id)},
                   {"shows_history", reader.public_parts.history},
                   {"shows_respect", reader.public_parts.respect},
                   {"shows_words", reader.public_parts.words},
                   {"shows_picture", reader.public_parts.picture},
                   {"shows_followers", reader.public_parts.followers},
                   {"shows_supporter", reader.shows_supporter},
                   {"is_supporter", to_ms(reader.supporter_since) > 0}};
    if (const auto picture = media::find_media(snapshot, reader.picture); picture)
        profile.set("picture", media::media_url(*picture));
    if (reader.wants_deletion())
        profile.set("deletion_due_at", moment(reader.deletion_due_at));
    return profile;
}

// What was typed stands in the form again; the profile above it stays as it is.
void set_typed(Object& root, const TypedProfile& typed)
{
    const auto* profile = root.find(handlebars::Symbol{"profile"});
    if (!profile || !profile->object())
        return;
    auto again = *profile->object();
    again.set("typed_name", typed.name).set("typed_bio", typed.bio);
    root.set("profile", std::move(again));
}

Array sessions_context(const accounts::AccountData& account, SessionId current)
{
    Array sessions;
    for (const auto& session : account.sessions)
        sessions.push_back(Object{{"id", to_string(session.id)},
                                  {"device", session.device},
                                  {"seen_at", moment(session.seen_at)},
                                  {"created_at", moment(session.created_at)},
                                  {"current", session.id == current}});
    return sessions;
}

Array passkeys_context(const accounts::AccountData& account)
{
    Array passkeys;
    for (const auto& passkey : account.passkeys) {
        Object one{{"id", to_string(passkey.id)},
                   {"name", passkey.name},
                   {"created_at", moment(passkey.created_at)}};
        if (to_ms(passkey.used_at) > 0)
            one.set("used_at", moment(passkey.used_at));
        passkeys.push_back(std::move(one));
    }
    return passkeys;
}

std::string provider_name(const AccountServices& services, std::string_view issuer)
{
    for (const auto& provider : services.providers) {
        if (provider->settings().issuer == issuer)
            return provider->settings().name;
    }
    return std::string{issuer};
}

Array identities_context(const AccountServices& services, const accounts::AccountData& account)
{
    Array identities;
    for (const auto& linked : account.identities)
        identities.push_back(Object{{"issuer", linked.identity.issuer},
                                    {"subject", linked.identity.subject},
                                    {"name", provider_name(services, linked.identity.issuer)}});
    return identities;
}

Array providers_to_link(const AccountServices& services, const accounts::AccountData& account)
{
    Array providers;
    for (const auto& provider : services.providers) {
        const auto& settings = provider->settings();
        const bool is_linked = std::ranges::any_of(account.identities, [&](const auto& linked) {
            return linked.identity.issuer == settings.issuer;
        });
        if (!is_linked)
            providers.push_back(
                Object{{"name", settings.name}, {"url", "/reader/oidc/" + settings.key + "/"}});
    }
    return providers;
}

// What the decision rests on, in words that the theme translates, and as it was met.
Array facts_context(const moderation::Decision& decision)
{
    Array facts;
    for (const auto& fact : moderation::read_facts(decision.facts))
        facts.push_back(Object{{"rule", fact.rule}, {"met", fact.met}});
    return facts;
}

Array decisions_context(db::Snapshot& snapshot, ReaderId reader)
{
    Array decisions;
    for (const auto& decision :
         moderation::find_decisions_on_reader(snapshot, reader, decisions_shown_max)) {
        Object one{{"id", to_string(decision.id)},
                   {"action", moderation::name_of(decision.action)},
                   {"ground", moderation::describe_rule(decision.ground)},
                   {"facts", facts_context(decision)},
                   {"words", decision.words},
                   {"place", decision.place},
                   {"automated", decision.is_automated()},
                   {"at", moment(decision.created_at)}};
        if (decision.until)
            one.set("until", moment(*decision.until));
        if (const auto review = moderation::find_review_of(snapshot, decision.id); review)
            one.set("review",
                    Object{{"answered", review->answered_at.has_value()},
                           {"overturned", review->state == moderation::ReviewState::overturned},
                           {"answer", review->answer}});
        decisions.push_back(std::move(one));
    }
    return decisions;
}

Object account_context(const AccountServices& services, const Request& request,
                       db::Snapshot& snapshot)
{
    const auto id = reader_of(request);
    const auto owner = accounts::owner_of(id);
    const auto now = services.clock.now();
    const auto reader = readers::find_reader(snapshot, id);
    const auto account = accounts::find_account_data(snapshot, owner, now);
    Object root{{"mail", account.mail},
                {"has_password", account.has_password},
                {"sessions", sessions_context(account, session_of(request))},
                {"passkeys", passkeys_context(account)},
                {"identities", identities_context(services, account)},
                {"providers", providers_to_link(services, account)},
                {"decisions", decisions_context(snapshot, id)}};
    if (reader)
        root.set("profile", profile_context(snapshot, *reader));
    if (const auto change = accounts::find_mail_change(snapshot, owner, now); change)
        root.set("mail_change", Object{{"new_mail", change->new_mail},
                                       {"old_confirmed", change->old_confirmed},
                                       {"new_confirmed", change->new_confirmed}});
    return root;
}

// The one sentence that follows a change, by the word that stands in the address.
std::string_view done_sentence(std::string_view done)
{
    struct Done {
        std::string_view word;
        std::string_view sentence;
    };
    constexpr Done all[]{{"profile", "Your profile is saved."},
                         {"picture", "Your picture is saved."},
                         {"public", "Saved: others now see what you chose."},
                         {"mail", "We have sent a mail to both addresses. Confirm in each."},
                         {"mail_changed", "Your address is changed."},
                         {"mail_half", "Confirmed. The other address must confirm too."},
                         {"mail_kept", "Your address stays as it is."},
                         {"password", "Your password is saved. Other devices were signed out."},
                         {"password_gone", "Your password is gone. Sign in by mail or passkey."},
                         {"passkey", "Your passkeys are saved."},
                         {"identity", "Your linked accounts are saved."},
                         {"sessions", "Signed out there."},
                         {"delete", "Your account will be deleted. You can take it back below."},
                         {"keep", "Your account stays."},
                         {"review", "Somebody else of the newsroom will look at it again."}};
    const auto* found = std::ranges::find(all, done, &Done::word);
    return found == std::end(all) ? std::string_view{} : found->sentence;
}

} // namespace

Response account_page(const AccountServices& services, const Request& request)
{
    const auto build = [&](site::RenderEnvironment& page) {
        auto root = account_context(services, request, page.snapshot);
        if (const auto sentence = done_sentence(request.query_value("done")); !sentence.empty())
            root.set("notice", page.theme.translate(page.language(), sentence));
        return root;
    };
    return draw(services, request, "reader-account", "Your account", build);
}

Response account_page_again(const AccountServices& services, const Request& request,
                            std::string_view part, const Failure& failure,
                            const TypedProfile* typed)
{
    const auto build = [&](site::RenderEnvironment& page) {
        auto root = account_context(services, request, page.snapshot);
        root.set("error", words_for(failure, page));
        root.set("error_part", part);
        if (typed)
            set_typed(root, *typed);
        return root;
    };
    return draw(services, request, "reader-account", "Your account", build,
                web::status_of(failure.reason));
}

} // namespace masthead::account
