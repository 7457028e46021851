#include "core/push/vapid.hpp"

#include "core/crypto/base64url.hpp"

#include <boost/json.hpp>

namespace masthead::push {

namespace json = boost::json;

std::string application_server_key(const Sender& sender)
{
    return crypto::base64url(sender.key.public_point());
}

std::string authorization_for(const Sender& sender, std::string_view origin, Time now)
{
    const auto expires =
        std::chrono::floor<std::chrono::seconds>(now + token_lifetime).time_since_epoch();
    const json::object head{{"typ", "JWT"}, {"alg", "ES256"}};
    const json::object claims{{"aud", origin}, {"exp", expires.count()}, {"sub", sender.contact}};
    const auto signed_part =
        crypto::base64url(json::serialize(head)) + "." + crypto::base64url(json::serialize(claims));
    return "vapid t=" + signed_part + "." + crypto::base64url(sender.key.sign(signed_part)) +
           ", k=" + application_server_key(sender);
}

} // namespace masthead::push
