#pragma once

#include "core/crypto/keys.hpp"
#include "core/crypto/p256_key.hpp"
#include "features/accounts/session.hpp"
#include "features/notifications/find_push.hpp"
#include "features/notifications/queue_pushes.hpp"
#include "features/notifications/subscribe_push.hpp"
#include "notices_cast.hpp"

#include <string>
#include <vector>

namespace masthead::test {

/// Readers with browsers that they want to be told in.
struct PushCast : NoticesCast {
    crypto::Keys keys_of_house = crypto::random_keys();

    SessionId session_of(ReaderId reader)
    {
        return done([&](db::Tx& tx) -> Result<SessionId> {
            return accounts::open_session(tx, {accounts::owner_of(reader), "Firefox on Linux", ""},
                                          now())
                .id;
        });
    }

    static push::Subscription browser(std::string endpoint)
    {
        return {std::move(endpoint), crypto::P256Key::random().public_point(),
                std::string(push::auth_bytes, 'a')};
    }

    Result<notifications::PushSubscriptionId> try_subscribe(ReaderId reader, SessionId session,
                                                            const push::Subscription& subscription)
    {
        return write([&](db::Tx& tx) {
            return notifications::subscribe_push(tx, {reader, session, subscription},
                                                 keys_of_house.push_seal, now());
        });
    }

    /// One more browser of a reader, at an endpoint of its own.
    notifications::PushSubscriptionId subscribe(ReaderId reader, std::string endpoint)
    {
        return try_subscribe(reader, session_of(reader), browser(std::move(endpoint))).value();
    }

    std::vector<notifications::PushSubscription> browsers_of(ReaderId reader)
    {
        return database->read([&](db::Snapshot& snapshot) {
            return notifications::push_subscriptions_of(snapshot, reader);
        });
    }

    void want_replies_pushed(ReaderId reader)
    {
        choose(reader, notifications::Kind::reply,
               {notifications::OnSite::yes, notifications::Mail::none, notifications::Push::yes});
    }

    /// All that is owed by push becomes jobs.
    int queue()
    {
        return done([&](db::Tx& tx) { return notifications::queue_pushes(tx, 100, now()); });
    }

    std::vector<notifications::PushToSend> queued()
    {
        constexpr static db::Query select{"test.pushes", R"sql(
            SELECT payload
            FROM job_queue
            WHERE kind = 'push.send'
              AND lane = 1
            ORDER BY run_at_ms, id
            LIMIT 100
        )sql"};
        return database->read([&](db::Snapshot& snapshot) {
            return snapshot.list(select, {}, [](const db::Row& row) {
                return notifications::parse_push(row.text(0)).value();
            });
        });
    }
};

} // namespace masthead::test
