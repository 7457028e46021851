#include "surfaces/pushing/pushing.hpp"

#include "account_house.hpp"
#include "core/crypto/base64url.hpp"
#include "core/crypto/p256_key.hpp"
#include "features/notifications/find_push.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

namespace masthead::pushing {

namespace {

using test::Browser;

/// The account's pages and those of messages to browsers.
struct PushHouse : test::AccountHouse {
    Pushing pushing{{*database, clock, keys.push_seal, "KEY"}};

    PushHouse()
    {
        std::vector<web::Route> routes = account.routes();
        for (auto& route : pushing.routes())
            routes.push_back(std::move(route));
        app = std::make_unique<web::App>(web::Router{std::move(routes)}, cache, clock, options());
    }

    std::size_t browsers()
    {
        constexpr static db::Query count{"test.browsers",
                                         "SELECT COUNT(*) FROM push_subscriptions"};
        return static_cast<std::size_t>(
            database->read([&](db::Snapshot& snapshot) { return snapshot.integer(count, {}); }));
    }
};

std::string subscription(std::string_view endpoint)
{
    return boost::json::serialize(boost::json::object{
        {"endpoint", endpoint},
        {"keys",
         {{"p256dh", crypto::base64url(crypto::P256Key::random().public_point())},
          {"auth", crypto::base64url(std::string(16, 'a'))}}}});
}

bool is_on(const web::test::Answered& answer)
{
    return boost::json::parse(answer.body).at("on").as_bool();
}

} // namespace

TEST_CASE("a reader's browser is switched on and off, each for itself")
{
    PushHouse house;
    Browser phone{house};
    Browser laptop{house};
    phone.sign_in("ada@reader.example", "Ada");
    laptop.sign_in("ada@reader.example");
    const auto before = phone.get("/reader/push/");
    CHECK(before.status == 200);
    CHECK_FALSE(is_on(before));
    CHECK(boost::json::parse(before.body).at("key").as_string() == "KEY");
    CHECK(is_on(phone.send_json("/reader/push/", subscription("https://push.example/phone"))));
    CHECK(is_on(phone.get("/reader/push/")));
    CHECK_FALSE(is_on(laptop.get("/reader/push/")));
    CHECK_FALSE(is_on(laptop.send_json("/reader/push/off/", "{}")));
    CHECK(is_on(phone.get("/reader/push/")));
    CHECK_FALSE(is_on(phone.send_json("/reader/push/off/", "{}")));
    CHECK(house.browsers() == 0);
}

TEST_CASE("a plain form switches all of a reader's browsers off, and nobody else's")
{
    PushHouse house;
    Browser ada{house};
    Browser bo{house};
    ada.sign_in("ada@reader.example", "Ada");
    bo.sign_in("bo@reader.example", "Bo");
    ada.send_json("/reader/push/", subscription("https://push.example/ada"));
    bo.send_json("/reader/push/", subscription("https://push.example/bo"));
    CHECK(ada.send("/reader/push/off-everywhere/", {}).status == 303);
    CHECK_FALSE(is_on(ada.get("/reader/push/")));
    CHECK(is_on(bo.get("/reader/push/")));
}

TEST_CASE("a guest switches nothing, and another site's page does not either")
{
    PushHouse house;
    Browser ada{house};
    ada.sign_in("ada@reader.example", "Ada");
    ada.send_json("/reader/push/", subscription("https://push.example/ada"));
    Browser guest{house};
    for (const auto* target :
         {"/reader/push/", "/reader/push/off/", "/reader/push/off-everywhere/"}) {
        CAPTURE(target);
        const auto answer = guest.send_json(target, subscription("https://push.example/guest"));
        CHECK((answer.status == 401 || answer.status == 303));
        CHECK(house.browsers() == 1);
    }
    CHECK(guest.get("/reader/push/").status != 200);
    web::test::Ask foreign;
    foreign.verb = net::Verb::post;
    foreign.target = "/reader/push/off/";
    foreign.host = "tern.example";
    foreign.body = "{}";
    foreign.fields = {{"cookie", std::string{web::reader_cookie} + "=" +
                                     ada.cookie(std::string{web::reader_cookie})},
                      {"content-type", "application/json"},
                      {"sec-fetch-site", "cross-site"},
                      {"origin", "https://evil.example"}};
    CHECK(web::test::ask(*house.app, std::move(foreign)).status == 403);
    CHECK(is_on(ada.get("/reader/push/")));
}

TEST_CASE("what is no subscription is refused, at the limit of its length and past it")
{
    PushHouse house;
    Browser ada{house};
    ada.sign_in("ada@reader.example", "Ada");
    for (const auto& body :
         {std::string{}, std::string{"{}"}, subscription("https://127.0.0.1/"),
          subscription("https://[::1]/"), subscription("https://push.example:8443/"),
          subscription("http://push.example/")}) {
        CAPTURE(body);
        CHECK(ada.send_json("/reader/push/", body).status == 422);
    }
    auto longest = subscription("https://push.example/a");
    longest.append(push::subscription_bytes_max - longest.size(), ' ');
    CHECK(ada.send_json("/reader/push/", longest).status == 200);
    CHECK(ada.send_json("/reader/push/", longest + ' ').status == 422);
    CHECK(house.browsers() == 1);
}

TEST_CASE("the worker comes from the root, is asked for each time, and keeps nothing")
{
    PushHouse house;
    Browser guest{house};
    const auto worker = guest.get("/push-worker.js");
    CHECK(worker.status == 200);
    CHECK(worker.field("content-type").starts_with("text/javascript"));
    CHECK(worker.field("cache-control") == "no-cache");
    CHECK(worker.field("content-security-policy").find("worker-src 'self'") != std::string::npos);
    CHECK(worker.body.find("showNotification") != std::string::npos);
    for (const auto* not_here : {"\"fetch\"", "caches", "indexedDB", "importScripts"})
        CHECK(worker.body.find(not_here) == std::string::npos);
}

} // namespace masthead::pushing
