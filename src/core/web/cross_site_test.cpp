#include "core/web/cookie.hpp"
#include "core/web/cross_site.hpp"

#include <doctest/doctest.h>

using namespace masthead;
using namespace masthead::web;

namespace {

Request post(Fields headers, std::string host = "news.example")
{
    Request request;
    request.method = Method::post;
    request.path = "/a/";
    request.secure = true;
    request.host = std::move(host);
    request.remote_address = "192.0.2.1";
    request.headers = std::move(headers);
    return request;
}

const Time noon = from_ms(1'800'000'000'000); // a whole hour

} // namespace

TEST_CASE("an origin is scheme and authority as browsers write them")
{
    CHECK(origin_of("https://News.Example/path?x#y") == "https://news.example");
    CHECK(origin_of("https://news.example:443") == "https://news.example");
    CHECK(origin_of("https://news.example:4430") == "https://news.example:4430");
    CHECK(origin_of("http://news.example:80/") == "http://news.example");
    CHECK(origin_of("https://news.example:80") == "https://news.example:80");
    CHECK(origin_of("https://[2001:db8::1]:8080") == "https://[2001:db8::1]:8080");
    for (const char* none : {"null", "", "news.example", "https://", "https:///x", "://x"})
        CHECK_MESSAGE((origin_of(none).empty() || origin_of(none) == "://x"), none);
}

TEST_CASE("where an unsafe request was sent from is judged by what the browser alone can say")
{
    struct Row {
        const char* name;
        Fields headers;
        SentFrom expected;
    };
    const Row rows[] = {
        {"our own page", {{"sec-fetch-site", "same-origin"}}, SentFrom::here},
        {"the address bar", {{"sec-fetch-site", "none"}}, SentFrom::here},
        {"another site", {{"sec-fetch-site", "cross-site"}}, SentFrom::abroad},
        {"a neighbouring host", {{"sec-fetch-site", "same-site"}}, SentFrom::abroad},
        {"a word of the future", {{"sec-fetch-site", "odd"}}, SentFrom::abroad},
        {"an empty word", {{"sec-fetch-site", ""}}, SentFrom::abroad},
        {"two words",
         {{"sec-fetch-site", "same-origin"}, {"sec-fetch-site", "cross-site"}},
         SentFrom::abroad},
        {"another site that names our origin",
         {{"sec-fetch-site", "cross-site"}, {"origin", "https://news.example"}},
         SentFrom::abroad},
        {"our own page that hides its origin",
         {{"sec-fetch-site", "same-origin"}, {"origin", "null"}},
         SentFrom::here},
        {"our origin", {{"origin", "https://news.example"}}, SentFrom::here},
        {"our origin with its port", {{"origin", "https://news.example:443"}}, SentFrom::here},
        {"the site's own origin", {{"origin", "https://www.news.example"}}, SentFrom::here},
        {"no origin to be told", {{"origin", "null"}}, SentFrom::abroad},
        {"an empty origin", {{"origin", ""}}, SentFrom::abroad},
        {"another origin", {{"origin", "https://evil.example"}}, SentFrom::abroad},
        {"another port", {{"origin", "https://news.example:8443"}}, SentFrom::abroad},
        {"another scheme", {{"origin", "http://news.example"}}, SentFrom::abroad},
        {"a host that begins like ours",
         {{"origin", "https://news.example.evil.example"}},
         SentFrom::abroad},
        {"a host that ends like ours", {{"origin", "https://evilnews.example"}}, SentFrom::abroad},
        {"our host as a name", {{"origin", "https://news.example@evil.example"}}, SentFrom::abroad},
        {"two origins",
         {{"origin", "https://news.example"}, {"origin", "https://evil.example"}},
         SentFrom::abroad},
        {"a referer alone", {{"referer", "https://news.example/"}}, SentFrom::unknown},
        {"nothing", {}, SentFrom::unknown},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        CHECK(sent_from(post(row.headers), "https://www.news.example") == row.expected);
    }
    // Without a site's own address nothing else becomes ours.
    CHECK(sent_from(post({{"origin", "null"}}), "") == SentFrom::abroad);
    CHECK(sent_from(post({{"origin", ""}}), "") == SentFrom::abroad);
}

TEST_CASE("a form's token is good for its hour and the next, its page, its session and no other")
{
    const FormTokens tokens{"secret"};
    const auto session = [](std::string cookie) { return post({{"cookie", std::move(cookie)}}); };
    const auto mine = session("__Host-masthead=mine");
    const auto token = tokens.make(mine, noon);
    const auto minutes = [](int count) { return std::chrono::minutes{count}; };
    CHECK(tokens.is_good(mine, token, noon));
    CHECK(tokens.is_good(mine, token, noon + minutes(120) - Milliseconds{1}));
    CHECK_FALSE(tokens.is_good(mine, token, noon + minutes(120)));
    CHECK_FALSE(tokens.is_good(mine, token, noon - Milliseconds{1}));
    CHECK_FALSE(tokens.is_good(session("__Host-masthead=yours"), token, noon));
    CHECK_FALSE(tokens.is_good(session("masthead=mine"), token, noon));
    CHECK_FALSE(
        tokens.is_good(session("__Host-masthead=mine; __Host-masthead-desk=x"), token, noon));
    CHECK_FALSE(tokens.is_good(post({}), token, noon));
    auto elsewhere = mine;
    elsewhere.path = "/b/";
    CHECK_FALSE(tokens.is_good(elsewhere, token, noon));
    for (const std::string& wrong :
         {std::string{}, token.substr(1), token + "0", std::string(token.size(), '0')})
        CHECK_FALSE(tokens.is_good(mine, wrong, noon));
    CHECK_FALSE(FormTokens{"other"}.is_good(mine, token, noon));
    CHECK_FALSE(FormTokens{""}.is_good(mine, FormTokens{""}.make(mine, noon), noon));
}

TEST_CASE("without a session a token is good for the network it was given to")
{
    const FormTokens tokens{"secret"};
    auto mine = post({});
    mine.remote_address = "2001:db8::1";
    const auto token = tokens.make(mine, noon);
    auto neighbour = mine;
    neighbour.remote_address = "2001:db8::2"; // the same /64
    CHECK(tokens.is_good(neighbour, token, noon));
    auto stranger = mine;
    stranger.remote_address = "2001:db8:0:1::1";
    CHECK_FALSE(tokens.is_good(stranger, token, noon));
    auto signed_in = mine;
    signed_in.headers.emplace_back("cookie", "__Host-masthead=victim");
    CHECK_FALSE(tokens.is_good(signed_in, token, noon));
}

TEST_CASE("the plain page repeats what was sent, escaped, and brings a new token")
{
    const Form form{{{"text", "a\"><script>alert(1)</script>\nb"}, {"csrf", "old"}}, {}};
    const auto page = plain_confirm_page(form, "new", {"Sure & safe?", "Yes"});
    CHECK(page.status == 403);
    CHECK(page.body.find("<script>") == std::string::npos);
    CHECK(page.body.find("name=\"text\" value=\"a&quot;&gt;&lt;script&gt;") != std::string::npos);
    CHECK(page.body.find("name=\"csrf\" value=\"new\"") != std::string::npos);
    CHECK(page.body.find("old") == std::string::npos);
    CHECK(page.body.find("Sure &amp; safe?") != std::string::npos);
    CHECK(page.body.find("action=") == std::string::npos);
}
