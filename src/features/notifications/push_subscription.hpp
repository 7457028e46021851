#pragma once

#include "core/base/clock.hpp"
#include "core/crypto/key.hpp"
#include "core/push/subscription.hpp"
#include "features/ids.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace masthead::notifications {

using PushSubscriptionId = Id<struct PushSubscriptionTag>;

/// One browser in which a reader wants to be told. Ends with the session in which it was made.
struct PushSubscription {
    PushSubscriptionId id;
    ReaderId reader;
    SessionId session;
    std::string sealed; ///< endpoint and keys
    Time created_at{};
    Time delivered_at{}; ///< epoch: never yet
    int failures = 0;    ///< since the last delivery
};

/// More browsers than anybody reads with; past it the oldest goes.
inline constexpr int push_subscriptions_per_reader_max = 10;

/// So many messages in a row that its service refused, and a subscription is given up.
inline constexpr int push_failures_max = 20;

/// What could not be pushed within a day is old news: the service may hold it no longer either.
inline constexpr Milliseconds push_lifetime = std::chrono::hours{24};

/// Subject: the reader, one of whose browsers has come or gone.
inline constexpr std::string_view event_push_subscribed = "push.subscribed";
inline constexpr std::string_view event_push_unsubscribed = "push.unsubscribed";

/// Endpoint and keys as the table keeps them, and back. Absent where another key sealed it.
std::string seal_subscription(const crypto::KeyRing& keys, const push::Subscription& subscription);
std::optional<push::Subscription> unseal_subscription(const crypto::KeyRing& keys,
                                                      std::string_view sealed);

} // namespace masthead::notifications
