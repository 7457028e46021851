// The collected cases of others (http11probe, llhttp) against a real server.

#include "core/net/raw_client.hpp"
#include "core/net/server.hpp"
#include "core/web/app.hpp"
#include "shared_data.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include <map>

using namespace masthead;
using namespace masthead::web;
using net::test::RawClient;
using net::test::Received;

namespace {

/// What the probes expect of a server: a page that is cached, echoes, cookies told back.
Router probed_routes()
{
    Route front;
    front.pattern = "/";
    front.cache = Cache::yes;
    front.handler = [](const Request&) {
        Response response = html(200, "<p>front page");
        response.caching = PageCaching{{}, 1, std::nullopt};
        return response;
    };
    const auto echo = [](Method method, std::string pattern) {
        Route route;
        route.method = method;
        route.pattern = std::move(pattern);
        route.body_bytes_max = 1'000;
        route.cross_site = CrossSite::allowed; // the probes say nothing of where they come from
        route.handler = [](const Request& request) {
            std::string fields;
            for (const auto& [name, value] : request.headers)
                fields += name + ": " + value + "\n";
            return text(200,
                        request.method == Method::post ? request.body + "\n" + fields : fields);
        };
        return route;
    };
    return Router{{std::move(front), echo(Method::post, "/"), echo(Method::post, "/echo"),
                   echo(Method::get, "/echo"), echo(Method::get, "/cookie")}};
}

struct Probed {
    Probed() : app(probed_routes(), cache, clock), server(listen(), app) { server.start(); }

    static net::ServerOptions listen()
    {
        net::ServerOptions options;
        options.listen = {"127.0.0.1:0"};
        options.tick = options.linger_timeout = Milliseconds{10};
        options.head_timeout = options.body_timeout = Milliseconds{200};
        return options;
    }

    SystemClock clock;
    PageCache cache{clock};
    App app;
    net::Server server;
};

struct Probe {
    std::string id;
    std::string expected;
    std::vector<std::string> payloads;
    bool sequence = false;
    bool close_is_fine = false;
};

std::string text_of(const boost::json::value& value)
{
    return value.is_string() ? std::string{value.as_string()} : std::string{};
}

/// The collection holds characters as code points; on the wire each is one byte.
std::string latin1(std::string_view utf8)
{
    std::string bytes;
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const auto byte = static_cast<unsigned char>(utf8[i]);
        if ((byte == 0xc2 || byte == 0xc3) && i + 1 < utf8.size()) {
            const auto next = static_cast<unsigned char>(utf8[++i]);
            bytes += static_cast<char>(((byte & 3U) << 6U) | (next & 0x3fU));
        } else {
            bytes += utf8[i];
        }
    }
    return bytes;
}

/// The byte that was lost between two pieces of one payload when the cases were collected.
std::string_view lost_byte(const std::string& id)
{
    static const std::map<std::string, std::string_view, std::less<>> lost{
        {"MAL-NON-ASCII-URL", "\xc3\xa9"},
        {"SMUG-CHUNK-EXT-CR", "\r"},
        {"SMUG-TE-FORMFEED", "\f"},
        {"SMUG-TE-NULL", std::string_view{"\0", 1}}};
    const auto found = lost.find(id);
    return found == lost.end() ? std::string_view{} : found->second;
}

void replace_all(std::string& text, std::string_view what, const std::string& with)
{
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at))
        text.replace(at, what.size(), with);
}

std::string filled_in(std::string text, std::uint16_t port)
{
    replace_all(text, "<<HOST>>", "127.0.0.1:" + std::to_string(port));
    replace_all(text, "<<HOSTNAME>>", "127.0.0.1");
    replace_all(text, "<<PORT>>", std::to_string(port));
    return text;
}

std::vector<Probe> read_probes(const std::filesystem::path& file)
{
    std::vector<Probe> probes;
    const auto cases = boost::json::parse(test::read_file(file));
    for (const auto& one : cases.as_array()) {
        Probe probe;
        probe.id = text_of(one.at("id"));
        probe.sequence = one.at("sequence").as_bool();
        probe.close_is_fine = one.at("closeAlsoPasses").as_bool();
        probe.expected = text_of(one.at("expectedStatus"));
        if (probe.expected.empty())
            probe.expected = text_of(one.at("expectedText"));
        for (const auto& payload : one.at("payloads").as_array())
            probe.payloads.push_back(latin1(text_of(payload)));
        if (!probe.sequence && probe.payloads.size() > 1) {
            std::string joined;
            for (const auto& piece : probe.payloads)
                joined += (joined.empty() ? "" : std::string{lost_byte(probe.id)}) + piece;
            probe.payloads = {joined};
        }
        // Four conditional cases make their second request from the first answer: see below.
        const bool made_up_later =
            probe.sequence && probe.payloads.size() == 1 && probe.id.starts_with("CAP-");
        if (!probe.payloads.empty() && !made_up_later)
            probes.push_back(std::move(probe));
    }
    return probes;
}

