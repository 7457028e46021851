#include "core/push/push_client.hpp"

#include "core/crypto/base64url.hpp"
#include "core/crypto/token.hpp"
#include "core/fetch/https_address.hpp"
#include "core/push/encryption.hpp"

#include <algorithm>

namespace masthead::push {

namespace {

constexpr std::size_t topic_characters = 32; // RFC 8030, section 5.4

constexpr int status_timeout = 408;
constexpr int status_gone = 410;
constexpr int status_not_found = 404;
constexpr int status_too_many = 429;

std::string_view word_of(Urgency urgency)
{
    return urgency == Urgency::low ? "low" : urgency == Urgency::high ? "high" : "normal";
}

// The other kind of address is a test's.
std::string origin_of(const std::string& endpoint)
{
    const auto address = fetch::parse_https_address(endpoint);
    return address ? address->origin
                   : endpoint.substr(0, endpoint.find('/', endpoint.find("://") + 3));
}

fetch::Post post_of(const Subscription& subscription, const Message& message, std::string body,
                    std::string authorization)
{
    fetch::Post post;
    post.url = subscription.endpoint;
    post.body = std::move(body);
    post.fields = {{"Authorization", std::move(authorization)},
                   {"Content-Encoding", "aes128gcm"},
                   {"Content-Type", "application/octet-stream"},
                   {"TTL", std::to_string(message.lifetime.count())},
                   {"Urgency", std::string{word_of(message.urgency)}}};
    if (!message.topic.empty())
        post.fields.emplace_back(
            "Topic", crypto::base64url(crypto::sha256(message.topic)).substr(0, topic_characters));
    return post;
}

Delivery fault_of(const Failure& failure)
{
    // A name that leads inside today is nobody's push service tomorrow either.
    const auto outcome = failure.reason == Refusal::conflict ? Outcome::later : Outcome::refused;
    return {outcome, 0, std::chrono::seconds{0}, failure.message_key + ": " + failure.detail};
}

} // namespace

std::string_view name_of(Outcome outcome)
{
    switch (outcome) {
    case Outcome::delivered: return "delivered";
    case Outcome::gone: return "gone";
    case Outcome::later: return "later";
    case Outcome::refused: break;
    }
    return "refused";
}

Delivery delivery_of(const fetch::PostAnswer& answer)
{
    const auto status = answer.status;
    if (status >= 200 && status < 300)
        return {Outcome::delivered, status, {}, {}};
    if (status == status_not_found || status == status_gone)
        return {Outcome::gone, status, {}, {}};
    if (status == status_timeout || status == status_too_many || status >= 500)
        return {Outcome::later,
                status,
                std::min<std::chrono::seconds>(answer.retry_after, retry_after_max),
                {}};
    return {Outcome::refused, status, {}, {}};
}

PushClient::PushClient(Sender sender, fetch::PostLimits limits)
    : sender_(std::move(sender)), poster_(limits)
{
}

Delivery PushClient::send(const Subscription& subscription, const Message& message, Time now)
{
    auto body = encrypt(subscription, message.payload, MessageKeys::random());
    if (!body)
        return fault_of(body.error());
    auto authorization = authorization_for(sender_, origin_of(subscription.endpoint), now);
    const auto answer =
        poster_.post(post_of(subscription, message, std::move(*body), std::move(authorization)));
    return answer ? delivery_of(*answer) : fault_of(answer.error());
}

} // namespace masthead::push
