#pragma once

#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/notifications/notification.hpp"

#include <string>

namespace masthead::notifications {

/// A reader has seen their list as it was at `until`: what came after stays unseen.
/// Events: reader.notified where anything changed.
Result<void> mark_all_seen(db::Tx& tx, ReaderId reader, Time until, Time now);

/// A reader opens one: its whole group is seen. Answers where it leads. Refuses `not_found`
/// ("notification.gone") for what is another's, is gone, or may no longer be shown.
/// Events: reader.notified where anything changed.
Result<std::string> open_notification(db::Tx& tx, ReaderId reader, NotificationId id, Time now);

/// A push is on its way, or is not to be sent any more.
void let_push_go(db::Tx& tx, NotificationId id);

} // namespace masthead::notifications
