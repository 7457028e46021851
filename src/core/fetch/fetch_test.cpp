#include "core/fetch/fetch.hpp"

#include "core/fetch/local_server.hpp"
#include "core/fetch/public_address.hpp"

#include <doctest/doctest.h>

#include <arpa/inet.h>

#include <array>
#include <future>

namespace masthead::fetch {

namespace {

bool is_public_text(const std::string& text)
{
    std::array<std::uint8_t, 16> bytes{};
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1)
        return is_public_v6(bytes);
    std::array<std::uint8_t, 4> four{};
    REQUIRE(inet_pton(AF_INET, text.c_str(), four.data()) == 1);
    return is_public_v4(four);
}

struct Fixture {
    explicit Fixture(LocalServer::Answer answer) : server(std::move(answer))
    {
        limits.allowed_local_port = server.port();
        limits.total_timeout = 5s;
        limits.connect_timeout = 2s;
    }
    Result<Fetched> get(const std::string& url)
    {
        body.clear();
        return fetch_public(url, limits, [&](std::string_view piece) { body += piece; });
    }
    LocalServer server;
    FetchLimits limits;
    std::string body;
};

} // namespace

TEST_CASE("only addresses of the public internet are public")
{
    for (const auto* text : {"1.1.1.1", "100.63.255.255", "100.128.0.0", "172.15.0.1", "172.32.0.1",
                             "192.167.1.1", "223.255.255.255", "2606:4700::1111", "2a00:1450::1",
                             "2001:200::1", "64:ff9b::101:101"}) {
        CAPTURE(text);
        CHECK(is_public_text(text));
    }
    for (const auto* text : {"0.0.0.0",
                             "10.1.2.3",
                             "100.64.0.1",
                             "100.127.255.255",
                             "127.0.0.1",
                             "127.255.0.1",
                             "169.254.169.254",
                             "172.16.0.1",
                             "172.31.255.255",
                             "192.0.0.1",
                             "192.168.0.1",
                             "198.18.0.1",
                             "198.19.255.255",
                             "203.0.113.9",
                             "224.0.0.1",
                             "240.0.0.1",
                             "255.255.255.255",
                             "::",
                             "::1",
                             "::ffff:1.1.1.1",
                             "::ffff:127.0.0.1",
                             "::1.1.1.1",
                             "fe80::1",
                             "fc00::1",
                             "fdff::1",
                             "ff02::1",
                             "2001:db8::1",
                             "2001::1",
                             "2002:7f00:1::",
                             "64:ff9b::7f00:1",
                             "64:ff9b::a00:1",
                             "64:ff9b:1::1",
                             "3fff::1",
                             "100::1",
                             "fec0::1"}) {
        CAPTURE(text);
        CHECK_FALSE(is_public_text(text));
    }
}

TEST_CASE("a file arrives with its type and the address it was found at")
{
    Fixture f{[](const std::string& path) {
        return path == "/old.png" ? LocalServer::redirect("/new.png") : LocalServer::ok("bytes");
    }};
    const auto fetched = f.get(f.server.url("/old.png"));
    REQUIRE(fetched.has_value());
    CHECK(f.body == "bytes");
    CHECK(fetched->bytes == 5);
    CHECK(fetched->content_type == "image/png");
    CHECK(fetched->url == f.server.url("/new.png"));
}

TEST_CASE("the local machine and private networks are refused by any spelling, and unasked")
{
    Fixture f{[](const std::string&) { return LocalServer::ok("secret"); }};
    f.limits.allowed_local_port.reset();
    const auto port = ":" + std::to_string(f.server.port()) + "/";
    for (const auto& url :
         {"http://127.0.0.1" + port, "http://localhost" + port, "http://2130706433" + port,
          "http://0x7f.1" + port, "http://0177.0.0.1" + port, "http://127.1" + port,
          "http://[::1]" + port, "http://[::ffff:127.0.0.1]" + port, "http://0.0.0.0" + port,
          std::string{"http://169.254.169.254/"}, std::string{"http://10.0.0.1/"},
          std::string{"http://192.168.1.1/"}}) {
        CAPTURE(url);
        const auto fetched = f.get(url);
        REQUIRE(fetched.has_error());
        CHECK(fetched.error().reason == Refusal::not_allowed);
        CHECK(f.body.empty());
    }
    CHECK(f.server.requests() == 0);
}

