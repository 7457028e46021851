#include "features/notifications/find_push.hpp"

#include "features/notifications/push_sql.hpp"

namespace masthead::notifications {

std::optional<PushSubscription> find_push_subscription(db::Snapshot& snapshot,
                                                       PushSubscriptionId id)
{
    return sql::find_push(snapshot, id);
}

std::vector<PushSubscription> push_subscriptions_of(db::Snapshot& snapshot, ReaderId reader)
{
    return sql::list_push(snapshot, reader, push_subscriptions_per_reader_max);
}

bool has_push_subscription(db::Snapshot& snapshot, SessionId session)
{
    return sql::has_push(snapshot, session);
}

} // namespace masthead::notifications
