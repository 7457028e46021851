#include "features/settings/newsroom.hpp"
#include "newsroom.hpp"
#include "surfaces/site/site.hpp"
#include "surfaces/site/site_pages.hpp"

#include <doctest/doctest.h>

namespace masthead::site {

namespace {

struct Cast : test::Newsroom {
    StoryId strike = story("strike");
    ReaderId bo = reader("Bo Larkrise");
    Pages pages{*database, clock, {"https://tern.example", {}, false}};

    web::Response ask(std::string ids, std::string slug = "strike")
    {
        web::Request request;
        request.path = "/" + slug + "/comments/changed/";
        request.route = {{"slug", slug}};
        request.query = {{"ids", std::move(ids)}};
        return changed_page(pages, request);
    }
    std::string story_page_body()
    {
        web::Request request;
        request.path = "/strike/";
        request.route = {{"slug", "strike"}};
        return story_page(pages, request).body;
    }
    CommentId remark_of(int minutes, CommentId parent = {},
                        comments::CommentState state = comments::CommentState::visible)
    {
        auto one = remark(strike, bo, minutes, parent);
        one.state = state;
        one.html = "<p>Remark of minute " + std::to_string(minutes) + ".</p>";
        return post(one);
    }
};

std::string list_of(std::initializer_list<CommentId> ids)
{
    std::string text;
    for (const auto id : ids)
        text += (text.empty() ? "" : ",") + to_string(id);
    return text;
}

} // namespace

TEST_CASE("a comment by itself has the bytes that it has on the page")
{
    Cast cast;
    const auto thread = cast.remark_of(1);
    const auto reply = cast.remark_of(2, thread);
    const auto lone = cast.remark_of(3);
    cast.settle(cast.strike);
    const auto page = cast.story_page_body();
    for (const auto id : {reply, lone}) {
        const auto fragment = cast.ask(to_string(id));
        CHECK(fragment.status == 200);
        CHECK(fragment.body.find("<li class=\"c\" id=\"comment-" + to_string(id)) !=
              std::string::npos);
        CHECK(page.find(fragment.body.substr(0, fragment.body.rfind("</li>"))) !=
              std::string::npos);
    }
    // What answers it is not part of it: whoever wants that asks for it too.
    const auto alone = cast.ask(to_string(thread)).body;
    CHECK(alone.find("minute 1.") != std::string::npos);
    CHECK(alone.find("minute 2.") == std::string::npos);
    const auto article = alone.substr(0, alone.find("</article>"));
    CHECK(page.find(article) != std::string::npos);
}

TEST_CASE("lines in the place of words are given, what nobody may see is left out")
{
    Cast cast;
    using enum comments::CommentState;
    const auto gone = cast.remark_of(1, {}, removed);
    const auto reply = cast.remark_of(2, gone);
    const auto held_back = cast.remark_of(3, {}, held);
    const auto below_held = cast.remark_of(4, held_back);
    const auto elsewhere = cast.post(cast.remark(cast.story("bridge"), cast.bo, 5));
    cast.settle(cast.strike);
    const auto body = cast.ask(list_of({gone, reply, held_back, below_held, elsewhere})).body;
    CHECK(body.find("Removed by a moderator.") != std::string::npos);
    CHECK(body.find("minute 1.") == std::string::npos);
    CHECK(body.find("minute 2.") != std::string::npos);
    for (const auto id : {held_back, below_held, elsewhere})
        CHECK(body.find(to_string(id)) == std::string::npos);
}

TEST_CASE("comments asked for together depend on their story and have one address")
{
    Cast cast;
    const auto one = cast.remark_of(1);
    const auto two = cast.remark_of(2);
    cast.settle(cast.strike);
    const auto both = cast.ask(list_of({one, two}));
    REQUIRE(both.caching);
    for (const auto* kind : {"story:", "conversation:"})
        CHECK(std::ranges::count(both.caching->tags, kind + to_string(cast.strike)) == 1);
    const auto turned = cast.ask(list_of({two, one, two}));
    CHECK(turned.status == 308);
    CHECK(turned.headers.at(0).second == "/strike/comments/changed/?ids=" + list_of({one, two}));
    CHECK_FALSE(turned.caching);
}

TEST_CASE("at most fifty comments are given at once, and numbers only")
{
    Cast cast;
    std::string fifty = "1";
    for (int i = 2; i <= 50; ++i)
        fifty += "," + std::to_string(i);
    CHECK(cast.ask(fifty).status == 200);
    for (const auto& wrong : {fifty + ",51", std::string{}, std::string{"1,x"}, std::string{"01"}})
        CHECK(cast.ask(wrong).status == 400);
    CHECK(cast.ask("1", "no-such-story").status == 404);
}

TEST_CASE("the conversation says at which position its page was drawn")
{
    Cast cast;
    cast.remark_of(1);
    cast.settle(cast.strike);
    const auto position =
        cast.database->read([](db::Snapshot& s) { return db::last_event_position(s); });
    CHECK(cast.story_page_body().find("data-story=\"" + to_string(cast.strike) +
                                      "\" data-position=\"" + std::to_string(position) + "\"") !=
          std::string::npos);
}

} // namespace masthead::site
