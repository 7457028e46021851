#include "core/push/push_client.hpp"

#include "core/crypto/base64url.hpp"
#include "core/crypto/public_key.hpp"
#include "core/fetch/local_server.hpp"
#include "core/push/encryption.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

namespace masthead::push {

namespace {

using namespace std::chrono_literals;

// RFC 8291, appendix A.
constexpr std::string_view payload = "When I grow up, I want to be a watermelon";
constexpr std::string_view sender_number = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
constexpr std::string_view browser_point =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvT"
    "BHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
constexpr std::string_view browser_auth = "BTBZMqHH6r4Tts7J_aSIgg";
constexpr std::string_view salt = "DGv6ra1nlYgDCS1FRnbzlw";
constexpr std::string_view message =
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6"
    "TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulc"
    "y4a-fN";

std::string bytes_of(std::string_view text)
{
    return crypto::parse_base64url(text).value();
}

Subscription example()
{
    return {"https://push.example/x", bytes_of(browser_point), bytes_of(browser_auth)};
}

std::string json_of(std::string_view endpoint, std::string_view point, std::string_view auth)
{
    return boost::json::serialize(
        boost::json::object{{"endpoint", endpoint},
                            {"expirationTime", nullptr},
                            {"keys", {{"p256dh", point}, {"auth", auth}}}});
}

Message plain_message()
{
    return {"{}", 60s, Urgency::normal, ""};
}

Sender sender()
{
    return {crypto::P256Key::random(), "mailto:desk@paper.example"};
}

std::string between(std::string_view text, std::string_view from, std::string_view to)
{
    const auto start = text.find(from) + from.size();
    return std::string{text.substr(start, text.find(to, start) - start)};
}

Delivery send_to(const fetch::LocalServer& server, std::string path, Message what = plain_message())
{
    fetch::PostLimits limits;
    limits.allowed_local_port = server.port();
    PushClient client{sender(), limits};
    auto subscription = example();
    subscription.endpoint = server.url(path);
    return client.send(subscription, what, from_ms(1'800'000'000'000));
}

} // namespace

TEST_CASE("a message is encrypted to the very bytes of RFC 8291, appendix A")
{
    const MessageKeys keys{*crypto::P256Key::from_number(bytes_of(sender_number)), bytes_of(salt)};
    const auto body = encrypt(example(), payload, keys);
    REQUIRE(body.has_value());
    CHECK(crypto::base64url(*body) == message);
}

TEST_CASE("every message has a key and a salt of its own")
{
    const auto one = encrypt(example(), payload, MessageKeys::random());
    const auto other = encrypt(example(), payload, MessageKeys::random());
    CHECK(one->substr(0, 16) != other->substr(0, 16));
    CHECK(one->substr(21, 65) != other->substr(21, 65));
}

TEST_CASE("a payload fills its one record, and one byte more is refused")
{
    const auto most =
        encrypt(example(), std::string(payload_bytes_max, 'x'), MessageKeys::random());
    REQUIRE(most.has_value());
    CHECK(most->size() == record_bytes);
    const auto over =
        encrypt(example(), std::string(payload_bytes_max + 1, 'x'), MessageKeys::random());
    REQUIRE(over.has_error());
    CHECK(over.error().reason == Refusal::too_large);
    auto nowhere = example();
    nowhere.point.back() = static_cast<char>(nowhere.point.back() ^ 1);
    CHECK(encrypt(nowhere, payload, MessageKeys::random()).has_error());
}

TEST_CASE("a browser's subscription is read, with padding and without")
{
    const auto plain =
        parse_subscription(json_of("https://push.example/x", browser_point, browser_auth));
    REQUIRE(plain.has_value());
    CHECK(plain->endpoint == "https://push.example/x");
    CHECK(plain->point == bytes_of(browser_point));
    CHECK(plain->auth == bytes_of(browser_auth));
    std::string padded_point{browser_point};
    std::string padded_auth{browser_auth};
    padded_point.push_back('=');
    padded_auth.append("==");
    const auto padded =
        parse_subscription(json_of("https://push.example/x", padded_point, padded_auth));
    REQUIRE(padded.has_value());
    CHECK(padded->point == plain->point);
    CHECK(padded->auth == plain->auth);
}

TEST_CASE("what is no subscription is refused with the part that is wrong")
{
    const std::string place = "https://push.example/x";
    const std::string point{browser_point};
    const std::string auth{browser_auth};
    const auto other_point = "BC" + point.substr(2, 84) + "8";
    struct Row {
        std::string json;
        const char* detail;
    };
    const std::vector<Row> rows{
        {"", "not a subscription"},
        {"null", "not a subscription"},
        {"[]", "not a subscription"},
        {"{", "not a subscription"},
        {R"({"endpoint":"https://push.example/x"})", "not a subscription"},
        {R"({"endpoint":"https://push.example/x","keys":[]})", "not a subscription"},
        {R"({"endpoint":7,"keys":{}})", "endpoint"},
        {json_of("http://push.example/x", point, auth), "endpoint"},
        {json_of("https://127.0.0.1/x", point, auth), "endpoint"},
        {json_of("https://push.example:8443/x", point, auth), "endpoint"},
        {json_of(place, "", auth), "p256dh"},
        {json_of(place, point.substr(1), auth), "p256dh"},
        {json_of(place, point + "==", auth), "p256dh"},
        {json_of(place, std::string(87, 'A'), auth), "p256dh"},
        {json_of(place, other_point, auth), "p256dh"},
        {json_of(place, point, ""), "auth"},
        {json_of(place, point, auth + "="), "auth"},
        {json_of(place, point, auth + "A"), "auth"},
        {json_of(place, point, auth.substr(0, 20)), "auth"},
        {json_of(place, point, "BTBZMqHH6r4Tts7J/aSIgg"), "auth"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.json);
        const auto read = parse_subscription(row.json);
        REQUIRE(read.has_error());
        CHECK(read.error().reason == Refusal::invalid);
        CHECK(read.error().detail == row.detail);
    }
}

TEST_CASE("a subscription is read at the limit of its length and not one byte past it")
{
    auto json = json_of("https://push.example/x", browser_point, browser_auth);
    json.append(subscription_bytes_max - json.size(), ' ');
    CHECK(parse_subscription(json).has_value());
    CHECK(parse_subscription(json + ' ').has_error());
}

TEST_CASE("a token names the service and who sends, ends within the day, and is signed")
{
    const auto who = sender();
    const auto now = from_ms(1'800'000'000'999);
    const auto field = authorization_for(who, "https://push.example", now);
    CHECK(field.starts_with("vapid t="));
    const auto token = between(field, "t=", ",");
    CHECK(between(field + ";", "k=", ";") == application_server_key(who));
    const auto last = token.rfind('.');
    const auto point = who.key.public_point();
    const auto key = crypto::PublicKey::p256(point.substr(1, 32), point.substr(33));
    CHECK(key->verify(crypto::SignatureForm::es256_joined, token.substr(0, last),
                      bytes_of(token.substr(last + 1))));
    CHECK(bytes_of(token.substr(0, token.find('.'))) == R"({"typ":"JWT","alg":"ES256"})");
    const auto claims = boost::json::parse(bytes_of(between(token, ".", ".")));
    CHECK(claims.at("aud").as_string() == "https://push.example");
    CHECK(claims.at("sub").as_string() == "mailto:desk@paper.example");
    CHECK(claims.at("exp").to_number<std::int64_t>() == 1'800'000'000 + 12 * 3'600);
    CHECK(token_lifetime <= 24h);
}

TEST_CASE("what a service answers says what became of the message")
{
    struct Row {
        int status;
        Outcome outcome;
    };
    for (const auto& row :
         {Row{200, Outcome::delivered}, Row{201, Outcome::delivered}, Row{202, Outcome::delivered},
          Row{404, Outcome::gone}, Row{410, Outcome::gone}, Row{408, Outcome::later},
          Row{429, Outcome::later}, Row{500, Outcome::later}, Row{503, Outcome::later},
          Row{301, Outcome::refused}, Row{307, Outcome::refused}, Row{400, Outcome::refused},
          Row{401, Outcome::refused}, Row{403, Outcome::refused}, Row{413, Outcome::refused}}) {
        CAPTURE(row.status);
        const auto delivery = delivery_of({row.status, 30s});
        CHECK(delivery.outcome == row.outcome);
        CHECK(delivery.retry_after == (row.outcome == Outcome::later ? 30s : 0s));
    }
    CHECK(delivery_of({429, retry_after_max}).retry_after == retry_after_max);
    CHECK(delivery_of({429, retry_after_max + 1s}).retry_after == retry_after_max);
}

TEST_CASE("a message is posted once, and a redirect inside is an answer like any other")
{
    const fetch::LocalServer server{[](const std::string& path) {
        return path == "/inside" ? fetch::LocalServer::redirect("http://127.0.0.1/secret")
                                 : fetch::LocalServer::status(201);
    }};
    CHECK(send_to(server, "/send", {"{}", 60s, Urgency::high, "reply"}).outcome ==
          Outcome::delivered);
    CHECK(server.requests() == 1);
    const auto inside = send_to(server, "/inside");
    CHECK(inside.outcome == Outcome::refused);
    CHECK(inside.status == 302);
    CHECK(server.requests() == 2);
    CHECK(
        send_to(server, "/big", {std::string(payload_bytes_max + 1, 'x'), 60s, Urgency::normal, ""})
            .outcome == Outcome::refused);
    CHECK(server.requests() == 2);
}

TEST_CASE("a subscription that leads inside is refused and asked nothing")
{
    const fetch::LocalServer server{[](const std::string&) { return std::string{}; }};
    PushClient client{sender()};
    auto subscription = example();
    for (const auto& inside :
         {server.url("/"), std::string{"https://127.0.0.1/"}, std::string{"https://[::1]/"},
          std::string{"https://2130706433/"}, std::string{"https://localhost/"}}) {
        subscription.endpoint = inside;
        CHECK(client.send(subscription, plain_message(), from_ms(0)).outcome == Outcome::refused);
    }
    CHECK(server.requests() == 0);
}

TEST_CASE("a service that cannot be reached may be there later")
{
    std::string gone;
    {
        const fetch::LocalServer server{[](const std::string&) { return std::string{}; }};
        gone = server.url("/");
    }
    fetch::PostLimits limits;
    limits.allowed_local_port = static_cast<std::uint16_t>(std::stoi(gone.substr(17)));
    PushClient client{sender(), limits};
    auto subscription = example();
    subscription.endpoint = gone;
    const auto delivery = client.send(subscription, plain_message(), from_ms(0));
    CHECK(delivery.outcome == Outcome::later);
    CHECK(delivery.status == 0);
}

} // namespace masthead::push
