#include "surfaces/account/handlers.hpp"

#include "core/crypto/password_hasher.hpp"
#include "core/web/form.hpp"
#include "features/accounts/account_mails.hpp"
#include "features/accounts/identities.hpp"
#include "features/accounts/passkeys.hpp"
#include "features/accounts/passwords.hpp"
#include "features/moderation/reviews.hpp"
#include "features/readers/edit_profile.hpp"
#include "features/readers/erase_reader.hpp"
#include "surfaces/account/profile_rules.hpp"

namespace masthead::account {

namespace {

Response back_to_account(std::string_view done, std::string_view part)
{
    return web::see_other("/reader/account/?done=" + std::string{done} + "#" + std::string{part});
}

// Runs one verb and goes back to the page: with its sentence, or with what went wrong.
template <class Verb>
Response change(const AccountServices& services, const Request& request, std::string_view part,
                std::string_view done, Verb&& verb)
{
    const auto changed = services.database.write(std::forward<Verb>(verb));
    return changed ? back_to_account(done, part)
                   : account_page_again(services, request, part, changed.error());
}

SessionId session_named(const Request& request)
{
    return parse_id<SessionId>(request.route_value("id")).value_or(SessionId{});
}

// Other devices are signed out; this one goes on under a new token.
Response with_new_token(const AccountServices& services, const Request& request, Response response)
{
    const auto rotated = services.database.write([&](db::Tx& tx) {
        return accounts::rotate_session(tx, session_of(request), services.clock.now());
    });
    if (rotated)
        give_session(response, request, *rotated);
    return response;
}

} // namespace

Response save_profile(const AccountServices& services, const Request& request)
{
    const auto form = web::read_form(request);
    if (!form)
        return web::refuse(form.error());
    readers::EditProfile command;
    command.reader = reader_of(request);
    command.display_name = form->text("name");
    command.bio = form->text("bio");
    const TypedProfile typed{command.display_name, command.bio};
    auto saved = judge_typed(services, command.reader, typed);
    if (saved)
        saved = services.database.write([&](db::Tx& tx) -> Result<void> {
            if (const auto free = refuse_banned(services, request, tx); !free)
                return free;
            return readers::edit_profile(tx, command, services.clock.now());
        });
    return saved ? back_to_account("profile", "profile")
                 : account_page_again(services, request, "profile", saved.error(), &typed);
}

Response save_public(const AccountServices& services, const Request& request)
{
    const auto form = web::read_form(request);
    if (!form)
        return web::refuse(form.error());
    const readers::PublicParts parts{form->has("history"), form->has("respect"), form->has("words"),
                                     form->has("picture"), form->has("followers")};
    const auto mark =
        form->has("supporter") ? readers::SupporterMark::shown : readers::SupporterMark::hidden;
    return change(services, request, "public", "public", [&](db::Tx& tx) -> Result<void> {
        const auto now = services.clock.now();
        if (const auto chosen = readers::choose_public(tx, reader_of(request), parts, now); !chosen)
            return chosen.error();
        return readers::show_supporter(tx, reader_of(request), mark, now);
    });
}

Response save_password(const AccountServices& services, const Request& request)
{
    if (!is_fresh(services, request))
        return ask_again(request);
    const auto form = web::read_form(request);
    if (!form)
        return web::refuse(form.error());
    const auto owner = accounts::owner_of(reader_of(request));
    if (form->has("remove")) {
        auto response =
            change(services, request, "sign-in", "password_gone", [&](db::Tx& tx) -> Result<void> {
                accounts::remove_password(tx, owner, session_of(request), services.clock.now());
                return {};
            });
        return with_new_token(services, request, std::move(response));
    }
    const auto password = accounts::password_form(form->text("password"));
    const auto mail = services.database.read(
        [&](db::Snapshot& snapshot) { return accounts::find_mail(snapshot, owner); });
    const auto sound = accounts::check_new_password(password, mail.value_or(""), services.breached);
    if (!sound)
        return account_page_again(services, request, "sign-in", sound.error());
    try {
        const auto hash = services.hasher.hash(password);
        auto response =
            change(services, request, "sign-in", "password", [&](db::Tx& tx) -> Result<void> {
                accounts::set_password(tx, owner, hash, session_of(request), services.clock.now());
                return {};
            });
        return with_new_token(services, request, std::move(response));
    } catch (const crypto::Busy&) {
        return account_page_again(services, request, "sign-in",
                                  refuse(Refusal::too_many, "password.busy"));
    }
}

Response change_passkey(const AccountServices& services, const Request& request)
{
    const auto form = web::read_form(request);
    if (!form)
        return web::refuse(form.error());
    const auto id = parse_id<PasskeyId>(request.route_value("id")).value_or(PasskeyId{});
    const auto owner = accounts::owner_of(reader_of(request));
    if (form->has("name"))
        return change(services, request, "sign-in", "passkey", [&](db::Tx& tx) {
            return accounts::rename_passkey(tx, owner, id, form->text("name"));
        });
    if (!is_fresh(services, request))
        return ask_again(request);
    return change(services, request, "sign-in", "passkey", [&](db::Tx& tx) -> Result<void> {
        const auto now = services.clock.now();
        if (const auto removed = accounts::remove_passkey(tx, owner, id, now); !removed)
            return removed.error();
        // Whoever removes a key has often lost the device that is signed in with it.
        accounts::close_sessions_of(tx, owner, session_of(request), now);
        return {};
    });
}

Response unlink_identity(const AccountServices& services, const Request& request)
{
    const auto form = web::read_form(request);
    if (!form)
        return web::refuse(form.error());
    if (!is_fresh(services, request))
        return ask_again(request);
    const accounts::Identity identity{std::string{form->text("issuer")},
                                      std::string{form->text("subject")}};
    return change(services, request, "sign-in", "identity", [&](db::Tx& tx) -> Result<void> {
        const auto now = services.clock.now();
        const auto owner = accounts::owner_of(reader_of(request));
        const auto unlinked = accounts::unlink_identity(tx, owner, identity, now);
        if (!unlinked)
            return unlinked.error();
        accounts::close_sessions_of(tx, owner, session_of(request), now);
        return {};
    });
}

Response close_session(const AccountServices& services, const Request& request)
{
    const auto owner = accounts::owner_of(reader_of(request));
    const auto now = services.clock.now();
    if (request.route_value("id") == "others")
        return change(services, request, "devices", "sessions", [&](db::Tx& tx) -> Result<int> {
            return accounts::close_sessions_of(tx, owner, session_of(request), now);
        });
    return change(services, request, "devices", "sessions", [&](db::Tx& tx) {
        return accounts::close_session(tx, owner, session_named(request), now);
    });
}

Response request_deletion(const AccountServices& services, const Request& request)
{
    if (!is_fresh(services, request))
        return ask_again(request);
    return change(services, request, "delete", "delete", [&](db::Tx& tx) {
        return readers::request_deletion(tx, reader_of(request), services.clock.now());
    });
}

Response take_back_deletion(const AccountServices& services, const Request& request)
{
    return change(services, request, "delete", "keep", [&](db::Tx& tx) {
        return readers::take_back_deletion(tx, reader_of(request), services.clock.now());
    });
}

Response ask_review(const AccountServices& services, const Request& request)
{
    const auto form = web::read_form(request);
    if (!form)
        return web::refuse(form.error());
    const auto decision = parse_id<DecisionId>(request.route_value("id")).value_or(DecisionId{});
    return change(services, request, "decisions", "review", [&](db::Tx& tx) {
        return moderation::ask_review(tx, decision, reader_of(request),
                                      std::string{form->text("words")}, services.clock.now());
    });
}

} // namespace masthead::account
