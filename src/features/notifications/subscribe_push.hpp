#pragma once

#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/notifications/push_subscription.hpp"

#include <string_view>

namespace masthead::notifications {

/// A browser that is to be told from now on.
struct SubscribePush {
    ReaderId reader;
    SessionId session;
    push::Subscription subscription;
};

/// Keeps it. A browser has one subscription: an earlier one of the same session goes, and an
/// endpoint that is known already belongs to who now reads with it. Past
/// push_subscriptions_per_reader_max the reader's oldest goes. Refuses `not_found`
/// ("reader.not_found") for who is no active reader and for a session that has ended.
/// Events: push.subscribed, and push.unsubscribed for whoever had the endpoint before.
Result<PushSubscriptionId> subscribe_push(db::Tx& tx, const SubscribePush& command,
                                          const crypto::KeyRing& keys, Time now);

/// Lets go of what the session has subscribed; nothing there is no refusal.
/// Events: push.unsubscribed where something went.
void unsubscribe_push(db::Tx& tx, ReaderId reader, SessionId session, Time now);

/// Lets go of all of a reader's browsers; answers how many.  Events: as above.
int unsubscribe_push_everywhere(db::Tx& tx, ReaderId reader, Time now);

/// What a push service has said of a browser. Gone: it is let go (push.unsubscribed). Refused: it
/// is counted, and at push_failures_max let go.
void note_push_delivered(db::Tx& tx, PushSubscriptionId id, Time now);
void note_push_gone(db::Tx& tx, PushSubscriptionId id, Time now);
void note_push_refused(db::Tx& tx, PushSubscriptionId id, Time now);

} // namespace masthead::notifications
