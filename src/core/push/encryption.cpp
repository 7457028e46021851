#include "core/push/encryption.hpp"

#include "core/base/random.hpp"
#include "core/crypto/aes_gcm.hpp"
#include "core/crypto/hkdf.hpp"

#include <array>
#include <cstdint>

namespace masthead::push {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t salt_bytes = 16;
constexpr std::size_t head_bytes = salt_bytes + 4 + 1 + crypto::p256_point_bytes;
constexpr char last_record = 2;
static_assert(payload_bytes_max == record_bytes - head_bytes - 1 - crypto::gcm_tag_bytes);

// The head of RFC 8188: salt, record size, and as its key id the sender's public key.
std::string head_of(const MessageKeys& keys)
{
    std::string head = keys.salt;
    for (int shift = 24; shift >= 0; shift -= 8)
        head += static_cast<char>(record_bytes >> shift & 0xff);
    head += static_cast<char>(keys.key.public_point().size());
    return head + keys.key.public_point();
}

} // namespace

MessageKeys MessageKeys::random()
{
    std::array<std::uint8_t, salt_bytes> salt{};
    fill_random(salt);
    return {crypto::P256Key::random(), {salt.begin(), salt.end()}};
}

Result<std::string> encrypt(const Subscription& subscription, std::string_view payload,
                            const MessageKeys& keys)
{
    if (payload.size() > payload_bytes_max)
        return refuse(Refusal::too_large, "push.payload");
    const auto shared = keys.key.agree_with(subscription.point);
    if (!shared)
        return refuse(Refusal::invalid, "push.subscription", "p256dh");
    const auto info =
        std::string{"WebPush: info\0"sv} + subscription.point + keys.key.public_point();
    const auto secret = crypto::hkdf(subscription.auth, *shared, info, crypto::hkdf_bytes_max);
    const auto key = crypto::hkdf(keys.salt, secret, "Content-Encoding: aes128gcm\0"sv,
                                  crypto::aes128_key_bytes);
    const auto nonce =
        crypto::hkdf(keys.salt, secret, "Content-Encoding: nonce\0"sv, crypto::gcm_nonce_bytes);
    return head_of(keys) +
           crypto::encrypt_aes128_gcm(key, nonce, std::string{payload} + last_record);
}

} // namespace masthead::push
