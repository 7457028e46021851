#include "core/push/subscription.hpp"

#include "core/crypto/base64url.hpp"
#include "core/crypto/p256_key.hpp"
#include "core/fetch/https_address.hpp"

#include <boost/json.hpp>

#include <optional>

namespace masthead::push {

namespace json = boost::json;

namespace {

Failure refused(std::string detail)
{
    return refuse(Refusal::invalid, "push.subscription", std::move(detail));
}

std::string_view text_at(const json::object& object, std::string_view name)
{
    const auto* value = object.if_contains(name);
    const auto* text = value ? value->if_string() : nullptr;
    return text ? std::string_view{*text} : std::string_view{};
}

// Browsers write no padding, libraries around them do.
std::optional<std::string> read_bytes(std::string_view text)
{
    if (text.size() % 4 == 0 && text.ends_with("=="))
        text.remove_suffix(2);
    else if (text.size() % 4 == 0 && text.ends_with('='))
        text.remove_suffix(1);
    return crypto::parse_base64url(text);
}

} // namespace

Result<Subscription> parse_subscription(std::string_view text)
{
    if (text.size() > subscription_bytes_max)
        return refused("longer than any subscription is");
    boost::system::error_code error;
    const auto parsed = json::parse(text, error);
    const auto* object = error ? nullptr : parsed.if_object();
    const auto* member = object ? object->if_contains("keys") : nullptr;
    const auto* keys = member ? member->if_object() : nullptr;
    if (!keys)
        return refused("not a subscription");
    auto address = fetch::parse_https_address(text_at(*object, "endpoint"));
    if (!address)
        return refused("endpoint");
    auto point = read_bytes(text_at(*keys, "p256dh"));
    if (!point || !crypto::is_p256_point(*point))
        return refused("p256dh");
    auto auth = read_bytes(text_at(*keys, "auth"));
    if (!auth || auth->size() != auth_bytes)
        return refused("auth");
    return Subscription{std::move(address->url), std::move(*point), std::move(*auth)};
}

} // namespace masthead::push
