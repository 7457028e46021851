#include "surfaces/account/handlers.hpp"

#include "core/base/text.hpp"
#include "core/crypto/seal.hpp"
#include "core/crypto/token.hpp"
#include "core/web/cookie.hpp"
#include "core/web/network.hpp"
#include "features/accounts/sign_ins_under_way.hpp"
#include "features/comments/drafts.hpp"
#include "features/comments/reader_data.hpp"
#include "features/readers/sign_up.hpp"
#include "surfaces/account/words.hpp"

namespace masthead::account {

ReaderId reader_of(const web::Request& request)
{
    return ReaderId{request.visitor.reader};
}

SessionId session_of(const web::Request& request)
{
    return SessionId{request.visitor.reader_session};
}

std::string network_key(const AccountServices& services, const web::Request& request)
{
    return crypto::hmac_hex(services.keys.network_index, web::network_of(request));
}

accounts::NewSession new_session(const AccountServices& services, const web::Request& request,
                                 ReaderId reader)
{
    return {accounts::owner_of(reader), accounts::device_words(request.header("user-agent")),
            crypto::seal(services.keys.network, request.remote_address)};
}

void give_session(web::Response& response, const web::Request& request,
                  const accounts::OpenedSession& session)
{
    web::set_cookie(
        response, request,
        {std::string{web::reader_cookie}, session.token,
         std::chrono::duration_cast<std::chrono::seconds>(accounts::reader_session_max)});
}

void give_flow(web::Response& response, const web::Request& request, const std::string& flow_key,
               Milliseconds kept)
{
    web::set_cookie(response, request,
                    {std::string{web::flow_cookie}, flow_key,
                     std::chrono::duration_cast<std::chrono::seconds>(kept)});
}

void take_flow(web::Response& response, const web::Request& request)
{
    web::drop_cookie(response, request, web::flow_cookie);
}

void adopt_drafts(db::Tx& tx, const web::Request& request, ReaderId reader)
{
    const auto key = web::own_cookie(request, web::draft_cookie);
    if (!key.empty())
        comments::adopt_drafts(tx, comments::guest_draft_owner(crypto::token_hash(key)), reader);
}

void gather_comments(const AccountServices& services, ReaderId reader)
{
    const auto merged = services.database.read(
        [&](db::Snapshot& snapshot) { return readers::merged_into(snapshot, reader); });
    for (const auto from : merged) {
        auto left = comments::Progress::more;
        while (left == comments::Progress::more) {
            const auto moved = services.database.write(
                [&](db::Tx& tx) {
                    return comments::reassign_comments(tx, from, reader, services.clock.now());
                },
                db::Lane::bulk);
            left = moved ? *moved : comments::Progress::done;
        }
    }
}

web::Response signed_in(const AccountServices& services, const web::Request& request,
                        const ProvenReader& proven, std::string_view to)
{
    const auto reader = proven.reader;
    const auto opened = services.database.write([&](db::Tx& tx) -> Result<accounts::OpenedSession> {
        const auto now = services.clock.now();
        // Erased while a password was being compared or a provider was asked: no session any more.
        const auto found = readers::find_reader(tx, reader);
        if (!found || !found->is_active())
            return refuse(Refusal::gone, "reader.not_found");
        if (!accounts::is_still_under_way(tx, accounts::owner_of(reader), proven.begun))
            return refuse(Refusal::gone, "sign_in.ended");
        adopt_drafts(tx, request, reader);
        if (reader_of(request) == reader)
            return accounts::rotate_session(tx, session_of(request), now);
        return accounts::open_session(tx, new_session(services, request, reader), now);
    });
    if (!opened)
        return sign_in_again(services, request, opened.error(), {}, to);
    auto response = web::see_other(accounts::safe_return_path(to));
    give_session(response, request, *opened);
    take_flow(response, request);
    return response;
}

web::Response go_on(const AccountServices& services, const web::Request& request,
                    const accounts::ProvenMail& proven)
{
    if (proven.owner)
        return signed_in(services, request, {ReaderId{proven.owner->id}, proven.begun},
                         proven.return_to);
    auto response = web::see_other("/reader/sign-up/");
    give_flow(response, request, proven.flow_key, accounts::proven_mail_valid);
    return response;
}

web::Response draw(const AccountServices& services, const web::Request& request,
                   std::string_view name, std::string_view title, const BuildContext& build,
                   int status)
{
    return services.pages.draw_private(
        request, site::PageKind::account, [&](site::RenderEnvironment& page) {
            page.title = page.theme.translate(page.language(), title);
            site::PageView view;
            view.templates = {name};
            view.context = build(page);
            view.status = status;
            return std::optional{std::move(view)};
        });
}

std::string words_for(const Failure& failure, const site::RenderEnvironment& page)
{
    const auto sentence = page.theme.translate(page.language(), sentence_of(failure.message_key));
    std::string out{sentence};
    const auto place = out.find("{wait}");
    if (place != std::string::npos)
        out.replace(place, 6, wait_words(failure.detail, page));
    constexpr std::string_view words = "{words}";
    if (const auto at = out.find(words); at != std::string::npos)
        out.replace(at, words.size(), failure.detail);
    return out;
}

std::string with_return(std::string_view path, std::string_view to)
{
    const auto safe = accounts::safe_return_path(to);
    std::string out{path};
    return safe == "/" ? out : out + "?to=" + percent_encode(safe);
}

bool is_fresh(const AccountServices& services, const web::Request& request)
{
    const auto now = services.clock.now();
    return services.database.read([&](db::Snapshot& snapshot) {
        for (const auto& session :
             accounts::sessions_of(snapshot, accounts::owner_of(reader_of(request)), now)) {
            if (session.id == session_of(request))
                return accounts::is_fresh(session, now);
        }
        return false;
    });
}

web::Response ask_again(const web::Request& request)
{
    if (request.wants_json())
        return web::json(401, R"({"error":"account.stale","sign_in":"/reader/sign-in/"})");
    return web::see_other("/reader/sign-in/?again=1&to=/reader/account/");
}

} // namespace masthead::account