TEST_CASE("a redirect into a private network is refused at the hop that goes there")
{
    for (const auto* target : {"http://169.254.169.254/latest/", "http://127.0.0.1:1/",
                               "http://[::1]/", "http://192.168.0.1/"}) {
        CAPTURE(target);
        Fixture f{[&](const std::string&) { return LocalServer::redirect(target); }};
        const auto fetched = f.get(f.server.url("/"));
        REQUIRE(fetched.has_error());
        CHECK(fetched.error().reason == Refusal::not_allowed);
    }
    Fixture f{[](const std::string&) { return LocalServer::redirect("file:///etc/passwd"); }};
    const auto fetched = f.get(f.server.url("/"));
    REQUIRE(fetched.has_error());
    CHECK(fetched.error().reason == Refusal::not_allowed);
    CHECK(f.body.empty());
}

TEST_CASE("addresses that are not plain web addresses are refused before anything is opened")
{
    Fixture f{[](const std::string&) { return LocalServer::ok("x"); }};
    const auto host = "127.0.0.1:" + std::to_string(f.server.port());
    for (const auto& url :
         {std::string{}, std::string{"ftp://example.org/x"}, std::string{"file:///etc/passwd"},
          std::string{"gopher://example.org/"}, std::string{"//example.org/x"},
          "http://user:secret@" + host + "/", "http://user@" + host + "/", std::string{"http://"},
          "http://" + host + "/" + std::string(5'000, 'a')}) {
        CAPTURE(url);
        const auto fetched = f.get(url);
        REQUIRE(fetched.has_error());
        CHECK(fetched.error().reason == Refusal::invalid);
    }
    CHECK(f.server.requests() == 0);
}

TEST_CASE("a body is taken at the limit and refused one byte past it, announced or not")
{
    const std::string body(1'000, 'x');
    Fixture f{[&](const std::string& path) {
        if (path == "/announced")
            return LocalServer::ok(body);
        return "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body;
    }};
    for (const auto* path : {"/announced", "/unannounced"}) {
        CAPTURE(path);
        f.limits.bytes_max = body.size();
        CHECK(f.get(f.server.url(path)).has_value());
        f.limits.bytes_max = body.size() - 1;
        const auto fetched = f.get(f.server.url(path));
        REQUIRE(fetched.has_error());
        CHECK(fetched.error().reason == Refusal::too_large);
    }
}

TEST_CASE("redirects are followed up to the limit and not one further")
{
    Fixture f{[](const std::string& path) {
        const int left = std::stoi(path.substr(1));
        return left == 0 ? LocalServer::ok("x")
                         : LocalServer::redirect("/" + std::to_string(left - 1));
    }};
    CHECK(f.get(f.server.url("/5")).has_value());
    const auto fetched = f.get(f.server.url("/6"));
    REQUIRE(fetched.has_error());
    CHECK(fetched.error().message_key == "fetch.redirects");
}

TEST_CASE("an answer that is not a file is a refusal and its text is dropped")
{
    Fixture f{
        [](const std::string& path) { return LocalServer::status(std::stoi(path.substr(1))); }};
    struct Row {
        int code;
        Refusal reason;
    };
    for (const auto& row :
         {Row{404, Refusal::not_found}, Row{410, Refusal::gone}, Row{403, Refusal::conflict},
          Row{500, Refusal::conflict}, Row{206, Refusal::conflict}}) {
        CAPTURE(row.code);
        const auto fetched = f.get(f.server.url("/" + std::to_string(row.code)));
        REQUIRE(fetched.has_error());
        CHECK(fetched.error().reason == row.reason);
        CHECK(f.body.empty());
    }
}

TEST_CASE("a server that does not answer is given up at the time-out")
{
    std::promise<void> given_up;
    Fixture f{[waiting = given_up.get_future().share()](const std::string&) {
        waiting.wait_for(10s);
        return LocalServer::ok("late");
    }};
    f.limits.total_timeout = 200ms;
    // It answers only after we have gone: without a time-out of ours it would be heard.
    CHECK(f.get(f.server.url("/")).has_error());
    given_up.set_value();
}

TEST_CASE("what the sink throws reaches the caller")
{
    Fixture f{[](const std::string&) { return LocalServer::ok("x"); }};
    CHECK_THROWS_WITH(fetch_public(f.server.url("/"), f.limits,
                                   [](std::string_view) { throw std::runtime_error("disk full"); }),
                      "disk full");
}

} // namespace masthead::fetch
