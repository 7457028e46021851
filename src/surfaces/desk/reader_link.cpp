#include "surfaces/desk/reader_link.hpp"

#include "features/readers/reader.hpp"
#include "features/staff/change_staff.hpp"

namespace masthead::desk {

namespace {

using handlebars::Object;

ReaderId reader_here(const Request& request)
{
    return ReaderId{request.visitor.reader};
}

// The proof: this browser is signed in as the reader too, and the reader's credential was shown
// just now. The desk's session alone proves nothing about anybody on the public side.
Result<ReaderId> proven_reader(DeskContext& context, const Request& request, db::Snapshot& snapshot)
{
    const auto reader = reader_here(request);
    const auto session =
        accounts::find_session(snapshot, SessionId{request.visitor.reader_session}, context.now());
    if (!reader || !session || session->owner != accounts::owner_of(reader) ||
        !accounts::is_fresh(*session, context.now()))
        return refuse(Refusal::not_allowed, "staff.reader_proof");
    return reader;
}

} // namespace

Object reader_link_context(DeskPage& page, const Request& request)
{
    Object link;
    const auto member = staff::find_staff(page.snapshot, staff_of(request));
    const auto linked = member ? readers::find_reader(page.snapshot, member->reader) : std::nullopt;
    if (linked) {
        link.set("linked",
                 Object{{"name", linked->display_name}, {"url", readers::reader_url(linked->id)}});
        return link;
    }
    const auto here = readers::find_reader(page.snapshot, reader_here(request));
    if (here && here->is_active() && !here->is_staff)
        link.set("present", Object{{"name", here->display_name}});
    return link;
}

Response change_own_reader(DeskContext& context, const Request& request)
{
    const auto form = web::read_form(request);
    if (!form)
        return web::refuse(form.error());
    if (!is_fresh(context, request))
        return web::see_other("/desk/sign-in/?to=/desk/account/");
    const auto changed = context.database().write([&](db::Tx& tx) -> Result<void> {
        if (form->text("action") == "unlink")
            return staff::unlink_reader(tx, staff_of(request), context.now());
        const auto reader = proven_reader(context, request, tx);
        if (!reader)
            return reader.error();
        return staff::link_reader(tx, staff_of(request), *reader, context.now());
    });
    return changed ? web::see_other("/desk/account/?done=saved")
                   : account_page_again(context, request, changed.error());
}

} // namespace masthead::desk
