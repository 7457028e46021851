#include "core/fetch/post.hpp"

#include "core/fetch/https_address.hpp"
#include "core/fetch/local_server.hpp"
#include "core/fetch/own_address.hpp"
#include "self_signed_server.hpp"

#include <doctest/doctest.h>

#include <future>

namespace masthead::fetch {

namespace {

using namespace std::chrono_literals;

struct Fixture {
    explicit Fixture(LocalServer::Answer answer) : server(std::move(answer))
    {
        limits.allowed_local_port = server.port();
        limits.total_timeout = 5s;
    }
    Result<PostAnswer> post(const std::string& url)
    {
        Poster poster{limits};
        return poster.post({url, {{"TTL", "60"}}, "body"});
    }
    LocalServer server;
    PostLimits limits;
};

std::string answer_of(const std::string& path)
{
    const auto status = path.substr(1, 3);
    const auto more = path.size() > 4 ? "Retry-After: " + path.substr(5) + "\r\n" : std::string{};
    return "HTTP/1.1 " + status + " No\r\nConnection: close\r\n" + more +
           "Content-Length: 2\r\n\r\nno";
}

bool is_own(const char* text)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    REQUIRE(inet_pton(AF_INET, text, &address.sin_addr) == 1);
    return is_own_address(reinterpret_cast<const sockaddr&>(address));
}

} // namespace

TEST_CASE("an https address of a host with a public name is read with its origin")
{
    const auto address = parse_https_address("https://Push.Example:443/send/aB-_9?x=1%20");
    REQUIRE(address.has_value());
    CHECK(address->host == "push.example");
    CHECK(address->origin == "https://push.example");
    CHECK(address->url == "https://Push.Example:443/send/aB-_9?x=1%20");
    CHECK(parse_https_address("https://a.b.push.example/").has_value());
    CHECK(parse_https_address("https://xn--bcher-kva.example/").has_value());
    CHECK(parse_https_address("https://127.example/").has_value());
    CHECK(parse_https_address("https://127.0.0.1.push.example/").has_value());
    CHECK(parse_https_address("https://push.example").has_value());
}

TEST_CASE("what could lead elsewhere than to a public name at port 443 is no address")
{
    for (const auto* url : {"",
                            "https://",
                            "https:///x",
                            "http://push.example/",
                            "HTTPS://push.example/",
                            "ftp://push.example/",
                            "//push.example/",
                            "push.example",
                            "https:push.example",
                            "https:/push.example/",
                            "https://push.example:8443/",
                            "https://push.example:80/",
                            "https://push.example:0443x/",
                            "https://user@push.example/",
                            "https://user:secret@push.example/",
                            "https://push.example#x",
                            "https://push.example/#x",
                            "https://push.example\\@127.0.0.1/",
                            "https://push.example/ x",
                            "https://push.example/\n",
                            "https://push.example/\xc3\xa9",
                            "https://b\xc3\xbc.example/",
                            "https://localhost/",
                            "https://a.localhost/",
                            "https://LOCALHOST/",
                            "https://printer.local/",
                            "https://metadata.internal/",
                            "https://metadata.google.internal/",
                            "https://router.lan/",
                            "https://box.home.arpa/",
                            "https://push/",
                            "https://push.example./",
                            "https://.example/",
                            "https://push..example/",
                            "https://-push.example/",
                            "https://push-.example/",
                            "https://pu_sh.example/",
                            "https://pu%73h.example/",
                            "https://127.0.0.1/",
                            "https://127.0.0.1./",
                            "https://2130706433/",
                            "https://0x7f.1/",
                            "https://0x7f000001/",
                            "https://0177.0.0.1/",
                            "https://127.1/",
                            "https://10.0.0.1/",
                            "https://1.1.1.1/",
                            "https://push.0x7f/",
                            "https://[::1]/",
                            "https://[::ffff:127.0.0.1]/",
                            "https://[2606:4700::1111]/",
                            "https://[fe80::1%25lo]/",
                            "https://0/"}) {
        CAPTURE(url);
        CHECK_FALSE(parse_https_address(url).has_value());
    }
}

