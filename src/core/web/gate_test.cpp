#include "core/web/cookie.hpp"
#include "core/web/direct_client.hpp"
#include "core/web/gate.hpp"
#include "core/web/words.hpp"

#include <doctest/doctest.h>

#include <atomic>

using namespace masthead;
using namespace masthead::web;
using net::Verb;
using test::Answered;
using test::Ask;
using test::FieldList;

namespace {

constexpr std::uint32_t may_moderate = 1;
constexpr std::uint32_t may_ban = 2;

/// Routes of every kind, with a reader and two members of staff who can sign in by a cookie.
struct Desk {
    explicit Desk(AppOptions options = {}) : app(Router{routes()}, cache, clock, complete(options))
    {
    }

    AppOptions complete(AppOptions options)
    {
        options.workers_max = 2;
        if (!options.find_visitor)
            options.find_visitor = [this](const Request& request) { return find(request); };
        return options;
    }

    Visitor find(const Request& request)
    {
        ++lookups;
        Visitor visitor;
        if (own_cookie(request, reader_cookie) == "ruth")
            visitor.reader = 7;
        const auto staff = own_cookie(request, staff_cookie);
        if (staff == "broken")
            throw std::runtime_error("the sessions cannot be read");
        if (staff == "mona" || staff == "paul") {
            visitor.staff = staff == "mona" ? 1 : 2;
            visitor.permissions = staff == "mona" ? may_moderate : may_moderate | may_ban;
        }
        return visitor;
    }

    Route route(Method method, std::string pattern, Access access = Access::everyone)
    {
        Route made;
        made.method = method;
        made.pattern = std::move(pattern);
        made.access = access;
        made.body_bytes_max = 100'000;
        made.handler = [this](const Request& request) { return serve(request); };
        return made;
    }

    Response serve(const Request& request)
    {
        ++served;
        Response response = text(200, std::to_string(request.visitor.reader) + " " +
                                          std::to_string(request.visitor.staff));
        response.headers.emplace_back("Cache-Control", "public, max-age=60");
        if (request.query_value("sign") == "in") {
            set_cookie(response, request, {"masthead", "one", std::nullopt});
            set_cookie(response, request, {"masthead-draft", "two", std::nullopt});
        }
        return response;
    }

    std::vector<Route> routes()
    {
        std::vector<Route> table;
        table.push_back(route(Method::get, "/open/"));
        table.push_back(route(Method::post, "/open/"));
        table.push_back(route(Method::put, "/open/"));
        table.push_back(route(Method::post, "/hook/"));
        table.back().cross_site = CrossSite::allowed;
        table.push_back(route(Method::get, "/mine/", Access::reader));
        table.push_back(route(Method::post, "/mine/", Access::reader));
        table.push_back(route(Method::get, "/desk/", Access::staff));
        table.push_back(route(Method::get, "/desk/ban/", Access::staff));
        table.back().permission = may_moderate | may_ban;
        table.push_back(route(Method::get, "/refuses/"));
        table.back().handler = [](const Request&) {
            return refuse(masthead::refuse(Refusal::conflict, "comment.closed"));
        };
        table.push_back(route(Method::get, "/kept/"));
        table.back().cache = Cache::yes;
        table.back().handler = [this](const Request& request) {
            ++served;
            Response response = html(200, "kept for " + std::to_string(request.visitor.reader) +
                                              std::string{request.cookie("masthead")} +
                                              (request.wants_json() ? " json" : ""));
            response.caching = PageCaching{{"kept"}, 1, std::nullopt};
            set_cookie(response, request, {"masthead", "everybody", std::nullopt});
            return response;
        };
        add_limited(table);
        return table;
    }

