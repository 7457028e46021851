#pragma once

#include "core/base/clock.hpp"
#include "core/fetch/post.hpp"
#include "core/push/subscription.hpp"
#include "core/push/vapid.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace masthead::push {

/// What a message costs the battery of the one who gets it (RFC 8030, section 5.3).
enum class Urgency { low, normal, high };

/// One message. A later one with the same topic takes the place of an earlier one that the service
/// still holds: so that what is sent twice after a crash is seen once.
struct Message {
    std::string payload;             ///< at most payload_bytes_max
    std::chrono::seconds lifetime{}; ///< how long the service may hold it
    Urgency urgency = Urgency::normal;
    std::string topic; ///< what it is about; empty: stands alone. The service sees a hash of it
};

/// What became of a message.
enum class Outcome {
    delivered, ///< the service has it
    gone,      ///< nobody is there any more: the subscription is of no use
    later,     ///< not now; trying again may help
    refused    ///< trying again will not help
};

/// For logs: "delivered" and so on.
std::string_view name_of(Outcome outcome);

/// An outcome with what explains it.
struct Delivery {
    Outcome outcome = Outcome::refused;
    int status = 0;                      ///< 0: no answer came
    std::chrono::seconds retry_after{0}; ///< of `later`, where the service said so
    std::string fault;                   ///< ours to read; never the service's words
};

inline constexpr auto retry_after_max = std::chrono::hours{24};

/// What an answer of a push service means.
Delivery delivery_of(const fetch::PostAnswer& answer);

/// Encrypts, signs and posts. Threads: one at a time.
class PushClient {
public:
    explicit PushClient(Sender sender, fetch::PostLimits limits = {});

    /// Does not throw for anything that a service does.
    Delivery send(const Subscription& subscription, const Message& message, Time now);

private:
    Sender sender_;
    fetch::Poster poster_;
};

} // namespace masthead::push
