#include "surfaces/desk/parts.hpp"

#include "core/crypto/seal.hpp"
#include "core/web/cookie.hpp"
#include "features/accounts/sign_in.hpp"
#include "surfaces/desk/words.hpp"

#include <charconv>

namespace masthead::desk {

namespace {

using handlebars::Array;
using handlebars::Object;
using handlebars::Value;
using staff::Permission;

constexpr int number_max = 1'000'000;

struct NavigationRow {
    std::string_view here;
    std::string_view label;
    std::string_view url;
    std::uint32_t permission;
};

constexpr NavigationRow navigation[]{
    {"front", "Desk", "/desk/", 0},
    {"moderation", "Comments", "/desk/moderation/", staff::bit(Permission::moderate)},
    {"notices", "Notices", "/desk/notices/", staff::bit(Permission::moderate)},
    {"reviews", "Reviews", "/desk/reviews/", staff::bit(Permission::moderate)},
    {"bans", "Bans", "/desk/bans/", staff::bit(Permission::ban)},
    {"rules", "Rules", "/desk/rules/", staff::bit(Permission::edit_rules)},
    {"wording", "Wording", "/desk/wording/", staff::bit(Permission::edit_wording)},
    {"staff", "Staff", "/desk/staff/", staff::bit(Permission::manage_staff)},
};

Array navigation_context(const web::Visitor& visitor, std::string_view here)
{
    Array entries;
    for (const auto& row : navigation) {
        if ((visitor.permissions & row.permission) == row.permission)
            entries.push_back(
                Object{{"label", row.label}, {"url", row.url}, {"open", row.here == here}});
    }
    return entries;
}

Object page_context(const DeskContext& context, const Request& request, const Sheet& sheet,
                    const DeskPage& page)
{
    Object root{{"title", sheet.title},
                {"lang", page.speech.language()},
                {"direction", page.speech.direction()},
                {"newsroom", page.newsroom.title},
                {"css", context.templates.asset_url("desk.css")},
                {"js", context.templates.asset_url("desk.js")}};
    if (const auto member = staff::find_staff(page.snapshot, staff_of(request)); member) {
        root.set("member", member->name);
        root.set("navigation", navigation_context(request.visitor, sheet.here));
    }
    return root;
}

} // namespace

StaffId staff_of(const Request& request)
{
    return StaffId{request.visitor.staff};
}

SessionId session_of(const Request& request)
{
    return SessionId{request.visitor.staff_session};
}

bool may(const Request& request, Permission permission)
{
    return (request.visitor.permissions & staff::bit(permission)) != 0;
}

std::optional<int> number_of(std::string_view text)
{
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < 0 ||
        number > number_max)
        return std::nullopt;
    return number;
}

Result<accounts::OpenedSession> open_desk(DeskContext& context, const Request& request, db::Tx& tx,
                                          StaffId staff)
{
    if (staff_of(request) == staff)
        return accounts::rotate_session(tx, session_of(request), context.now());
    return accounts::open_session(
        tx,
        {accounts::owner_of(staff), accounts::device_words(request.header("user-agent")),
         crypto::seal(context.services.keys.network, request.remote_address)},
        context.now());
}

void give_session(Response& response, const Request& request,
                  const accounts::OpenedSession& session)
{
    web::set_cookie(
        response, request,
        {std::string{web::staff_cookie}, session.token,
         std::chrono::duration_cast<std::chrono::seconds>(accounts::staff_session_max)});
}

bool is_fresh(DeskContext& context, const Request& request)
{
    const auto now = context.now();
    return context.database().read([&](db::Snapshot& snapshot) {
        const auto session = accounts::find_session(snapshot, session_of(request), now);
        return session && accounts::is_fresh(*session, now);
    });
}

std::string origin_of(const DeskContext& context, const Request& request)
{
    if (!context.site_url().empty())
        return context.site_url();
    return (request.secure ? "https://" : "http://") + request.host;
}

std::string return_path(std::string_view to)
{
    auto path = accounts::safe_return_path(to);
    return path == "/" ? "/desk/" : path;
}

Response draw(DeskContext& context, const Request& request, const Sheet& sheet,
              const BuildContext& build)
{
    return context.database().read([&](db::Snapshot& snapshot) {
        const auto newsroom = settings::load_newsroom(snapshot);
        const auto speech = context.templates.speech_for(newsroom);
        DeskPage page{snapshot, newsroom, speech, context.now()};
        auto root = build(page);
        if (!root)
            return web::refuse(refuse(Refusal::not_found, "web.not_found"));
        root->set("page", page_context(context, request, sheet, page));
        if (sheet.failure)
            root->set("error", words_for(*sheet.failure, speech));
        return web::html(sheet.failure ? web::status_of(sheet.failure->reason) : 200,
                         context.templates.render(sheet.name, std::move(*root), newsroom));
    });
}

Value moment(Time time)
{
    return to_ms(time) == 0 ? Value{} : Value{format_rfc3339(time)};
}

Value moment(const std::optional<Time>& time)
{
    return time ? moment(*time) : Value{};
}

std::string cursor_text(const comments::Cursor& cursor)
{
    return std::to_string(to_ms(cursor.at)) + "." + to_string(cursor.id);
}

comments::Cursor parse_cursor(std::string_view text)
{
    const auto dot = text.find('.');
    if (dot == std::string_view::npos)
        return {};
    std::int64_t ms = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + dot, ms);
    const auto id = parse_id<CommentId>(text.substr(dot + 1));
    if (error != std::errc{} || end != text.data() + dot || !id)
        return {};
    return {from_ms(ms), *id};
}

std::string staff_name(const DeskPage& page, StaffId staff)
{
    const auto member = staff ? staff::find_staff(page.snapshot, staff) : std::nullopt;
    return member ? member->name : std::string{page.speech.word("the program")};
}

} // namespace masthead::desk
