#include "features/notifications/push_subscription.hpp"

#include "core/crypto/p256_key.hpp"
#include "core/crypto/seal.hpp"

namespace masthead::notifications {

namespace {

// Both keys have their one length; the endpoint is the rest.
constexpr std::size_t auth_at = crypto::p256_point_bytes;
constexpr std::size_t endpoint_at = auth_at + push::auth_bytes;

} // namespace

std::string seal_subscription(const crypto::KeyRing& keys, const push::Subscription& subscription)
{
    return crypto::seal(keys, subscription.point + subscription.auth + subscription.endpoint);
}

std::optional<push::Subscription> unseal_subscription(const crypto::KeyRing& keys,
                                                      std::string_view sealed)
{
    const auto plain = crypto::unseal(keys, sealed);
    if (!plain || plain->size() <= endpoint_at)
        return std::nullopt;
    return push::Subscription{plain->substr(endpoint_at), plain->substr(0, auth_at),
                              plain->substr(auth_at, push::auth_bytes)};
}

} // namespace masthead::notifications
