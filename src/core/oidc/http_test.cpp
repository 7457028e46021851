#include "core/oidc/http.hpp"
#include "core/fetch/local_server.hpp"
#include "self_signed_server.hpp"

#include <doctest/doctest.h>

#include <curl/curl.h>

#include <string>

namespace masthead::oidc {

namespace {

using fetch::LocalServer;
using test::SelfSignedServer;

HttpClient local_client()
{
    HttpRules rules;
    rules.plain_loopback = HttpRules::PlainLoopback::allowed;
    return make_http_client(rules);
}

} // namespace

TEST_CASE("an answer comes back with its status, type and body, whatever the status")
{
    const LocalServer server{[](const std::string& path) {
        return path == "/gone" ? LocalServer::status(410)
                               : LocalServer::ok("{\"path\":\"" + path + "\"}", "application/json");
    }};
    const auto good = local_client()({server.url("/a"), {}, "Bearer x"});
    REQUIRE(good.has_value());
    CHECK(good->status == 200);
    CHECK(good->content_type == "application/json");
    CHECK(good->body == "{\"path\":\"/a\"}");
    const auto posted = local_client()({server.url("/b"), "code=1", {}});
    REQUIRE(posted.has_value());
    CHECK(posted->body == "{\"path\":\"/b\"}");
    const auto gone = local_client()({server.url("/gone"), {}, {}});
    REQUIRE(gone.has_value());
    CHECK(gone->status == 410);
}

TEST_CASE("a redirect is an answer, not a way")
{
    const LocalServer server{[](const std::string&) { return LocalServer::redirect("/b"); }};
    const auto answer = local_client()({server.url("/a"), {}, {}});
    REQUIRE(answer.has_value());
    CHECK(answer->status == 302);
    CHECK(server.requests() == 1);
}

TEST_CASE("an answer of the size limit is taken, one byte more is not")
{
    const LocalServer server{[](const std::string& path) {
        return LocalServer::ok(std::string(http_body_bytes_max + (path == "/over" ? 1 : 0), ' '));
    }};
    const auto most = local_client()({server.url("/most"), {}, {}});
    REQUIRE(most.has_value());
    CHECK(most->body.size() == http_body_bytes_max);
    const auto over = local_client()({server.url("/over"), {}, {}});
    REQUIRE_FALSE(over.has_value());
    CHECK(over.error().message_key == "oidc.unreachable");
    CHECK(over.error().detail == "the answer is too large");
}

TEST_CASE("without the setting our own machine is not asked")
{
    const LocalServer server{[](const std::string&) { return LocalServer::ok("{}"); }};
    const auto plain = make_http_client({})({server.url("/a"), {}, {}});
    REQUIRE_FALSE(plain.has_value());
    CHECK(plain.error().detail == "its address is not https");
    const auto port = std::to_string(server.port());
    const auto secure = make_http_client({})({"https://127.0.0.1:" + port + "/", {}, {}});
    REQUIRE_FALSE(secure.has_value());
    CHECK(secure.error().detail == "its address is not a public one");
    CHECK(server.requests() == 0);
}

TEST_CASE("a certificate that nobody vouches for is not believed")
{
    const SelfSignedServer server;
    HttpRules rules;
    rules.private_addresses = HttpRules::Private::allowed;
    const auto answer = make_http_client(rules)({server.url(), {}, {}});
    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().message_key == "oidc.unreachable");
    CHECK(answer.error().detail == curl_easy_strerror(CURLE_PEER_FAILED_VERIFICATION));
}

} // namespace masthead::oidc
