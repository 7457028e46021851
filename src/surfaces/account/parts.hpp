#pragma once

#include "core/web/request.hpp"
#include "core/web/response.hpp"
#include "features/accounts/session.hpp"
#include "features/accounts/sign_in.hpp"
#include "surfaces/account/account.hpp"

#include <functional>
#include <string>
#include <string_view>

/// What the handlers of this folder share. Nobody outside it includes this.
namespace masthead::account {

/// The signed-in reader; the route table has seen to it that there is one.
ReaderId reader_of(const web::Request& request);
SessionId session_of(const web::Request& request);

/// A hash of the network a request came from: limits count by it, nobody can read it back.
std::string network_key(const AccountServices& services, const web::Request& request);

/// What a new session of this request is made of; the network is sealed.
accounts::NewSession new_session(const AccountServices& services, const web::Request& request,
                                 ReaderId reader);

/// Puts a session's token, or a flow's key, into the browser; a flow may be taken out again.
void give_session(web::Response& response, const web::Request& request,
                  const accounts::OpenedSession& session);
void give_flow(web::Response& response, const web::Request& request, const std::string& flow_key,
               Milliseconds kept);
void take_flow(web::Response& response, const web::Request& request);

/// What a guest wrote before signing in becomes the reader's draft.
void adopt_drafts(db::Tx& tx, const web::Request& request, ReaderId reader);

/// What was written under an address before it had an account becomes the reader's, a stretch at a
/// time so that posting goes on.
void gather_comments(const AccountServices& services, ReaderId reader);

/// Who has shown a credential, and when the sign-in began (accounts::begin_position).
struct ProvenReader {
    ReaderId reader;
    std::int64_t begun = 0;
};

/// Signs a reader in (or proves once more who they are, where the browser has their session) and
/// goes on to `to`; to the sign-in form where their credentials have changed since it began.
web::Response signed_in(const AccountServices& services, const web::Request& request,
                        const ProvenReader& proven, std::string_view to);

/// After an address was proven: in, or on to the sign-up form.
web::Response go_on(const AccountServices& services, const web::Request& request,
                    const accounts::ProvenMail& proven);

/// Draws one of the account's templates with what `build` answers.
using BuildContext = std::function<handlebars::Object(site::RenderEnvironment& page)>;
web::Response draw(const AccountServices& services, const web::Request& request,
                   std::string_view name, std::string_view title, const BuildContext& build,
                   int status = 200);

/// A refusal as a sentence of the theme's language.
std::string words_for(const Failure& failure, const site::RenderEnvironment& page);

/// "?to=…" of sign-in pages, empty for the front page.
std::string with_return(std::string_view path, std::string_view to);

/// Whether the reader has shown a credential recently enough for what is dear; else `ask_again`
/// answers the way to sign in once more.
bool is_fresh(const AccountServices& services, const web::Request& request);
web::Response ask_again(const web::Request& request);

} // namespace masthead::account
