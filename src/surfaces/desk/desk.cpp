#include "surfaces/desk/desk.hpp"

#include "features/settings/wording.hpp"
#include "features/staff/staff_member.hpp"
#include "surfaces/desk/desk_context.hpp"

namespace masthead::desk {

namespace {

using staff::Permission;
using web::Access;
using web::Method;
using namespace std::chrono_literals;

using Handle = Response (*)(DeskContext&, const Request&);

struct Row {
    Method method;
    const char* pattern;
    Access access;
    std::uint32_t permission;
    Handle handle;
    web::Rate rate = {};
    std::size_t body_bytes_max = 64 * 1024;
};

constexpr auto moderate = staff::bit(Permission::moderate);
constexpr auto ban = staff::bit(Permission::ban);
constexpr auto see_readers = staff::bit(Permission::see_readers);
constexpr auto edit_rules = staff::bit(Permission::edit_rules);
constexpr auto edit_wording = staff::bit(Permission::edit_wording);
constexpr auto manage_staff = staff::bit(Permission::manage_staff);

// Wide enough for an office behind one address; the verbs count what is dear.
constexpr web::Rate to_sign_in{30, 4s, "desk.sign_in"};
// Letters take up to three bytes each on their way here.
constexpr std::size_t rules_body_bytes_max = 3 * 1024 * 1024;
constexpr std::size_t wording_body_bytes_max = 10 * settings::wording_text_bytes_max;

constexpr Row rows[]{
    {Method::get, "/desk/sign-in/", Access::everyone, 0, sign_in_page},
    {Method::post, "/desk/sign-in/", Access::everyone, 0, sign_in, to_sign_in},
    {Method::get, "/desk/invitation/", Access::everyone, 0, invitation_page, to_sign_in},
    {Method::post, "/desk/invitation/", Access::everyone, 0, accept_invitation, to_sign_in},
    {Method::post, "/desk/passkey/sign-in/options/", Access::everyone, 0, passkey_sign_in_options,
     to_sign_in},
    {Method::post, "/desk/passkey/sign-in/", Access::everyone, 0, passkey_sign_in, to_sign_in},
    {Method::post, "/desk/passkey/add/options/", Access::staff, 0, passkey_add_options, to_sign_in},
    {Method::post, "/desk/passkey/add/", Access::staff, 0, passkey_add, to_sign_in},
    {Method::post, "/desk/sign-out/", Access::staff, 0, sign_out},
    {Method::get, "/desk/account/", Access::staff, 0, account_page},
    {Method::post, "/desk/account/", Access::staff, 0, change_account, to_sign_in},
    {Method::post, "/desk/account/reader/", Access::staff, 0, change_own_reader, to_sign_in},
    {Method::get, "/desk/", Access::staff, 0, front_page},
    {Method::get, "/desk/moderation/", Access::staff, moderate, queue_page},
    {Method::get, "/desk/moderation/{comment}/", Access::staff, moderate, comment_page},
    {Method::post, "/desk/moderation/{comment}/", Access::staff, moderate, decide_comment},
    {Method::get, "/desk/readers/{id}/", Access::staff, see_readers, reader_page},
    {Method::post, "/desk/readers/{id}/", Access::staff, ban | see_readers, change_reader},
    {Method::get, "/desk/bans/", Access::staff, ban, bans_page},
    {Method::post, "/desk/bans/", Access::staff, ban, change_bans},
    {Method::get, "/desk/notices/", Access::staff, moderate, notices_page},
    {Method::get, "/desk/notices/{id}/", Access::staff, moderate, notice_page},
    {Method::post, "/desk/notices/{id}/", Access::staff, moderate, decide_notice},
    {Method::get, "/desk/reviews/", Access::staff, moderate, reviews_page},
    {Method::post, "/desk/reviews/{id}/", Access::staff, moderate, answer_review},
    {Method::get, "/desk/rules/", Access::staff, edit_rules, rules_page},
    {Method::post,
     "/desk/rules/",
     Access::staff,
     edit_rules,
     change_rules,
     {},
     rules_body_bytes_max},
    {Method::get, "/desk/wording/", Access::staff, edit_wording, wording_page},
    {Method::post,
     "/desk/wording/",
     Access::staff,
     edit_wording,
     save_wording,
     {},
     wording_body_bytes_max},
    {Method::get, "/desk/staff/", Access::staff, manage_staff, staff_page},
    {Method::post, "/desk/staff/", Access::staff, manage_staff, change_staff},
};

} // namespace

Desk::Desk(DeskServices services) : context_(std::make_unique<DeskContext>(services)) {}

Desk::~Desk() = default;

std::vector<web::Route> Desk::routes()
{
    std::vector<web::Route> routes;
    for (const auto& row : rows) {
        web::Route route;
        route.method = row.method;
        route.pattern = row.pattern;
        route.access = row.access;
        route.permission = row.permission;
        route.rate = row.rate;
        route.body_bytes_max = row.body_bytes_max;
        route.handler = [this, handle = row.handle](const Request& request) {
            return handle(*context_, request);
        };
        routes.push_back(std::move(route));
    }
    routes.push_back(web::embedded_files_route("/desk/assets/", context_->templates.assets()));
    return routes;
}

} // namespace masthead::desk