TEST_CASE("an address is read at the limits of its lengths and not one past them")
{
    const std::string start = "https://push.example/";
    CHECK(parse_https_address(start + std::string(https_address_bytes_max - start.size(), 'a')));
    CHECK_FALSE(
        parse_https_address(start + std::string(https_address_bytes_max + 1 - start.size(), 'a')));
    CHECK(parse_https_address("https://" + std::string(63, 'a') + ".example/"));
    CHECK_FALSE(parse_https_address("https://" + std::string(64, 'a') + ".example/"));
    std::string host;
    for (int i = 0; i < 4; ++i)
        host += std::string(60, 'a') + ".";
    CHECK(parse_https_address("https://" + host + "exampleexam/").has_value() ==
          (host.size() + 11 <= 253));
    CHECK_FALSE(parse_https_address("https://" + host + "exampleexample/"));
}

TEST_CASE("any answer comes back with its status and when to try again")
{
    Fixture f{answer_of};
    for (const int status : {200, 201, 202, 301, 302, 307, 400, 404, 410, 413, 429, 500, 503}) {
        CAPTURE(status);
        const auto answer = f.post(f.server.url("/" + std::to_string(status)));
        REQUIRE(answer.has_value());
        CHECK(answer->status == status);
        CHECK(answer->retry_after == 0s);
    }
    CHECK(f.post(f.server.url("/429/120"))->retry_after == 120s);
    CHECK(f.post(f.server.url("/429/soon"))->retry_after == 0s);
    CHECK(f.post(f.server.url("/429/-5"))->retry_after == 0s);
}

TEST_CASE("a redirect is an answer, not a way")
{
    Fixture f{[](const std::string&) { return LocalServer::redirect("/elsewhere"); }};
    CHECK(f.post(f.server.url("/"))->status == 302);
    CHECK(f.server.requests() == 1);
}

TEST_CASE("the status counts however long the answer is")
{
    Fixture f{[](const std::string&) {
        return "HTTP/1.1 201 Yes\r\nConnection: close\r\n\r\n" + std::string(4'000'000, 'x');
    }};
    f.limits.answer_bytes_max = 1'000;
    CHECK(f.post(f.server.url("/"))->status == 201);
}

TEST_CASE("a server that is silent is given up at the time-out")
{
    std::promise<void> given_up;
    Fixture f{[waiting = given_up.get_future().share()](const std::string&) {
        waiting.wait_for(10s);
        return std::string{};
    }};
    f.limits.total_timeout = 200ms;
    const auto answer = f.post(f.server.url("/"));
    REQUIRE(answer.has_error());
    CHECK(answer.error().message_key == "post.network");
    given_up.set_value();
}

TEST_CASE("this machine and private networks are refused, and unasked")
{
    Fixture f{answer_of};
    f.limits.allowed_local_port.reset();
    for (const auto& url : {f.server.url("/201"), std::string{"https://127.0.0.1/"},
                            std::string{"https://localhost/"}, std::string{"https://[::1]/"}}) {
        CAPTURE(url);
        const auto answer = f.post(url);
        REQUIRE(answer.has_error());
        CHECK(answer.error().reason == Refusal::invalid);
    }
    f.limits.allowed_local_port = static_cast<std::uint16_t>(f.server.port() + 1);
    CHECK(f.post(f.server.url("/201")).has_error());
    CHECK(f.server.requests() == 0);
}

TEST_CASE("the addresses of this machine's interfaces are its own")
{
    CHECK(is_own("127.0.0.1"));
    CHECK_FALSE(is_own("192.0.2.1"));
    CHECK_FALSE(is_own("8.8.8.8"));
}

TEST_CASE("one poster posts again and again, to one server and to others")
{
    const Fixture f{answer_of};
    const Fixture other{answer_of};
    Poster poster{f.limits};
    CHECK(poster.post({f.server.url("/201"), {}, "a"})->status == 201);
    CHECK(poster.post({other.server.url("/201"), {}, "b"}).has_error());
    CHECK(poster.post({f.server.url("/202"), {}, "c"})->status == 202);
    CHECK(f.server.requests() == 2);
    CHECK(other.server.requests() == 0);
}

TEST_CASE("a certificate that nobody known has signed is no server to speak to")
{
    const test::SelfSignedServer server;
    PostLimits limits;
    limits.allowed_local_port = server.port();
    Poster poster{limits};
    const auto answer = poster.post({server.url(), {}, "body"});
    REQUIRE(answer.has_error());
    CHECK(answer.error().message_key == "post.network");
    CHECK(answer.error().detail.find("certificate") != std::string::npos);
}

} // namespace masthead::fetch
