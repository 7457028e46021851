#include "surfaces/notifying/notifying.hpp"

#include "core/web/app.hpp"
#include "core/web/cookie.hpp"
#include "core/web/direct_client.hpp"
#include "core/web/page_cache.hpp"
#include "features/notifications/letters.hpp"
#include "notices_cast.hpp"
#include "surfaces/site/site.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

namespace masthead::notifying {

namespace {

using notifications::Kind;
using notifications::Mail;
using notifications::OnSite;
using notifications::Push;
using web::test::Answered;

struct House : test::NoticesCast {
    crypto::Keys keys_of_house = crypto::random_keys();
    site::Site site{*database, clock, {"https://tern.example", "", false}};
    Notifying notifying{{site.pages(), *database, clock, keys_of_house}};
    web::PageCache cache{clock};
    std::unique_ptr<web::App> app;
    StoryId strike = story("strike");
    ReaderId ada = member("Ada");
    ReaderId bo = member("Bo");
    CommentId thread;

    House()
    {
        auto routes = site.routes();
        for (auto& route : routes)
            route.cache = web::Cache::no;
        for (auto& route : notifying.routes())
            routes.push_back(std::move(route));
        app = std::make_unique<web::App>(web::Router{std::move(routes)}, cache, clock, options());
        thread = say(strike, ada).id;
        tell();
    }

    web::AppOptions options()
    {
        web::AppOptions made;
        made.workers_max = 2;
        made.site_url = "https://tern.example";
        made.find_visitor = [](const web::Request& request) {
            web::Visitor visitor;
            const auto id = parse_id<ReaderId>(web::own_cookie(request, web::reader_cookie));
            visitor.reader = id ? id->value() : 0;
            return visitor;
        };
        made.error_page = [this](int status, const web::Request& request) {
            return site.error_page(status, request);
        };
        return made;
    }

    static web::test::FieldList fields_of(ReaderId reader)
    {
        web::test::FieldList fields{{"accept", "text/html"}};
        if (reader)
            fields.emplace_back("cookie", "masthead=" + to_string(reader));
        return fields;
    }

    Answered get(const std::string& target, ReaderId reader = {})
    {
        return web::test::ask(*app, {net::Verb::get, target, fields_of(reader)});
    }

    Answered post(const std::string& target, const std::string& body, ReaderId reader = {},
                  std::string_view from = "same-origin")
    {
        auto fields = fields_of(reader);
        fields.emplace_back("content-type", "application/x-www-form-urlencoded");
        fields.emplace_back("content-length", std::to_string(body.size()));
        if (!from.empty())
            fields.emplace_back("sec-fetch-site", std::string{from});
        return web::test::ask(*app, {net::Verb::post, target, std::move(fields), body});
    }

