#pragma once

#include "core/web/request.hpp"
#include "core/web/response.hpp"
#include "features/ids.hpp"
#include "surfaces/notifying/notifying.hpp"

#include <string>
#include <string_view>

/// One function a route; the table in notifying.cpp says which is whose.
namespace masthead::notifying {

using web::Request;
using web::Response;

/// The signed-in reader; the route table has seen to it that there is one.
ReaderId reader_of(const Request& request);

/// notifications_page.cpp: the list, and what is done with it.
Response notifications_page(const NotifyingServices& services, const Request& request);
Response mark_all_seen(const NotifyingServices& services, const Request& request);
Response open_notification(const NotifyingServices& services, const Request& request);
Response notifications_json(const NotifyingServices& services, const Request& request);

/// choices_page.cpp: what is told by which channel.
Response choices_page(const NotifyingServices& services, const Request& request);
Response save_choices(const NotifyingServices& services, const Request& request);

/// unsubscribe_pages.cpp: out of a mail, without signing in.
Response unsubscribe_page(const NotifyingServices& services, const Request& request);
Response unsubscribe(const NotifyingServices& services, const Request& request);

} // namespace masthead::notifying
