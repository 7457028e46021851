#include "features/stories/comment_counts.hpp"
#include "forum_house.hpp"
#include "surfaces/forum/count_lists.hpp"

#include <doctest/doctest.h>

namespace masthead::forum::test {

namespace {

constexpr std::string_view attack = "<img src=x onerror=alert(1)>\"'><script>alert(1)</script>";

const FormFields whole_notice{{"place", "https://tern.example/strike/"},
                              {"why", "It calls for violence."},
                              {"name", "Nora Notice"},
                              {"mail", "nora@example.org"},
                              {"good_faith", "1"}};

FormFields without(FormFields fields, std::string_view name)
{
    std::erase_if(fields, [&](const auto& field) { return field.first == name; });
    return fields;
}

} // namespace

TEST_CASE("words, names and quotes that are attacks stand on every page as text")
{
    ForumHouse house;
    const auto story = house.story("strike");
    const auto ada = house.member("Ada Plinth");
    const auto bo = house.member("Bo Quill");
    const auto nasty = house.reader(attack);
    const auto by_nasty = house.post(house.remark(story, nasty, 1));
    house.settle(story);
    const auto posted = house.send_json(
        "/strike/comments/",
        {{"text", std::string{attack} + " quotable passage"}, {"parent", to_string(by_nasty)}},
        {ada});
    REQUIRE(posted.status == 201);
    const auto id = text_of(posted.object().at("id"));
    const auto quoting = house.send_json(
        "/strike/comments/", {{"text", "Quoting"}, {"quote", "quotable passage"}, {"quote_of", id}},
        {bo});
    REQUIRE(quoting.status == 201);
    const auto at = "/strike/comments/" + id + "/";
    const std::string encoded = percent_encode(attack);
    const std::vector<Got> pages{
        house.get("/strike/"),
        house.get(at),
        house.get(at + "history/"),
        house.get(at + "report/", {bo}),
        house.get(at + "edit/", {ada}),
        house.get(at + "delete/", {ada}),
        house.get("/strike/comments/new/?parent=" + id, {bo}),
        house.get("/strike/comments/new/?quote_of=story&quote=" + encoded, {bo}),
        house.get("/notice/?place=" + encoded),
        house.get("/reader/" + to_string(nasty) + "/"),
        house.get("/reader/" + to_string(ada) + "/"),
        house.send("/strike/comments/", {{"text", std::string{attack}}, {"preview", "1"}}, {bo}),
        house.send("/notice/", {{"why", std::string{attack}}, {"name", std::string{attack}}}),
        house.send(at + "report/", {{"words", std::string{attack}}}, {bo})};
    for (const auto& page : pages) {
        CHECK_FALSE(page.body.empty());
        CHECK_FALSE(page.has("<script>alert"));
        CHECK_FALSE(page.has("<img src=x"));
        CHECK_FALSE(page.has("onerror=alert(1)>\""));
    }
    CHECK(pages[0].has("<blockquote class=\"q\"><p dir=\"auto\">quotable passage</p>"));
}

TEST_CASE("a notice is received without an account, and its errors stand beside their fields")
{
    ForumHouse house;
    house.story("strike");
    CHECK(house.get("/notice/?place=%2Fstrike%2F").has("value=\"https://tern.example/strike/\""));
    const auto got = house.send("/notice/", whole_notice);
    CHECK(got.status == 200);
    CHECK(got.has("We have received your notice"));
    for (const std::string field : {"place", "why", "name", "mail", "good_faith"}) {
        const auto refused = house.send("/notice/", without(whole_notice, field));
        CHECK_MESSAGE(refused.status == 422, field);
        CHECK_MESSAGE(refused.has("id=\"notice-error\""), field);
        if (field != "why")
            CHECK_MESSAGE(refused.has("It calls for violence."), field);
    }
    auto anonymous = without(without(whole_notice, "name"), "mail");
    anonymous.emplace_back("child_abuse", "1");
    const auto received = house.send("/notice/", anonymous);
    CHECK(received.status == 200);
    CHECK(received.has("You gave no mail address"));
}

TEST_CASE("the standing pages say the newsroom's words, or the theme's")
{
    ForumHouse house;
    CHECK(house.get("/rules/").has("No hatred against people for what they are."));
    CHECK(house.get("/contact/").has("/notice/"));
    CHECK(house.get("/accessibility/").has("EN 301 549"));
    const auto privacy = house.get("/privacy/");
    CHECK(privacy.has("Your mail address"));
    CHECK(privacy.has("Until you delete it"));
    CHECK(privacy.has("<dd>21 days</dd>"));
    CHECK(privacy.has("Nobody"));
    (void)house.write([&](db::Tx& tx) {
        settings::Wording wording;
        wording.contact = "Write to **us**.";
        wording.privacy = "The publisher is *responsible*.";
        return settings::save_wording(tx, wording, house.now());
    });
    CHECK(house.get("/contact/").has("<strong>us</strong>"));
    CHECK(house.get("/privacy/").has("<em>responsible</em>"));
}

TEST_CASE("a profile shows what its reader chose, page by page")
{
    ForumHouse house;
    const auto story = house.story("strike");
    const auto ada = house.member("Ada Plinth");
    for (int i = 0; i < 21; ++i)
        house.say(story, ada);
    const auto address = "/reader/" + to_string(ada) + "/";
    const auto page = house.get(address);
    CHECK(page.has("<h1>Ada Plinth</h1>"));
    CHECK(page.has("Headline of strike"));
    const std::string_view link = "?before&#x3D;";
    const auto more = page.body.find(link);
    REQUIRE(more != std::string::npos);
    const auto from = more + link.size();
    const auto second =
        house.get(address + "?before=" + page.body.substr(from, page.body.find('"', from) - from));
    CHECK(second.status == 200);
    CHECK(second.has("/strike/comments/"));
    CHECK_FALSE(second.has(link));
    for (const std::string cursor :
         {"x", "1", "-1-2", "1-", "1-x", "1-1", "99999999999999999999-1"})
        CHECK_MESSAGE(house.get(address + "?before=" + cursor).status == 404, cursor);
    (void)house.write([&](db::Tx& tx) {
        readers::PublicParts parts;
        parts.history = false;
        return readers::choose_public(tx, ada, parts, house.now());
    });
    CHECK_FALSE(house.get(address).has("Headline of strike"));
    CHECK(house.get("/reader/1/").status == 404);
    CHECK(house.get("/reader/x/").status == 404);
}

TEST_CASE("a reader of an import has a page without a list")
{
    ForumHouse house;
    const auto story = house.story("strike");
    const auto old = house.reader("Olga Before");
    house.post(house.remark(story, old, 1));
    house.settle(story);
    const auto page = house.get("/reader/" + to_string(old) + "/");
    CHECK(page.status == 200);
    CHECK(page.has("Olga Before"));
    CHECK_FALSE(page.has("Headline of strike"));
}

TEST_CASE("numbers of comments are told for public stories, at most a hundred")
{
    ForumHouse house;
    const auto story = house.story("strike");
    house.story("quiet");
    auto draft = house.draft("secret");
    draft.state = stories::StoryState::draft;
    house.save(draft);
    house.say(story, house.member("Ada Plinth"));
    const auto counts =
        house.get("/api/v1/comment-counts?stories=strike,quiet,secret,nothing").object();
    CHECK(counts.size() == 2);
    CHECK(counts.at("strike").as_int64() == 1);
    CHECK(counts.at("quiet").as_int64() == 0);
    CHECK(house.get("/api/v1/comment-counts").object().empty());
    std::string many;
    for (std::size_t i = 1; i < stories::slug_counts_max; ++i)
        many += "no-" + std::to_string(i) + ",";
    CHECK(house.get("/api/v1/comment-counts?stories=" + many + "strike").object().size() == 1);
    CHECK(house.get("/api/v1/comment-counts?stories=no," + many + "strike").object().empty());
}

TEST_CASE("one spelling of a list of stories is kept in the cache, whatever the order asked for")
{
    ForumHouse house;
    for (const auto* slug : {"strike", "quiet", "harbour"})
        house.story(slug);
    web::App app{web::Router{house.forum.routes()}, house.cache, house.clock, house.options()};
    const auto ask = [&](const std::string& stories) {
        auto sink = std::make_shared<ForumHouse::Sink>();
        auto answer = sink->promise.get_future();
        app.handle(ForumHouse::request(net::Verb::get, "/api/v1/comment-counts?stories=" + stories,
                                       {}, true),
                   net::Responder{sink});
        const auto page = answer.get().page;
        return json::parse(page->bytes.substr(page->head_bytes)).as_object().size();
    };
    const auto kept = [&] { return house.cache.counts().pages; };
    const auto before = kept();
    CHECK(ask("harbour,quiet,strike") == 3);
    CHECK(kept() == before + 1);
    for (const auto* other : {"quiet,harbour,strike", "strike,quiet,harbour",
                              "harbour,quiet,strike,", "harbour,harbour,quiet,strike",
                              "harbour,%20quiet,strike", "harbour,quiet,strike,nothing"})
        CHECK_MESSAGE(ask(other) == 3, other);
    CHECK(ask("nothing") == 0);
    CHECK(kept() == before + 1);
    CHECK(ask("strike") == 1);
    CHECK(kept() == before + 2);
}

TEST_CASE("so many lists of several stories are kept an hour, and one story's numbers always")
{
    CountLists lists;
    const auto now = *parse_rfc3339("2026-11-23T12:00:00Z");
    for (std::size_t i = 0; i < CountLists::lists_max; ++i)
        CHECK(lists.admit("a,b" + std::to_string(i), now));
    CHECK_FALSE(lists.admit("one,more", now));
    CHECK(lists.admit("a,b0", now)); // known already
    CHECK(lists.admit("one", now));
    CHECK(lists.admit("one,more", now + CountLists::remembered));
}

TEST_CASE("a withdrawn story takes no comment, and gives the words back")
{
    ForumHouse house;
    house.story("strike");
    const auto ada = house.member("Ada Plinth");
    (void)house.write(
        [&](db::Tx& tx) { return stories::withdraw_story(tx, "strike", house.now()); });
    const auto got = house.send("/strike/comments/", {{"text", "Too late for this"}}, {ada});
    CHECK(got.status == 404);
    CHECK(got.has("Too late for this"));
    CHECK(house.get("/strike/comments/new/", {ada}).status == 404);
}

} // namespace masthead::forum::test
