#include "features/notifications/subscribe_push.hpp"

#include "core/crypto/token.hpp"
#include "core/db/event_log.hpp"
#include "features/accounts/session.hpp"
#include "features/notifications/push_sql.hpp"
#include "features/readers/reader.hpp"

namespace masthead::notifications {

namespace {

void tell(db::Tx& tx, std::string_view name, ReaderId reader, Time now)
{
    db::append_event(tx, {name, reader.value(), 0}, now);
}

bool may_subscribe(db::Tx& tx, const SubscribePush& command, Time now)
{
    const auto reader = readers::find_reader(tx, command.reader);
    const auto session = accounts::find_session(tx, command.session, now);
    return reader && reader->is_active() && session &&
           session->owner == accounts::owner_of(command.reader);
}

// Room for one more.
void drop_oldest(db::Tx& tx, ReaderId reader)
{
    const auto all = sql::list_push(tx, reader, push_subscriptions_per_reader_max);
    if (static_cast<int>(all.size()) >= push_subscriptions_per_reader_max)
        sql::delete_push(tx, all.front().id);
}

} // namespace

Result<PushSubscriptionId> subscribe_push(db::Tx& tx, const SubscribePush& command,
                                          const crypto::KeyRing& keys, Time now)
{
    if (!may_subscribe(tx, command, now))
        return refuse(Refusal::not_found, "reader.not_found");
    const auto hash = crypto::token_hash(command.subscription.endpoint);
    sql::delete_push_of_session(tx, command.session, hash);
    auto known = sql::find_push(tx, hash);
    const bool is_others = known && known->reader != command.reader;
    if (is_others) {
        sql::delete_push(tx, known->id);
        tell(tx, event_push_unsubscribed, known->reader, now);
        known.reset();
    }
    PushSubscription subscription;
    subscription.id = known ? known->id : tx.new_id<PushSubscriptionId>();
    subscription.reader = command.reader;
    subscription.session = command.session;
    subscription.sealed = seal_subscription(keys, command.subscription);
    subscription.created_at = now;
    if (known) {
        sql::update_push(tx, subscription);
    } else {
        drop_oldest(tx, command.reader);
        sql::insert_push(tx, subscription, hash);
    }
    tell(tx, event_push_subscribed, command.reader, now);
    return subscription.id;
}

void unsubscribe_push(db::Tx& tx, ReaderId reader, SessionId session, Time now)
{
    if (sql::delete_push_of_session(tx, session, {}) > 0)
        tell(tx, event_push_unsubscribed, reader, now);
}

int unsubscribe_push_everywhere(db::Tx& tx, ReaderId reader, Time now)
{
    const auto gone = static_cast<int>(sql::delete_push_of_reader(tx, reader));
    if (gone > 0)
        tell(tx, event_push_unsubscribed, reader, now);
    return gone;
}

void note_push_delivered(db::Tx& tx, PushSubscriptionId id, Time now)
{
    sql::set_push_delivered(tx, id, now);
}

void note_push_gone(db::Tx& tx, PushSubscriptionId id, Time now)
{
    const auto subscription = sql::find_push(tx, id);
    if (!subscription)
        return;
    sql::delete_push(tx, id);
    tell(tx, event_push_unsubscribed, subscription->reader, now);
}

void note_push_refused(db::Tx& tx, PushSubscriptionId id, Time now)
{
    const auto subscription = sql::find_push(tx, id);
    if (!subscription)
        return;
    if (subscription->failures + 1 >= push_failures_max)
        return note_push_gone(tx, id, now);
    sql::set_push_failures(tx, id, subscription->failures + 1);
}

} // namespace masthead::notifications
