#include "core/base/text.hpp"
#include "core/web/form.hpp"
#include "features/notifications/find_notifications.hpp"
#include "features/notifications/mark_seen.hpp"
#include "surfaces/notifying/handlers.hpp"

#include <boost/json.hpp>

#include <charconv>

namespace masthead::notifying {

namespace {

using namespace handlebars;
using notifications::Group;
using notifications::NotificationId;

std::optional<std::int64_t> read_number(std::string_view text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_whole = error == std::errc{} && end == text.data() + text.size();
    return is_whole && number > 0 ? std::optional{number} : std::nullopt;
}

// "1764000000000-42": where the list goes on. What is none begins it anew.
notifications::Place read_place(std::string_view text)
{
    const auto hyphen = text.find('-');
    if (hyphen == std::string_view::npos)
        return {};
    const auto at = read_number(text.substr(0, hyphen));
    const auto id = parse_id<NotificationId>(text.substr(hyphen + 1));
    return at && id ? notifications::Place{from_ms(*at), *id} : notifications::Place{};
}

std::string address_of(NotificationId id)
{
    return "/notifications/" + to_string(id) + "/";
}

Object group_context(const Group& group)
{
    return Object{{"kind", notifications::kind_name(group.kind)},
                  {"name", group.name},
                  {"others", group.others},
                  {"one_other", group.others == 1},
                  {"count", group.count},
                  {"several", group.count > 1},
                  {"excerpt", group.excerpt},
                  {"headline", group.headline},
                  {"url", address_of(group.id)},
                  {"seen", group.is_seen},
                  {"at", format_rfc3339(group.made_at)}};
}

Object list_context(db::Snapshot& snapshot, const Request& request, Time now)
{
    const auto before = read_place(request.query_value("before"));
    const auto list = notifications::find_groups(snapshot, reader_of(request), before);
    Array groups;
    bool has_unseen = false;
    for (const auto& group : list.groups) {
        has_unseen = has_unseen || !group.is_seen;
        groups.push_back(group_context(group));
    }
    // `until`: what comes while the reader looks at this page stays unseen.
    Object root{{"groups", std::move(groups)}, {"has_unseen", has_unseen}, {"until", to_ms(now)}};
    if (list.next.id)
        root.set("older_url", "/notifications/?before=" + std::to_string(to_ms(list.next.at)) +
                                  "-" + to_string(list.next.id));
    if (before.id)
        root.set("newest_url", "/notifications/");
    return root;
}

boost::json::object group_json(const Group& group)
{
    return {{"kind", notifications::kind_name(group.kind)},
            {"name", group.name},
            {"others", group.others},
            {"count", group.count},
            {"excerpt", group.excerpt},
            {"headline", group.headline},
            {"url", address_of(group.id)},
            {"seen", group.is_seen},
            {"at", format_rfc3339(group.made_at)}};
}

} // namespace

Response notifications_page(const NotifyingServices& services, const Request& request)
{
    return services.pages.draw_private(
        request, site::PageKind::account, [&](site::RenderEnvironment& page) {
            page.title = page.theme.translate(page.language(), "Notifications");
            site::PageView view;
            view.templates = {"reader-notifications"};
            view.context = list_context(page.snapshot, request, page.now);
            return std::optional{std::move(view)};
        });
}

Response mark_all_seen(const NotifyingServices& services, const Request& request)
{
    const auto form = web::read_form(request);
    const auto until = form ? read_number(form->text("until")) : std::nullopt;
    if (!until)
        return web::refuse(refuse(Refusal::invalid, "form.unreadable"));
    const auto done = services.database.write([&](db::Tx& tx) {
        const auto now = services.clock.now();
        return notifications::mark_all_seen(tx, reader_of(request), std::min(from_ms(*until), now),
                                            now);
    });
    if (!done)
        return web::refuse(done.error());
    if (!request.wants_json())
        return web::see_other("/notifications/");
    const auto unread = services.database.read([&](db::Snapshot& snapshot) {
        return notifications::unread_count(snapshot, reader_of(request));
    });
    return web::json(200, R"({"unread":)" + std::to_string(unread) + "}");
}

Response open_notification(const NotifyingServices& services, const Request& request)
{
    const auto id = parse_id<NotificationId>(request.route_value("id"));
    if (!id)
        return web::refuse(refuse(Refusal::not_found, "notification.gone"));
    const auto path = services.database.write([&](db::Tx& tx) {
        return notifications::open_notification(tx, reader_of(request), *id, services.clock.now());
    });
    return path ? web::see_other(*path) : web::refuse(path.error());
}

Response notifications_json(const NotifyingServices& services, const Request& request)
{
    return services.database.read([&](db::Snapshot& snapshot) {
        const auto reader = reader_of(request);
        const auto before = read_place(request.query_value("before"));
        const auto list = notifications::find_groups(snapshot, reader, before);
        boost::json::array groups;
        for (const auto& group : list.groups)
            groups.push_back(group_json(group));
        const boost::json::object answer{{"unread", notifications::unread_count(snapshot, reader)},
                                         {"groups", std::move(groups)}};
        return web::json(200, boost::json::serialize(answer));
    });
}

} // namespace masthead::notifying