    void answer()
    {
        clock.advance(std::chrono::minutes{1});
        const auto markdown = "Fish & chips, dish " + std::to_string(++keys);
        try_post(words(strike, bo, markdown, thread)).value();
        tell();
    }
    notifications::Choice choice(ReaderId reader, Kind kind)
    {
        return database->read(
            [&](db::Snapshot& s) { return notifications::find_choice(s, reader, kind); });
    }
    std::string unsubscribe_path(ReaderId reader, Kind kind)
    {
        return notifications::unsubscribe_path(keys_of_house.links.view(), reader,
                                               notifications::set_of(kind));
    }
};

bool contains(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

} // namespace

TEST_CASE("a guest sees no notifications and changes none")
{
    House h;
    for (const auto* path :
         {"/notifications/", "/notifications/1/", "/reader/account/notifications/"}) {
        const auto answered = h.get(path);
        CHECK(answered.status == 303);
        CHECK(contains(answered.field("location"), "/reader/sign-in/"));
    }
    CHECK(h.post("/notifications/seen/", "until=1").status == 303);
    CHECK(h.post("/reader/account/notifications/", "choices=1").status == 303);
    CHECK(h.get("/api/v1/notifications").status != 200);
}

TEST_CASE("the list names who did what, escaped, to its reader alone, and is kept nowhere")
{
    House h;
    h.answer();
    const auto page = h.get("/notifications/", h.ada);
    CHECK(page.status == 200);
    CHECK(contains(page.field("cache-control"), "no-store"));
    CHECK(contains(page.body, "answered your comment"));
    CHECK(contains(page.body, "Bo answered"));
    CHECK(contains(page.body, "Fish &amp; chips"));
    CHECK_FALSE(contains(page.body, "Fish & chips"));
    CHECK_FALSE(contains(h.get("/notifications/", h.bo).body, "answered your comment"));
}

TEST_CASE("opening one marks it and leads to the comment; another reader's leads nowhere")
{
    House h;
    h.answer();
    const auto path = "/notifications/" + to_string(h.list_of(h.ada).front().id) + "/";
    CHECK(h.get(path, h.bo).status == 404);
    CHECK(h.unread(h.ada) == 1);
    const auto opened = h.get(path, h.ada);
    CHECK(opened.status == 303);
    CHECK(contains(opened.field("location"), "/strike/comments/"));
    CHECK(h.unread(h.ada) == 0);
    CHECK(h.get("/notifications/x/", h.ada).status == 404);
}

TEST_CASE("all are marked up to the moment of the page, and only by a page of ours")
{
    House h;
    h.answer();
    const auto until = "until=" + std::to_string(to_ms(h.now()));
    h.answer();
    CHECK(h.post("/notifications/seen/", until, h.ada, "cross-site").status == 403);
    CHECK(h.unread(h.ada) == 1);
    CHECK(h.post("/notifications/seen/", until, h.ada).status == 303);
    CHECK(h.list_of(h.ada).size() == 2);
    CHECK(h.unread(h.ada) == 1);
    for (const auto* broken : {"", "until=", "until=x", "until=-1", "until=99999999999999999999"})
        CHECK(h.post("/notifications/seen/", broken, h.ada).status == 422);
}

TEST_CASE("the script gets the same as JSON")
{
    House h;
    h.answer();
    const auto answered = h.get("/api/v1/notifications", h.ada);
    REQUIRE(answered.status == 200);
    const auto object = boost::json::parse(answered.body).as_object();
    CHECK(object.at("unread") == 1);
    const auto& group = object.at("groups").as_array().front();
    CHECK(group.at("kind") == "reply");
    CHECK(group.at("name") == "Bo");
}

TEST_CASE("choices are shown as they are, saved as they are ticked, and a strange form saves none")
{
    House h;
    const auto saved = h.post("/reader/account/notifications/",
                              "choices=1&reply.site=1&reply.mail=at_once&reply.push=1&"
                              "mention.mail=never&decision.mail=daily",
                              h.ada);
    CHECK(saved.status == 303);
    CHECK(h.choice(h.ada, Kind::reply) ==
          notifications::Choice{OnSite::yes, Mail::at_once, Push::yes});
    CHECK(h.choice(h.ada, Kind::mention) ==
          notifications::Choice{OnSite::no, Mail::none, Push::no});
    CHECK(h.choice(h.ada, Kind::decision).mail == Mail::none);
    CHECK(h.choice(h.bo, Kind::reply) == notifications::Choice{});
    const auto page = h.get("/reader/account/notifications/?done=1", h.ada);
    CHECK(contains(page.body, "value=\"at_once\" selected"));
    CHECK(contains(page.body, "Saved."));
    CHECK(h.post("/reader/account/notifications/", "", h.ada).status == 422);
    CHECK(h.choice(h.ada, Kind::reply).mail == Mail::at_once);
}

TEST_CASE("opening an unsubscribing link changes nothing; pressing its button does")
{
    House h;
    h.choose(h.ada, Kind::reply, {OnSite::yes, Mail::daily, Push::no});
    const auto path = h.unsubscribe_path(h.ada, Kind::reply);
    const auto asked = h.get(path);
    CHECK(asked.status == 200);
    CHECK_FALSE(contains(asked.body, "Ada"));
    CHECK(h.choice(h.ada, Kind::reply).mail == Mail::daily);
    CHECK(h.post(path, "").status == 200);
    CHECK(h.choice(h.ada, Kind::reply).mail == Mail::none);
}

TEST_CASE("a mail provider unsubscribes at once: no cookie, no page of ours, any number of times")
{
    House h;
    for (const auto* from : {"", "cross-site"}) {
        h.choose(h.ada, Kind::reply, {OnSite::yes, Mail::daily, Push::no});
        const auto path = h.unsubscribe_path(h.ada, Kind::reply);
        for (int i = 0; i < 2; ++i)
            CHECK(h.post(path, "List-Unsubscribe=One-Click", {}, from).status == 200);
        CHECK(h.choice(h.ada, Kind::reply).mail == Mail::none);
    }
}

TEST_CASE("a wrong token is answered as a right one is")
{
    House h;
    h.choose(h.ada, Kind::reply, {OnSite::yes, Mail::daily, Push::no});
    auto wrong = h.unsubscribe_path(h.ada, Kind::reply);
    wrong.back() = wrong.back() == '0' ? '1' : '0';
    CHECK(h.get(wrong).body == h.get(h.unsubscribe_path(h.ada, Kind::reply)).body);
    const auto answered = h.post(wrong, "List-Unsubscribe=One-Click");
    CHECK(h.choice(h.ada, Kind::reply).mail == Mail::daily);
    CHECK(answered.status == 200);
    CHECK(answered.body == h.post(h.unsubscribe_path(h.bo, Kind::reply), "").body);
}

} // namespace masthead::notifying