    void add_limited(std::vector<Route>& table)
    {
        for (const char* pattern : {"/limited/a/", "/limited/b/"}) {
            table.push_back(route(Method::post, pattern));
            table.back().rate = {2, Milliseconds{10'000}, "limited"};
        }
        table.push_back(route(Method::get, "/limited/alone/"));
        table.back().rate = {1, Milliseconds{10'000}, ""};
        table.push_back(route(Method::post, "/small/"));
        table.back().body_bytes_max = 10;
        table.back().rate = {1, Milliseconds{10'000}, ""};
    }

    Answered ask(Ask what) { return test::ask(app, std::move(what)); }
    Answered get(std::string target, FieldList fields = {})
    {
        return ask({Verb::get, std::move(target), std::move(fields)});
    }
    Answered post(std::string target, FieldList fields, std::string body = "")
    {
        return ask({Verb::post, std::move(target), std::move(fields), std::move(body)});
    }

    std::atomic<int> served{0};
    std::atomic<int> lookups{0};
    ManualClock clock{from_ms(1'800'000'000'000)};
    PageCache cache{clock};
    App app;
};

const std::pair<std::string, std::string> ours{"sec-fetch-site", "same-origin"};
const std::pair<std::string, std::string> json_please{"accept", "application/json"};
const std::pair<std::string, std::string> form_type{"content-type",
                                                    "application/x-www-form-urlencoded"};
const std::pair<std::string, std::string> ruth{"cookie", "masthead=ruth"};

std::string between(const std::string& text, const std::string& before, char end)
{
    const auto at = text.find(before);
    REQUIRE(at != std::string::npos);
    return text.substr(at + before.size(), text.find(end, at + before.size()) - at - before.size());
}

} // namespace

TEST_CASE("who asks is looked up only where a session cookie says that somebody does")
{
    Desk desk;
    CHECK(desk.get("/open/").body == "0 0");
    CHECK(desk.get("/open/", {{"cookie", "other=1; masthead="}}).body == "0 0");
    CHECK(desk.lookups == 0);
    CHECK(desk.get("/open/", {ruth}).body == "7 0");
    CHECK(desk.get("/open/", {{"cookie", "masthead-desk=mona"}}).body == "0 1");
    CHECK(desk.get("/open/", {{"cookie", "masthead=stale"}}).body == "0 0");
    CHECK(desk.lookups == 3);
}

TEST_CASE("a cached page is drawn for nobody, asks for no visitor and sets no cookie")
{
    Desk desk;
    for (int i = 0; i < 2; ++i) {
        const auto page = desk.get("/kept/", {ruth, json_please});
        CHECK(page.body == "kept for 0");
        CHECK(page.field("set-cookie") == "");
    }
    CHECK(desk.lookups == 0);
    CHECK(desk.served == 1);
}

TEST_CASE("guests are sent to sign in, with the way back")
{
    Desk desk;
    const auto page = desk.get("/mine/?a=b&c=d");
    CHECK(page.status == 303);
    CHECK(page.field("location") == "/reader/sign-in/?to=%2Fmine%2F%3Fa%3Db%26c%3Dd");
    CHECK(page.field("cache-control") == "no-store");
    CHECK(desk.get("/desk/").field("location") == "/desk/sign-in/?to=%2Fdesk%2F");
    // A reader's session opens no desk, a member of staff's no account.
    CHECK(desk.get("/desk/", {ruth}).field("location").starts_with("/desk/sign-in/"));
    CHECK(desk.get("/mine/", {{"cookie", "masthead-desk=paul"}})
              .field("location")
              .starts_with("/reader/sign-in/"));
    CHECK(desk.served == 0);
    CHECK(desk.get("/mine/", {ruth}).body == "7 0");
    CHECK(desk.get("/desk/", {{"cookie", "masthead-desk=mona"}}).body == "0 1");
}

TEST_CASE("the way back of a form is the page it stood in, and only if that is ours")
{
    Desk desk;
    const auto way_back = [&](const char* referer) {
        return desk.post("/mine/", {ours, {"referer", referer}}).field("location");
    };
    const std::string page = "/reader/sign-in/?to=";
    CHECK(way_back("http://news.example/a/?b#c") == page + "%2Fa%2F%3Fb");
    CHECK(way_back("https://evil.example/a/") == page + "%2F");
    CHECK(way_back("http://news.example.evil.example/a/") == page + "%2F");
    CHECK(way_back("http://news.example//evil.example/") == page + "%2F");
    CHECK(way_back("http://news.example") == page + "%2F");
    CHECK(way_back("nonsense") == page + "%2F");
    const auto at = [&](std::size_t bytes) {
        return desk.get("/mine/?" + std::string(bytes - 7, 'a')).field("location").size();
    };
    CHECK(at(1'024) > 1'024);
    CHECK(at(1'025) == page.size() + 3);
}

TEST_CASE("who asks for JSON is told in JSON to sign in")
{
    Desk desk;
    const auto answer = desk.get("/mine/", {json_please, {"referer", "http://news.example/a/"}});
    CHECK(answer.status == 401);
    CHECK(answer.field("content-type") == "application/json");
    CHECK(answer.body == "{\"error\":\"web.sign_in\",\"message\":\"Please sign in first.\","
                         "\"sign_in\":\"/reader/sign-in/?to=%2Fa%2F\"}");
}

TEST_CASE("the page for guests can be another's")
{
    AppOptions options;
    options.sign_in_page = [](const Request& request, Access access) {
        return text(401, request.path + (access == Access::staff ? " staff" : " reader"));
    };
    Desk desk{options};
    CHECK(desk.get("/mine/").body == "/mine/ reader");
    CHECK(desk.get("/desk/").body == "/desk/ staff");
}

TEST_CASE("a member of staff needs every bit that the route names")
{
    Desk desk;
    const auto half = desk.get("/desk/ban/", {{"cookie", "masthead-desk=mona"}});
    CHECK(half.status == 403);
    CHECK(half.body.find(default_words(problem_not_allowed)) != std::string::npos);
    CHECK(desk.served == 0);
    CHECK(desk.get("/desk/ban/", {{"cookie", "masthead-desk=paul"}}).body == "0 2");
    CHECK(desk.get("/desk/ban/").status == 303);
}

TEST_CASE("a lookup that fails is a bare 500 and opens nothing")
{
    Desk desk;
    const auto answer = desk.get("/desk/", {{"cookie", "masthead-desk=broken"}});
    CHECK(answer.status == 500);
    CHECK(answer.body.find("sessions") == std::string::npos);
    CHECK(desk.served == 0);
}

TEST_CASE("what one reader is told, and what gives a cookie, is kept by nobody")
{
    Desk desk;
    CHECK(desk.get("/open/").field("cache-control") == "public, max-age=60");
    const auto mine = desk.get("/mine/", {ruth});
    CHECK(mine.all("cache-control") == std::vector<std::string>{"no-store"});
    const auto cookies = desk.get("/open/?sign=in");
    CHECK(cookies.all("set-cookie").size() == 2);
    CHECK(cookies.all("set-cookie")[0].starts_with("masthead=one; "));
    CHECK(cookies.all("set-cookie")[1].starts_with("masthead-draft=two; "));
    CHECK(cookies.all("cache-control") == std::vector<std::string>{"no-store"});
}

TEST_CASE("a form sent by another site is refused with words, before anybody is looked up")
{
    Desk desk;
    const FieldList attacks[] = {
        {{"sec-fetch-site", "cross-site"}},
        {{"sec-fetch-site", "same-site"}},
        {{"sec-fetch-site", "cross-site"}, {"origin", "http://news.example"}},
        {{"origin", "null"}},
        {{"origin", "http://evil.example"}},
        {{"origin", "http://news.example:8080"}},
        {{"origin", "https://news.example"}},
    };
    for (const auto& attack : attacks) {
        FieldList fields = attack;
        fields.push_back(ruth);
        CAPTURE(attack.back().second);
        const auto answer = desk.post("/mine/", fields, "a=b");
        CHECK(answer.status == 403);
        CHECK(answer.body.find(default_words(problem_cross_site)) != std::string::npos);
    }
    CHECK(desk.served == 0);
    CHECK(desk.lookups == 0);
    CHECK(desk.ask({Verb::put, "/open/", {{"origin", "http://evil.example"}}}).status == 403);
    const auto json = desk.post("/mine/", {{"origin", "null"}, json_please});
    CHECK(json.status == 403);
    CHECK(json.body.starts_with("{\"error\":\"web.cross_site\",\"message\":\"This was sent"));
}

TEST_CASE("our own forms, harmless methods and routes for others pass")
{
    AppOptions options;
    options.site_url = "https://www.news.example/";
    Desk desk{options};
    CHECK(desk.post("/open/", {ours}).status == 200);
    CHECK(desk.post("/open/", {{"origin", "http://news.example"}}).status == 200);
    CHECK(desk.post("/open/", {{"origin", "https://www.news.example"}}).status == 200);
    CHECK(desk.get("/open/", {{"sec-fetch-site", "cross-site"}}).status == 200);
    CHECK(desk.ask({Verb::head, "/open/", {{"origin", "null"}}}).status == 200);
    CHECK(desk.post("/hook/", {{"origin", "https://else.example"}}).status == 200);
    CHECK(desk.post("/hook/", {}).status == 200);
}

TEST_CASE("a browser that does not say is asked to confirm, and its reader can")
{
    Desk desk;
    const auto page = desk.post("/mine/", {form_type, ruth}, "text=a+%3C+b&text=c");
    CHECK(page.status == 403);
    CHECK(page.field("cache-control") == "no-store");
    CHECK(page.body.find("name=\"text\" value=\"a &lt; b\"") != std::string::npos);
    CHECK(page.body.find("name=\"text\" value=\"c\"") != std::string::npos);
    CHECK(desk.served == 0);
    CHECK(desk.lookups == 0);
    const std::string token = between(page.body, "name=\"csrf\" value=\"", '"');
    CHECK(desk.post("/mine/", {form_type, ruth}, "csrf=" + token).body == "7 0");
    // Another session, another page, a made-up token, another hour: asked again.
    CHECK(desk.post("/mine/", {form_type, {"cookie", "masthead=walt"}}, "csrf=" + token).status ==
          403);
    CHECK(desk.post("/open/", {form_type, ruth}, "csrf=" + token).status == 403);
    CHECK(desk.post("/mine/", {form_type, ruth}, "csrf=" + std::string(64, '0')).status == 403);
    desk.clock.advance(std::chrono::hours{2});
    CHECK(desk.post("/mine/", {form_type, ruth}, "csrf=" + token).status == 403);
    CHECK(desk.served == 1);
    // A token does not outweigh what the browser says.
    const auto fresh = between(desk.post("/mine/", {form_type, ruth}).body, "csrf\" value=\"", '"');
    CHECK(desk.post("/mine/", {form_type, ruth, {"origin", "null"}}, "csrf=" + fresh).status ==
          403);
    CHECK(desk.served == 1);
}

TEST_CASE("what cannot be repeated in a page is refused where the browser does not say")
{
    Desk desk;
    const auto refused = [&](const FieldList& fields, const std::string& body) {
        const auto answer = desk.post("/open/", fields, body);
        return answer.status == 403 && answer.body.find("csrf") == std::string::npos;
    };
    CHECK(refused({{"content-type", "application/json"}}, "{}"));
    CHECK(refused({form_type, json_please}, "a=b"));
    CHECK(
        refused({{"content-type", "multipart/form-data; boundary=x"}},
                "--x\r\nContent-Disposition: form-data; name=f; filename=f.png\r\n\r\n1\r\n--x--"));
    CHECK(refused({form_type}, "a=%zz"));
    CHECK(desk.served == 0);
}

TEST_CASE("the page that asks to confirm can be another's")
{
    AppOptions options;
    options.confirm_page = [](const Request& request, std::string_view token) {
        return text(200, request.path + " " + std::string{token});
    };
    Desk desk{options};
    const auto page = desk.post("/open/", {form_type}, "a=b");
    CHECK(page.body.starts_with("/open/ "));
    CHECK(desk.post("/open/", {form_type}, "csrf=" + page.body.substr(7)).body == "0 0");
}

TEST_CASE("a network that asks too often is told to wait, and others are not")
{
    Desk desk;
    const auto from = [&](const char* peer, const char* target, FieldList fields = {ours}) {
        return desk.ask({Verb::post, target, std::move(fields), "", peer});
    };
    CHECK(from("192.0.2.1", "/limited/a/").status == 200);
    CHECK(from("192.0.2.1", "/limited/b/").status == 200);
    const auto refused = from("192.0.2.1", "/limited/a/"); // both share one count
    CHECK(refused.status == 429);
    CHECK(refused.field("retry-after") == "10");
    CHECK(refused.body.find(default_words(problem_too_many)) != std::string::npos);
    CHECK(from("192.0.2.2", "/limited/a/").status == 200);
    CHECK(desk.served == 3);
    desk.clock.advance(Milliseconds{9'001});
    const auto json = from("192.0.2.1", "/limited/b/", {ours, json_please});
    CHECK(json.field("retry-after") == "1"); // rounded up, never zero
    CHECK(json.body.starts_with("{\"error\":\"web.too_many\","));
    CHECK(json.body.ends_with(",\"wait_s\":1}"));
    desk.clock.advance(Milliseconds{999});
    CHECK(from("192.0.2.1", "/limited/b/").status == 200);
    // A /64 is one network.
    CHECK(from("2001:db8::1", "/limited/a/").status == 200);
    CHECK(from("2001:db8::2", "/limited/a/").status == 200);
    CHECK(from("2001:db8::3", "/limited/a/").status == 429);
    CHECK(desk.get("/limited/alone/").status == 200);
    CHECK(desk.get("/limited/alone/").status == 429);
}

TEST_CASE(
    "the rate goes before the look at where a form comes from, the body's size before the rate")
{
    Desk desk;
    const FieldList abroad{{"origin", "http://evil.example"}};
    CHECK(desk.post("/limited/a/", abroad).status == 403);
    CHECK(desk.post("/limited/a/", abroad).status == 403);
    CHECK(desk.post("/limited/a/", abroad).status == 429);
    net::RequestData data;
    data.verb = Verb::post;
    data.target = "/small/";
    data.body_too_large = true;
    auto [responder, coming] = test::make_responder();
    desk.app.handle(std::move(data), std::move(responder));
    CHECK(coming.get().status == 413);
    CHECK(desk.post("/small/", {ours}, "0123456789").status == 200); // its token was not taken
}

TEST_CASE("a flood of refusals is drawn once a second")
{
    std::atomic<int> drawn{0};
    AppOptions options;
    options.error_page = [&](int status, const Request& request) {
        ++drawn;
        return html(status, "themed " + request.problem);
    };
    Desk desk{options};
    const FieldList abroad{{"sec-fetch-site", "cross-site"}};
    for (int i = 0; i < 100; ++i)
        CHECK(desk.post("/open/", abroad).body == "themed web.cross_site");
    CHECK(drawn == 1);
    for (int i = 0; i < 10; ++i)
        desk.post("/limited/a/", {ours});
    CHECK(desk.post("/limited/a/", {ours}).body == "themed web.too_many");
    CHECK(desk.post("/limited/a/", {ours}).field("retry-after") == "10");
    CHECK(drawn == 2);
    desk.clock.advance(Milliseconds{999});
    desk.post("/open/", abroad);
    CHECK(drawn == 2);
    desk.clock.advance(Milliseconds{1});
    desk.post("/open/", abroad);
    CHECK(drawn == 3);
}

TEST_CASE("errors are JSON for who asks for JSON, with the key and the words of the refusal")
{
    AppOptions options;
    options.words = [](std::string_view key) {
        return key == "comment.closed" ? std::string{"\"Closed\" <b>\n"} : std::string{};
    };
    Desk desk{options};
    const auto refused = desk.get("/refuses/", {json_please});
    CHECK(refused.status == 409);
    CHECK(refused.body ==
          "{\"error\":\"comment.closed\",\"message\":\"\\\"Closed\\\" \\u003cb>\\n\"}");
    CHECK(desk.get("/no/such/path/", {json_please}).body ==
          "{\"error\":\"not_found\",\"message\":\"Not Found\"}");
    const auto method = desk.ask({Verb::del, "/open/", {json_please}});
    CHECK(method.status == 405);
    CHECK(method.body.starts_with("{\"error\":\"wrong_method\""));
    CHECK(method.field("allow") == "GET, HEAD, POST, PUT, OPTIONS");
    CHECK(desk.get("/desk/ban/", {json_please, {"cookie", "masthead-desk=mona"}})
              .body.starts_with("{\"error\":\"web.not_allowed\""));
    CHECK(desk.get("/desk/", {json_please, {"cookie", "masthead-desk=broken"}}).body ==
          "{\"error\":\"failed\",\"message\":\"Internal Server Error\"}");
    CHECK(desk.get("/refuses/").body == "\"Closed\" <b>\n\n"); // plain text, without a hook
    CHECK(desk.get("/refuses/").field("content-type") == "text/plain; charset=utf-8");
}
