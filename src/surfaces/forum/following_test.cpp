#include "features/follows/change_follows.hpp"
#include "features/follows/find_follows.hpp"
#include "forum_house.hpp"
#include "result_words.hpp"

#include <doctest/doctest.h>

namespace masthead::forum::test {

using follows::FollowTarget;

namespace {

/// A story on which Ada and Bo write; Cy is another reader.
struct Street : ForumHouse {
    StoryId strike = story("strike");
    ReaderId ada = member("Ada Plinth");
    ReaderId bo = member("Bo Quill");
    ReaderId cy = member("Cy Tarn");
    CommentId by_ada = say(strike, ada).id;
    CommentId by_bo = say(strike, bo, by_ada).id;

    std::string about(ReaderId reader) const
    {
        return "/following/reader/" + to_string(reader) + "/";
    }

    Got act(const std::string& target, const std::string& name, ReaderId who)
    {
        return send(target, {{"act", name}}, {who});
    }
    bool has(ReaderId reader, const FollowTarget& target)
    {
        return database->read(
            [&](db::Snapshot& s) { return follows::find_follow(s, reader, target).has_value(); });
    }
};

const char* const own_pages[]{"/following/", "/following/list/", "/following/followers/",
                              "/following/kept-away/", "/following/feed/"};

} // namespace

TEST_CASE("a guest is sent to sign in from every page about following")
{
    Street street;
    for (const std::string page : own_pages)
        CHECK_MESSAGE(street.get(page).field("Location").starts_with("/reader/sign-in/?to="), page);
    CHECK(street.get(street.about(street.ada)).status == 303);
    CHECK(street.send(street.about(street.ada), {{"act", "follow"}}).status == 303);
    CHECK(street.send_json(street.about(street.ada), {{"act", "follow"}}).status == 401);
    CHECK(street.send("/following/seen/", {{"upto", "1-1"}}).status == 303);
    CHECK(street.send("/following/feed/", {{"act", "renew"}}).status == 303);
}

TEST_CASE("pages about following are never kept anywhere")
{
    Street street;
    for (const std::string page : own_pages) {
        const auto got = street.get(page, {street.cy});
        CHECK_MESSAGE(got.status == 200, page);
        CHECK_MESSAGE(got.field("Cache-Control").find("no-store") != std::string::npos, page);
    }
}

TEST_CASE("following without a script: a page that asks, a button, a page of the new")
{
    Street street;
    CHECK(street.get("/reader/" + to_string(street.bo) + "/").has(street.about(street.bo)));
    CHECK(street.get("/strike/").has("/following/story/" + to_string(street.strike) + "/"));
    const auto permalink = "/strike/comments/" + to_string(street.by_ada) + "/";
    CHECK(street.get(permalink).has("/following/thread/" + to_string(street.by_ada) + "/"));
    CHECK(street.get(street.about(street.bo), {street.cy}).has("value=\"follow\""));
    const auto followed = street.act(street.about(street.bo), "follow", street.cy);
    CHECK(followed.status == 303);
    CHECK(followed.field("Location") == street.about(street.bo));
    CHECK(street.get(street.about(street.bo), {street.cy}).has("value=\"unfollow\""));
    const auto page = street.get("/following/", {street.cy});
    CHECK(page.has("comment-" + to_string(street.by_bo)));
    CHECK_FALSE(page.has("comment-" + to_string(street.by_ada) + "\""));
    CHECK(page.has("Headline of strike"));
    CHECK(page.has("Ada Plinth"));
    street.act(street.about(street.bo), "unfollow", street.cy);
    CHECK_FALSE(street.get("/following/", {street.cy}).has("comment-" + to_string(street.by_bo)));
}

TEST_CASE("the script is told how things stand and what became of them")
{
    Street street;
    const auto before = street.get(street.about(street.bo), {street.cy}, true);
    CHECK(before.object().at("following") == json::value(false));
    const auto after = street.send_json(street.about(street.bo), {{"act", "follow"}}, {street.cy});
    CHECK(after.object().at("following") == json::value(true));
    CHECK(street.get(street.about(street.cy), {street.cy}, true).object().at("own") ==
          json::value(true));
    const auto own = street.send_json(street.about(street.cy), {{"act", "follow"}}, {street.cy});
    CHECK(own.status == 422);
    CHECK(text_of(own.object().at("message")) == "You cannot follow yourself.");
    CHECK(street.send_json("/following/dog/1/", {{"act", "follow"}}, {street.cy}).status == 422);
    CHECK(street.send_json("/following/story/1/", {{"act", "mute"}}, {street.cy}).status == 422);
    CHECK(street.get("/following/story/1/", {street.cy}).status == 404);
}

TEST_CASE("the state of a story's page names follows and whose words to fold, to its reader alone")
{
    Street street;
    const auto address = "/reader/state?story=" + to_string(street.strike);
    street.act("/following/story/" + to_string(street.strike) + "/", "follow", street.cy);
    street.act("/following/thread/" + to_string(street.by_ada) + "/", "follow", street.cy);
    street.act(street.about(street.ada), "mute", street.cy);
    street.act(street.about(street.bo), "block", street.cy);
    const auto state = street.get(address, {street.cy}, true).object();
    CHECK(state.at("follows").as_object().at("story") == json::value(true));
    CHECK(text_of(state.at("follows").as_object().at("threads").as_array().at(0)) ==
          to_string(street.by_ada));
    CHECK(text_of(state.at("apart").as_object().at("muted").as_array().at(0)) ==
          to_string(street.ada));
    CHECK(text_of(state.at("apart").as_object().at("blocked").as_array().at(0)) ==
          to_string(street.bo));
    const auto of_bo = street.get(address, {street.bo}, true).object();
    CHECK(of_bo.at("apart").as_object().at("blocked").as_array().empty());
    const auto of_guest = street.get(address, {}, true).object();
    CHECK(of_guest.at("apart").is_null());
    CHECK(of_guest.at("follows").is_null());
    // The page itself is everybody's.
    CHECK(street.get("/strike/", {street.cy}).body == street.get("/strike/").body);
}

TEST_CASE("the blocked are out of each other's page of the new, and told in clear words")
{
    Street street;
    street.act("/following/story/" + to_string(street.strike) + "/", "follow", street.ada);
    street.act("/following/story/" + to_string(street.strike) + "/", "follow", street.bo);
    CHECK(street.get("/following/", {street.ada}).has("comment-" + to_string(street.by_bo)));
    street.act(street.about(street.bo), "block", street.ada);
    CHECK_FALSE(street.get("/following/", {street.ada}).has("comment-" + to_string(street.by_bo)));
    CHECK_FALSE(street.get("/following/", {street.bo}).has("comment-" + to_string(street.by_ada)));
    const auto refused =
        street.send_json(street.about(street.ada), {{"act", "follow"}}, {street.bo});
    CHECK(refused.status == 403);
    CHECK(refused.has("one of you has blocked the other"));
    const auto page = street.send(street.about(street.ada), {{"act", "follow"}}, {street.bo});
    CHECK(page.status == 403);
    CHECK(street.get("/following/kept-away/", {street.ada}).has("Bo Quill"));
    CHECK_FALSE(street.get("/following/kept-away/", {street.bo}).has("Ada Plinth"));
}

TEST_CASE("a thread one follows says nothing more of an author whom a block keeps away")
{
    Street street;
    street.act("/following/thread/" + to_string(street.by_ada) + "/", "follow", street.bo);
    CHECK(street.get("/following/list/", {street.bo}).has("Words number"));
    street.act(street.about(street.bo), "block", street.ada);
    const auto list = street.get("/following/list/", {street.bo});
    CHECK_FALSE(list.has("Words number"));
    CHECK(list.has("Headline of strike"));
}

TEST_CASE("a reader removes a follower, and another reader cannot")
{
    Street street;
    street.act(street.about(street.ada), "follow", street.bo);
    CHECK(street.get("/following/followers/", {street.ada}).has("Bo Quill"));
    street.act(street.about(street.bo), "remove_follower", street.cy);
    CHECK(street.has(street.bo, FollowTarget::reader(street.ada)));
    const auto removed = street.send(
        street.about(street.bo), {{"act", "remove_follower"}, {"from", "followers"}}, {street.ada});
    CHECK(removed.field("Location") == "/following/followers/");
    CHECK_FALSE(street.has(street.bo, FollowTarget::reader(street.ada)));
}

TEST_CASE("what was seen is marked, and the line stands between the new and the seen")
{
    Street street;
    street.act("/following/story/" + to_string(street.strike) + "/", "follow", street.cy);
    const auto first = street.get("/following/", {street.cy});
    const auto at = first.body.find("name=\"upto\" value=\"") + 19;
    const auto place = first.body.substr(at, first.body.find('"', at) - at);
    CHECK(place.ends_with("-" + to_string(street.by_bo)));
    CHECK(street.send("/following/seen/", {{"upto", place}}, {street.cy}).status == 303);
    CHECK_FALSE(street.get("/following/", {street.cy}).has("name=\"upto\""));
    const auto newer = street.say(street.strike, street.ada);
    const auto page = street.get("/following/", {street.cy}).body;
    const auto line = page.find("Seen up to here");
    REQUIRE(line != std::string::npos);
    CHECK(page.find("comment-" + to_string(newer.id)) < line);
    CHECK(page.find("comment-" + to_string(street.by_bo)) > line);
    CHECK(street.send("/following/seen/", {{"upto", "soon"}}, {street.cy}).status == 422);
    CHECK(street.send_json("/following/seen/", {{"upto", place}}, {street.cy}).status == 200);
}

TEST_CASE("pages go back and forth by places that mean nothing to anybody else")
{
    Street street;
    street.act("/following/story/" + to_string(street.strike) + "/", "follow", street.cy);
    for (int i = 0; i < 31; ++i)
        street.say(street.strike, i % 2 == 0 ? street.ada : street.bo);
    const auto first = street.get("/following/", {street.cy}).body;
    const auto link = [](const std::string& page, const std::string& parameter) {
        // Templates write the sign as a reference.
        const auto at = page.find("/following/?" + parameter + "&#x3D;");
        if (at == std::string::npos)
            return std::string{};
        const auto place = page.find(';', at) + 1;
        return "/following/?" + parameter + "=" + page.substr(place, page.find('"', place) - place);
    };
    CHECK(link(first, "after").empty());
    const auto older = street.get(link(first, "before"), {street.cy}).body;
    CHECK(older.find("comment-" + to_string(street.by_ada)) != std::string::npos);
    CHECK(link(older, "before").empty());
    const auto back = street.get(link(older, "after"), {street.cy}).body;
    CHECK(back.find("comment-" + to_string(street.by_ada) + "\"") == std::string::npos);
    CHECK(street.get("/following/?before=never", {street.cy}).status == 404);
}

TEST_CASE("the empty page invites, and names whom one meets already")
{
    Street street;
    const auto page = street.get("/following/", {street.ada});
    CHECK(page.has("You follow nobody yet"));
    CHECK(page.has("Bo Quill"));
    CHECK(page.has(street.about(street.bo)));
    const auto of_stranger = street.get("/following/", {street.cy});
    CHECK(of_stranger.has("Bo Quill"));
    street.act(street.about(street.bo), "mute", street.cy);
    CHECK_FALSE(street.get("/following/", {street.cy}).has("Bo Quill"));
}

TEST_CASE("a reader's own feed opens by its address alone, until that is renewed or revoked")
{
    Street street;
    street.act(street.about(street.bo), "follow", street.cy);
    const auto address = [](const Got& got) {
        const auto at = got.body.find("value=\"https://tern.example/following/feed/");
        REQUIRE(at != std::string::npos);
        const auto path = got.body.find("/following/", at);
        return got.body.substr(path, got.body.find('"', path) - path);
    };
    const auto first = address(street.send("/following/feed/", {{"act", "renew"}}, {street.cy}));
    const auto feed = street.get(first);
    CHECK(feed.status == 200);
    CHECK(feed.field("Content-Type") == "application/atom+xml; charset=utf-8");
    CHECK(feed.field("Cache-Control").find("no-store") != std::string::npos);
    CHECK(feed.has("urn:masthead:comment:" + to_string(street.by_bo)));
    CHECK(feed.has("Bo Quill answers Ada Plinth on “Headline of strike”"));
    CHECK(feed.has("https://tern.example/strike/comments/" + to_string(street.by_bo) + "/"));
    CHECK_FALSE(street.get("/following/feed/", {street.cy}).has(first));
    const auto second = address(street.send("/following/feed/", {{"act", "renew"}}, {street.cy}));
    CHECK(street.get(first).status == 404);
    CHECK(street.get(second).status == 200);
    CHECK(street.send("/following/feed/", {{"act", "revoke"}}, {street.cy}).status == 303);
    CHECK(street.get(second).status == 404);
    CHECK(street.get("/following/feed/guess/").status == 404);
}

TEST_CASE("a profile says how many follow only where its reader chose so")
{
    Street street;
    street.act(street.about(street.ada), "follow", street.cy);
    const auto profile = "/reader/" + to_string(street.ada) + "/";
    CHECK_FALSE(street.get(profile).has("1 follower"));
    REQUIRE(street.write([&](db::Tx& tx) {
        readers::PublicParts parts;
        parts.followers = true;
        return readers::choose_public(tx, street.ada, parts, street.now());
    }));
    CHECK(street.get(profile).has("1 follower"));
}

} // namespace masthead::forum::test
