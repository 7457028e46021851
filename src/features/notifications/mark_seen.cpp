#include "features/notifications/mark_seen.hpp"

#include "core/db/event_log.hpp"
#include "features/notifications/find_notifications.hpp"
#include "features/notifications/notification_sql.hpp"

namespace masthead::notifications {

Result<void> mark_all_seen(db::Tx& tx, ReaderId reader, Time until, Time now)
{
    if (sql::set_all_seen(tx, reader, until, now) > 0)
        db::append_event(tx, {event_notified, reader.value()}, now);
    return {};
}

Result<std::string> open_notification(db::Tx& tx, ReaderId reader, NotificationId id, Time now)
{
    const auto row = sql::find(tx, reader, id);
    const auto groups = row ? find_groups_of(tx, reader, {id}) : std::vector<Group>{};
    if (groups.empty())
        return refuse(Refusal::not_found, "notification.gone");
    if (to_ms(row->told.seen_at) == 0 && sql::set_group_seen(tx, row->told, now) > 0)
        db::append_event(tx, {event_notified, reader.value()}, now);
    return groups.front().path;
}

void let_push_go(db::Tx& tx, NotificationId id)
{
    sql::clear_push(tx, id);
}

} // namespace masthead::notifications
