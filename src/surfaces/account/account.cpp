#include "surfaces/account/account.hpp"

#include "surfaces/account/handlers.hpp"

namespace masthead::account {

namespace {

using web::Access;
using web::Method;
using namespace std::chrono_literals;

using Handle = Response (*)(const AccountServices&, const Request&);

struct Row {
    Method method;
    const char* pattern;
    Access access;
    Handle handle;
    web::Rate rate = {};
    std::size_t body_bytes_max = 64 * 1024;
};

// Wide enough for a school or an office behind one address; the verbs count what is dear.
constexpr web::Rate to_sign_in{60, 2s, "sign_in"};
constexpr web::Rate to_change{60, 1s, "account"};
constexpr web::Rate to_export{10, 60s, "export"};
constexpr std::size_t picture_body_bytes_max = 3 * 1024 * 1024;

constexpr Row rows[]{
    {Method::get, "/reader/sign-in/", Access::everyone, sign_in_page},
    {Method::post, "/reader/sign-in/", Access::everyone, begin_sign_in, to_sign_in},
    {Method::get, "/reader/sign-in/code/", Access::everyone, code_page},
    {Method::post, "/reader/sign-in/code/", Access::everyone, enter_code, to_sign_in},
    {Method::get, "/reader/sign-in/link/", Access::everyone, link_page, to_sign_in},
    {Method::post, "/reader/sign-in/link/", Access::everyone, press_link, to_sign_in},
    {Method::post, "/reader/sign-in/password/", Access::everyone, sign_in_by_password, to_sign_in},
    {Method::post, "/reader/passkey/sign-in/options/", Access::everyone, passkey_sign_in_options,
     to_sign_in},
    {Method::post, "/reader/passkey/sign-in/", Access::everyone, passkey_sign_in, to_sign_in},
    {Method::post, "/reader/passkey/add/options/", Access::reader, passkey_add_options, to_change},
    {Method::post, "/reader/passkey/add/", Access::reader, passkey_add, to_change},
    {Method::post, "/reader/oidc/{provider}/", Access::everyone, set_out_for_provider, to_sign_in},
    {Method::get, "/reader/oidc/{provider}/callback/", Access::everyone, come_back_from_provider,
     to_sign_in},
    {Method::get, "/reader/sign-up/", Access::everyone, sign_up_page},
    {Method::post, "/reader/sign-up/", Access::everyone, sign_up, to_sign_in},
    {Method::post, "/reader/sign-out/", Access::reader, sign_out},
    {Method::get, "/reader/account/", Access::reader, account_page},
    {Method::post, "/reader/account/profile/", Access::reader, save_profile, to_change},
    {Method::post, "/reader/account/picture/", Access::reader, save_picture, to_change,
     picture_body_bytes_max},
    {Method::post, "/reader/account/public/", Access::reader, save_public, to_change},
    {Method::post, "/reader/account/mail/", Access::reader, begin_mail_change, to_change},
    {Method::post, "/reader/account/mail/code/", Access::reader, enter_mail_code, to_change},
    {Method::get, "/reader/mail-change/", Access::everyone, mail_link_page, to_sign_in},
    {Method::post, "/reader/mail-change/", Access::everyone, press_mail_link, to_sign_in},
    {Method::post, "/reader/account/password/", Access::reader, save_password, to_sign_in},
    {Method::post, "/reader/account/passkeys/{id}/", Access::reader, change_passkey, to_change},
    {Method::post, "/reader/account/identities/", Access::reader, unlink_identity, to_change},
    {Method::post, "/reader/account/sessions/{id}/", Access::reader, close_session, to_change},
    {Method::post, "/reader/account/delete/", Access::reader, request_deletion, to_change},
    {Method::post, "/reader/account/keep/", Access::reader, take_back_deletion, to_change},
    {Method::post, "/reader/account/decisions/{id}/review/", Access::reader, ask_review, to_change},
    {Method::get, "/reader/account/export.json", Access::reader, export_json, to_export},
    {Method::get, "/reader/account/export.html", Access::reader, export_html, to_export},
};

} // namespace

Account::Account(AccountServices services) : services_(std::move(services)) {}

std::vector<web::Route> Account::routes()
{
    std::vector<web::Route> routes;
    for (const auto& row : rows) {
        web::Route route;
        route.method = row.method;
        route.pattern = row.pattern;
        route.access = row.access;
        route.rate = row.rate;
        route.body_bytes_max = row.body_bytes_max;
        route.handler = [this, handle = row.handle](const web::Request& request) {
            return handle(services_, request);
        };
        routes.push_back(std::move(route));
    }
    return routes;
}

} // namespace masthead::account
