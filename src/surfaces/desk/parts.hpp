#pragma once

#include "core/web/form.hpp"
#include "features/accounts/session.hpp"
#include "features/comments/find_queues.hpp"
#include "features/staff/staff_member.hpp"
#include "surfaces/desk/desk_context.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

/// What the handlers of this folder share. Nobody outside it includes this.
namespace masthead::desk {

/// The signed-in member of staff; the route table has seen to it that there is one.
StaffId staff_of(const Request& request);
SessionId session_of(const Request& request);
bool may(const Request& request, staff::Permission permission);

/// A number of the address, or none.
template <class IdType>
IdType id_of(std::string_view text)
{
    return parse_id<IdType>(text).value_or(IdType{});
}

/// A whole number from 0 to 1,000,000; absent for anything else.
std::optional<int> number_of(std::string_view text);

/// Opens a session in the browser, or rotates the one it has of the same person.
Result<accounts::OpenedSession> open_desk(DeskContext& context, const Request& request, db::Tx& tx,
                                          StaffId staff);
void give_session(Response& response, const Request& request,
                  const accounts::OpenedSession& session);

/// Whether a credential was shown recently enough to change credentials and rights.
bool is_fresh(DeskContext& context, const Request& request);

/// "https://tern.example": site_url, or where that is empty what the browser asked for.
std::string origin_of(const DeskContext& context, const Request& request);

/// Where to go after signing in: a path of ours; the desk's front page where none was asked for.
std::string return_path(std::string_view to);

/// What one drawing may use.
struct DeskPage {
    db::Snapshot& snapshot;
    const settings::Newsroom& newsroom;
    const Speech& speech;
    Time now{};
};

/// How a page is to be drawn beyond its template.
struct Sheet {
    std::string_view name;               ///< of the template
    std::string_view title;              ///< of the page, in English
    std::string_view here = {};          ///< the navigation's entry that is open
    std::optional<Failure> failure = {}; ///< what went wrong: sets the status and a message
};

/// Draws one of the desk's templates with what `build` answers; 404 where that is absent.
using BuildContext = std::function<std::optional<handlebars::Object>(DeskPage& page)>;
Response draw(DeskContext& context, const Request& request, const Sheet& sheet,
              const BuildContext& build);

/// A moment as templates take it; undefined for the epoch.
handlebars::Value moment(Time time);
handlebars::Value moment(const std::optional<Time>& time);

/// Where a list goes on, in an address: "1763900000000.42".
std::string cursor_text(const comments::Cursor& cursor);
comments::Cursor parse_cursor(std::string_view text);

/// A member of staff's name; for none "the program", in the page's words.
std::string staff_name(const DeskPage& page, StaffId staff);

} // namespace masthead::desk