/// Whether the words of the case ("400 or close (pass), 2xx (warn)") allow this outcome; 0 stands
/// for a connection that ends, or says nothing, without an answer.
bool allows(const Probe& probe, int status)
{
    const std::string& words = probe.expected;
    if (words.starts_with("!101"))
        return status != 101;
    if (words.starts_with("not 414"))
        return status != 414 && status != 0;
    if (words.starts_with("Range"))
        return (status != 0 &&
                words.find(std::to_string(status / 100) + "xx") != std::string::npos) ||
               (status == 0 && probe.close_is_fine);
    if (status == 0 || status == 408)
        return probe.close_is_fine || words.find("close") != std::string::npos ||
               words.find("timeout") != std::string::npos;
    if (words.starts_with("Reject") || words.starts_with("Any") || words.starts_with("non-1xx"))
        return status >= 200 && status < 500;
    return words.find(std::to_string(status)) != std::string::npos ||
           words.find(std::to_string(status / 100) + "xx") != std::string::npos;
}

bool is_well_behaved(const std::optional<Received>& answer)
{
    return !answer || answer->status < 500 || answer->status == 501 || answer->status == 505;
}

} // namespace

TEST_CASE("every case of http11probe is answered as its text requires")
{
    const auto file = test::shared_data("suites/http/http11probe-a.json");
    if (!file)
        return test::skip("http11probe");
    Probed probed;
    for (const Probe& probe : read_probes(*file)) {
        CAPTURE(probe.id);
        CAPTURE(probe.expected);
        RawClient client{probed.server.port()};
        client.send(filled_in(probe.payloads[0], probed.server.port()));
        auto answer = client.receive();
        CHECK(is_well_behaved(answer));
        if (answer && answer->status == 400)
            CHECK(client.is_closed());
        if (probe.sequence && probe.payloads.size() > 1 && answer && answer->status < 400) {
            client.send(filled_in(probe.payloads[1], probed.server.port()));
            answer = client.receive();
        }
        const int status = answer ? answer->status : 0;
        CAPTURE(status);
        CHECK(allows(probe, status));
        if (probe.expected.find("Allow header") != std::string::npos)
            CHECK(answer->field("allow").find("GET") != std::string::npos);
        if (probe.expected.find("echo") != std::string::npos)
            CHECK(answer->body.find("hello") != std::string::npos);
        if (probe.expected.find("without CL") != std::string::npos)
            CHECK(answer->field("content-length").empty());
    }
}

TEST_CASE("conditional requests are answered as http11probe asks")
{
    Probed probed;
    RawClient client{probed.server.port()};
    const auto page = client.ask(net::test::get("/"));
    REQUIRE(page);
    const auto status = [&](const std::string& fields) {
        return client.ask(net::test::get("/", fields))->status;
    };
    const std::string etag = "If-None-Match: " + page->field("etag") + "\r\n";
    CHECK(status(etag) == 304);
    CHECK(status("If-Modified-Since: " + page->field("last-modified") + "\r\n") == 304);
    CHECK(status(etag + "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT\r\n") == 304);
    CHECK(status("If-Modified-Since: Thu, 01 Jan 2099 00:00:00 GMT\r\n") == 200);
    CHECK(status("If-Modified-Since: not-a-date\r\n") == 200);
}

TEST_CASE("no case of llhttp crashes the server or makes it fail")
{
    const auto file = test::shared_data("suites/http/llhttp-request-cases.json");
    if (!file)
        return test::skip("llhttp cases");
    Probed probed;
    const auto cases = boost::json::parse(test::read_file(*file));
    for (const auto& one : cases.as_array()) {
        const std::string name = text_of(one.at("name"));
        CAPTURE(name);
        RawClient client{probed.server.port()};
        client.send(latin1(text_of(one.at("request"))));
        client.finish_sending();
        std::optional<Received> answer = client.receive();
        const bool first_is_good = answer && answer->status < 400;
        // llhttp goes on after `Connection: close` and refuses what follows; we have closed then.
        const auto error = one.at("llhttpError");
        const bool after_close =
            !error.is_null() &&
            text_of(error.at("reason")).find("`Connection: close`") != std::string::npos;
        int answers = 0;
        for (; answer; answer = client.receive()) {
            ++answers;
            CHECK(is_well_behaved(answer));
            REQUIRE(answers < 20);
        }
        if (!error.is_null() && !after_close && answers == 1)
            CHECK_FALSE(first_is_good);
    }
    RawClient client{probed.server.port()};
    CHECK(client.ask(net::test::get("/"))->status == 200);
}

TEST_CASE("garbage of any kind is answered with 400 or the end")
{
    Probed probed;
    std::uint64_t state = 88172645463325252ULL;
    for (int i = 0; i < 200; ++i) {
        std::string garbage;
        for (int n = 0; n < 300; ++n) {
            state ^= state << 13U;
            state ^= state >> 7U;
            state ^= state << 17U;
            garbage += static_cast<char>(state & 0xffU);
        }
        RawClient client{probed.server.port()};
        client.send(garbage);
        client.finish_sending();
        const auto answer = client.receive();
        CHECK((!answer || answer->status == 400));
    }
}
