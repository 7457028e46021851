#include "features/readers/reader.hpp"
#include "features/staff/change_staff.hpp"
#include "features/staff/invite_staff.hpp"
#include "surfaces/desk/parts.hpp"
#include "surfaces/desk/words.hpp"

#include <array>

namespace masthead::desk {

namespace {

using handlebars::Array;
using handlebars::Object;
using staff::Role;
using staff::StaffState;

constexpr std::array roles{Role::contributor, Role::author,    Role::editor,
                           Role::moderator,   Role::publisher, Role::administrator};

std::string_view state_name(StaffState state)
{
    switch (state) {
    case StaffState::invited: return "invited";
    case StaffState::active: return "active";
    case StaffState::disabled: return "may not sign in";
    }
    return "";
}

Array roles_context(std::string_view chosen)
{
    Array list;
    for (const auto role : roles)
        list.push_back(
            Object{{"name", staff::role_name(role)}, {"chosen", staff::role_name(role) == chosen}});
    return list;
}

Object member_context(DeskPage& page, const staff::StaffMember& member, const Request& request)
{
    Object one{{"id", to_string(member.id)},
               {"name", member.name},
               {"role", staff::role_name(member.role)},
               {"roles", roles_context(staff::role_name(member.role))},
               {"state", state_name(member.state)},
               {"disabled", member.state == StaffState::disabled},
               {"since", moment(member.created_at)},
               {"own", member.id == staff_of(request)}};
    if (const auto reader = readers::find_reader(page.snapshot, member.reader); reader)
        one.set("reader",
                Object{{"name", reader->display_name}, {"url", readers::reader_url(reader->id)}});
    return one;
}

// What was typed, what went wrong, or the link that is shown this once.
struct StaffSays {
    std::string name;
    std::string mail;
    std::string role = "contributor";
    std::string link;
    std::optional<Failure> failure;
};

Response draw_staff(DeskContext& context, const Request& request, const StaffSays& says)
{
    return draw(context, request, {"staff", "Staff", "staff", says.failure}, [&](DeskPage& page) {
        Array members;
        for (const auto& member : staff::list_staff(page.snapshot))
            members.push_back(member_context(page, member, request));
        Object root{{"members", std::move(members)},
                    {"name", says.name},
                    {"mail", says.mail},
                    {"roles", roles_context(says.role)},
                    {"link", says.link}};
        if (const auto done = done_words(request.query_value("done")); !done.empty())
            root.set("done", done);
        return root;
    });
}

Result<std::string> invite(DeskContext& context, db::Tx& tx, const web::Form& form)
{
    const auto send = form.has("send") ? staff::InvitationMail::yes : staff::InvitationMail::no;
    if (form.text("action") == "invite") {
        const auto invitation =
            staff::invite_again(tx, id_of<StaffId>(form.text("staff")), send, context.now());
        if (!invitation)
            return invitation.error();
        return staff::invitation_path(invitation->token);
    }
    const auto role = staff::role_named(form.text("role"));
    if (!role)
        return refuse(Refusal::invalid, "staff.role");
    const auto invitation = staff::add_staff(
        tx, {std::string{form.text("name")}, std::string{form.text("mail")}, *role, send},
        context.now());
    if (!invitation)
        return invitation.error();
    return staff::invitation_path(invitation->token);
}

Result<void> change(DeskContext& context, const Request& request, db::Tx& tx, const web::Form& form)
{
    const auto now = context.now();
    const auto id = id_of<StaffId>(form.text("staff"));
    const auto action = form.text("action");
    if (id == staff_of(request))
        return refuse(Refusal::not_allowed, "staff.self");
    if (action == "disable")
        return staff::disable_staff(tx, id, now);
    if (action == "enable")
        return staff::enable_staff(tx, id, now);
    if (action == "unlink")
        return staff::unlink_reader(tx, id, now);
    const auto role = staff::role_named(form.text("role"));
    if (action != "role" || !role)
        return refuse(Refusal::invalid, "staff.role");
    return staff::change_role(tx, id, *role, now);
}

} // namespace

Response staff_page(DeskContext& context, const Request& request)
{
    return draw_staff(context, request, {});
}

Response change_staff(DeskContext& context, const Request& request)
{
    const auto form = web::read_form(request);
    if (!form)
        return web::refuse(form.error());
    // A stolen cookie must not be able to make itself a colleague.
    if (!is_fresh(context, request))
        return web::see_other("/desk/sign-in/?to=/desk/staff/");
    const auto action = form->text("action");
    StaffSays says;
    if (action == "add" || action == "invite") {
        const auto path =
            context.database().write([&](db::Tx& tx) { return invite(context, tx, *form); });
        if (path) {
            says.link = origin_of(context, request) + *path;
            return draw_staff(context, request, says);
        }
        says.name = form->text("name");
        says.mail = form->text("mail");
        says.role = form->text("role");
        says.failure = path.error();
        return draw_staff(context, request, says);
    }
    const auto changed =
        context.database().write([&](db::Tx& tx) { return change(context, request, tx, *form); });
    if (changed)
        return web::see_other("/desk/staff/?done=staff");
    says.failure = changed.error();
    return draw_staff(context, request, says);
}

} // namespace masthead::desk
