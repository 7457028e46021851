#pragma once

#include "core/base/result.hpp"
#include "core/db/job_queue.hpp"
#include "core/db/transaction.hpp"
#include "features/notifications/find_notifications.hpp"
#include "features/notifications/push_subscription.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace masthead::notifications {

inline constexpr std::string_view job_send_push = "push.send";

/// One notification for one browser: what a job "push.send" carries.
struct PushToSend {
    NotificationId notification;
    PushSubscriptionId subscription;
    std::string about; ///< what is told together, "reply-42": a later push takes an earlier's place
    int attempt = 1;
};
std::optional<PushToSend> parse_push(std::string_view payload);

/// Owes one push from `run_at` on.
void owe_push(db::Tx& tx, const PushToSend& push, Time run_at);

/// Turns what is owed by push into one job a browser, in the transaction in which it is owed no
/// more: each is made once, whatever happens. What may not be told (any more), and what a reader
/// without a browser is owed, is let go. At most `limit` notifications; answers how many were
/// looked at.
Result<int> queue_pushes(db::Tx& tx, int limit, Time now);

/// What a push says at the moment in which it is sent. Absent where nothing may be said any more
/// (held, removed, blocked, withdrawn), where the reader has seen it meanwhile or no longer wants
/// it pushed, and after push_lifetime.
std::optional<Group> find_push_words(db::Snapshot& snapshot, ReaderId reader,
                                     NotificationId notification, Time now);

} // namespace masthead::notifications
