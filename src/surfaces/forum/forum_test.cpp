#include "features/comments/drafts.hpp"
#include "features/comments/find_own.hpp"
#include "forum_house.hpp"
#include "surfaces/forum/speech.hpp"

#include <doctest/doctest.h>

namespace masthead::forum::test {

using comments::CommentState;

TEST_CASE("a reader posts by a plain form and is led to their comment, drawn and fresh")
{
    ForumHouse house;
    const auto story = house.story("strike");
    const auto ada = house.member("Ada Plinth");
    const auto got = house.send("/strike/comments/",
                                {{"text", "A *fine* point & <b>bold</b>"}, {"key", "k1"}}, {ada});
    REQUIRE(got.status == 303);
    const auto to = got.field("Location");
    CHECK(to.find("?since=") != std::string::npos);
    const auto id = parse_id<CommentId>(to.substr(to.find("#comment-") + 9));
    REQUIRE(id);
    CHECK(to.starts_with(house.address_of(*id)));
    const auto comment = house.comment_now(story, *id);
    REQUIRE(comment);
    CHECK(comment->state == CommentState::visible);
    const auto page = house.get(house.address_of(*id));
    CHECK(page.status == 200);
    CHECK(page.has("id=\"comment-" + to_string(*id) + "\" tabindex=\"-1\""));
    CHECK(page.has("<em>fine</em>"));
    CHECK_FALSE(page.has("<b>bold</b>"));
    CHECK(page.has("/reader/" + to_string(ada) + "/"));
}

TEST_CASE("two sendings of one form are one comment, with a key and without")
{
    ForumHouse house;
    const auto story = house.story("strike");
    const auto ada = house.member("Ada Plinth");
    const FormFields keyed{{"text", "Once only"}, {"key", "k1"}};
    const auto first = house.send_json("/strike/comments/", keyed, {ada});
    const auto second = house.send_json("/strike/comments/", keyed, {ada});
    REQUIRE(first.status == 201);
    CHECK(second.object().at("id") == first.object().at("id"));
    house.clock.advance(std::chrono::minutes{2});
    const FormFields bare{{"text", "Another thought"}};
    const auto third = house.send("/strike/comments/", bare, {ada});
    house.clock.advance(std::chrono::minutes{1});
    const auto fourth = house.send("/strike/comments/", bare, {ada});
    REQUIRE(third.status == 303);
    const auto place = [](const Got& got) {
        const auto to = got.field("Location");
        return to.substr(to.find('#'));
    };
    CHECK(place(fourth) == place(third));
    CHECK(house.story_now(story).comment_count == 2);
}

TEST_CASE("the JSON of a posted comment says what the page's script needs")
{
    ForumHouse house;
    house.story("strike");
    const auto ada = house.member("Ada Plinth");
    const auto got = house.send_json("/strike/comments/", {{"text", "Words"}, {"key", "k"}}, {ada});
    REQUIRE(got.status == 201);
    const auto answer = got.object();
    CHECK(answer.at("state") == "visible");
    CHECK(answer.at("reason") == "");
    CHECK(answer.at("html") == "<p>Words</p>\n");
    CHECK(answer.at("position").as_int64() > 0);
    CHECK(text_of(answer.at("url")) == "/strike/comments/" + text_of(answer.at("id")) + "/");
    CHECK(answer.contains("editable_until"));
    CHECK(got.field("Cache-Control").find("no-store") != std::string::npos);
}

TEST_CASE("a guest's words are kept while they sign in, and are there again afterwards")
{
    ForumHouse house;
    const auto story = house.story("strike");
    const auto sent = house.send("/strike/comments/", {{"text", "Typed as a guest <&>"}});
    REQUIRE(sent.status == 303);
    CHECK(sent.field("Location") ==
          "/reader/sign-in/?to=%2Fstrike%2Fcomments%2Fnew%2F%3Fdraft%3D1%23composer");
    const auto cookie = house.cookie_of(sent);
    REQUIRE_FALSE(cookie.empty());
    CHECK(sent.field("Set-Cookie").find("HttpOnly") != std::string::npos);
    Who guest;
    guest.draft = cookie;
    CHECK(house.get("/strike/comments/new/", guest).has("Typed as a guest &lt;&amp;&gt;"));
    CHECK_FALSE(house.get("/strike/comments/new/").has("Typed as a guest"));
    static constexpr db::Query of_networks{"test.drafts_of_networks", R"sql(
        SELECT COUNT(*) FROM comment_drafts WHERE network_key <> ''
    )sql"};
    const auto counted = [&] {
        return house.database->read([&](db::Snapshot& s) { return s.integer(of_networks, {}); });
    };
    CHECK(counted() == 1);
    Who signed_in = guest;
    signed_in.reader = house.member("Ada Plinth");
    const auto page = house.get("/strike/comments/new/?draft=1", signed_in);
    CHECK(page.has("Typed as a guest &lt;&amp;&gt;"));
    CHECK(page.has("You are signed in."));
    CHECK(counted() == 0); // the reader's now, and of no network
    CHECK(page.has("You write as Ada Plinth."));
    REQUIRE(house.send("/strike/comments/", {{"text", "Typed as a guest <&>"}}, signed_in).status ==
            303);
    CHECK(house.story_now(story).comment_count == 1);
    CHECK_FALSE(house.get("/strike/comments/new/", signed_in)
                    .has(">Typed as a guest &lt;&amp;&gt;</textarea>"));
}

TEST_CASE("a guest's script is told where to sign in, and the draft is kept")
{
    ForumHouse house;
    house.story("strike");
    const auto got = house.send_json("/strike/comments/", {{"text", "By script"}});
    CHECK(got.status == 401);
    CHECK(got.object().at("error") == "reader.sign_in");
    CHECK(got.object().at("message") == "Please sign in to post. Your words are kept.");
    CHECK(text_of(got.object().at("sign_in")).starts_with("/reader/sign-in/?to="));
    CHECK_FALSE(house.cookie_of(got).empty());
}

TEST_CASE("whatever stands in the way, the words are on the page that says so")
{
    ForumHouse house;
    const auto story = house.story("strike");
    const auto ada = house.member("Ada Plinth");
    const auto refused = [&](std::string text, const std::string& words, FormFields more = {}) {
        more.emplace_back("text", text);
        const auto got = house.send("/strike/comments/", more, {ada});
        CHECK(got.status >= 400);
        CHECK_MESSAGE(got.has(words), words);
        CHECK(got.has(text.substr(0, 40)));
        CHECK(got.field("Cache-Control").find("no-store") != std::string::npos);
        return got;
    };
    const auto empty = refused("   ", "There is nothing to read in it yet.");
    CHECK(empty.has("aria-invalid=\"true\""));
    CHECK(empty.has("aria-describedby=\"composer-error composer-rule\""));
    refused(std::string(20'000, 'l'), "It is longer than a comment may be");
    refused("To nobody", "The comment you answer is no longer there.", {{"parent", "12345"}});
    refused("Of nothing", "The passage you quote does not stand there.",
            {{"quote", "never written"}, {"quote_of", "story"}});
    for (int i = 0; i < 3; ++i)
        house.send("/strike/comments/", {{"text", "Number " + std::to_string(i)}}, {ada});
    refused("Too quick by far", "You can post again in ");
    (void)house.write([&](db::Tx& tx) {
        return comments::change_conversation(
            tx, {story, house.moderator, {stories::ConversationMode::closed, 60}}, house.now());
    });
    refused("After the end", "The conversation is closed to new comments.");
}

TEST_CASE("a refusal as JSON carries words and the wait, and keeps the draft")
{
    ForumHouse house;
    const auto story = house.story("strike");
    const auto ada = house.member("Ada Plinth");
    for (int i = 0; i < 3; ++i)
        house.send("/strike/comments/", {{"text", "Number " + std::to_string(i)}}, {ada});
    const auto got = house.send_json("/strike/comments/", {{"text", "Too quick"}}, {ada});
    CHECK(got.status == 429);
    CHECK(got.object().at("error") == "comment.too_soon");
    CHECK(got.object().at("wait_s").as_int64() > 0);
    const auto draft = house.database->read([&](db::Snapshot& snapshot) {
        return comments::find_draft(snapshot, comments::reader_draft_owner(ada), story);
    });
    REQUIRE(draft);
    CHECK(draft->text == "Too quick");
}

TEST_CASE("a held comment's author is told that it waits, why, and what happens next")
{
    ForumHouse house;
    const auto story = house.story("strike");
    const auto ada = house.member("Ada Plinth");
    const auto bo = house.member("Bo Quill");
    (void)house.write([&](db::Tx& tx) {
        return comments::change_conversation(
            tx, {story, house.moderator, {stories::ConversationMode::pre_moderated, 60}},
            house.now());
    });
    const auto got = house.send("/strike/comments/", {{"text", "For the moderators"}}, {ada});
    REQUIRE(got.status == 303);
    const auto to = got.field("Location");
    CHECK(to.starts_with("/strike/comments/new/?held="));
    const auto page = house.get(to, {ada});
    CHECK(page.status == 200);
    CHECK(page.has("Your comment waits for a moderator"));
    CHECK(page.has("Every comment in this conversation is read before it appears."));
    CHECK(page.has("What happens next"));
    CHECK(page.has("For the moderators"));
    CHECK(house.get(to, {bo}).status == 404);
    CHECK(house.get(to).status == 404);
    CHECK_FALSE(house.get("/strike/").has("For the moderators"));
    CHECK(house.get("/strike/").has("The newsroom reads each comment here before it appears."));
    CHECK(house.get("/strike/comments/new/", {ada}).has("For the moderators"));
}

TEST_CASE("the preview draws the words as they would stand and posts nothing")
{
    ForumHouse house;
    const auto story = house.story("strike");
    const auto page =
        house.send("/strike/comments/", {{"text", "A **bold** one"}, {"preview", "1"}});
    CHECK(page.status == 200);
    CHECK(page.has("<strong>bold</strong>"));
    CHECK(page.has(">A **bold** one</textarea>"));
    const auto drawn = house.send_json("/comments/preview/", {{"text", "A **bold** one"}});
    CHECK(drawn.object().at("html") == "<p>A <strong>bold</strong> one</p>\n");
    CHECK(house.send_json("/comments/preview/", {{"text", ""}}).status == 422);
    CHECK(house.story_now(story).comment_count == 0);
}

TEST_CASE("cached pages hold an empty composer and nothing of whoever asks")
{
    ForumHouse house;
    house.story("strike");
    const auto ada = house.member("Ada Plinth");
    const auto guest = house.get("/strike/");
    CHECK(guest.has("<form class=\"composer\" id=\"composer\" method=\"post\" "
                    "action=\"/strike/comments/\">"));
    CHECK(guest.has("name=\"key\" value=\"\""));
    CHECK(guest.has("name=\"started\" value=\"\""));
    CHECK(guest.has("<p class=\"trap\" aria-hidden=\"true\">"));
    CHECK(house.get("/strike/", {ada}).body == guest.body);
}

TEST_CASE("the newsroom's own invitation and rule stand at the composer, escaped")
{
    ForumHouse house;
    house.story("strike");
    (void)house.write([&](db::Tx& tx) {
        settings::Wording wording;
        wording.invitation = "Come in <script>alert(1)</script>";
        wording.rule_sentence = "Be kind & brief.";
        wording.rules = "# Ours\n\n<script>alert(2)</script>";
        return settings::save_wording(tx, wording, house.now());
    });
    const auto page = house.get("/strike/");
    CHECK(page.has("Come in &lt;script&gt;alert(1)&lt;/script&gt;"));
    CHECK(page.has("Be kind &amp; brief."));
    const auto rules = house.get("/rules/");
    CHECK(rules.has("Ours"));
    CHECK_FALSE(rules.has("<script>alert"));
    CHECK(rules.has("Version 2 of these rules."));
}

TEST_CASE("drafts are kept by script, and an emptied field drops them without a cookie")
{
    ForumHouse house;
    const auto story = house.story("strike");
    const auto ada = house.member("Ada Plinth");
    const auto draft = [&](std::string text, const Who& who) {
        return house.send_json("/reader/draft/",
                               {{"story", to_string(story)}, {"parent", ""}, {"text", text}}, who);
    };
    CHECK(draft("Half a thought", {ada}).status == 204);
    const auto state = house.get("/reader/state?story=" + to_string(story), {ada}, true).object();
    CHECK(state.at("draft").at("text") == "Half a thought");
    CHECK(draft("", {ada}).status == 204);
    CHECK(house.get("/reader/state?story=" + to_string(story), {ada}, true)
              .object()
              .at("draft")
              .is_null());
    CHECK(house.cookie_of(draft("", {})).empty());
    CHECK_FALSE(house.cookie_of(draft("Something", {})).empty());
}

TEST_CASE("the state tells a guest nothing but how to post, and a reader what is theirs")
{
    ForumHouse house;
    const auto story = house.story("strike");
    const auto ada = house.member("Ada Plinth");
    const auto bo = house.member("Bo Quill");
    const auto by_bo = house.say(story, bo).id;
    const auto by_ada = house.say(story, ada).id;
    house.send("/strike/comments/" + to_string(by_bo) + "/respect/", {}, {ada});
    const auto address = "/reader/state?story=" + to_string(story);
    const auto guest = house.get(address, {}, true);
    CHECK(guest.object().at("reader").is_null());
    CHECK(guest.object().at("own").as_array().empty());
    CHECK(guest.object().at("respected").as_array().empty());
    CHECK(guest.object().at("post").at("open") == true);
    CHECK(guest.object().at("key").as_string().size() == 43);
    CHECK(guest.field("Cache-Control").find("no-store") != std::string::npos);
    const auto state = house.get(address, {ada}, true).object();
    CHECK(state.at("reader").at("name") == "Ada Plinth");
    REQUIRE(state.at("own").as_array().size() == 1);
    CHECK(text_of(state.at("own").at(0).at("id")) == to_string(by_ada));
    REQUIRE(state.at("respected").as_array().size() == 1);
    CHECK(text_of(state.at("respected").at(0)) == to_string(by_bo));
    CHECK(state.at("staff").is_null());
    CHECK(house.get("/reader/state?story=1", {}, true).status == 404);
    CHECK(house.get("/reader/state?story=x", {}, true).status == 404);
}

TEST_CASE("every address of the forum begins with a word that no story can take")
{
    ForumHouse house;
    const web::Router router{house.forum.routes()};
    for (const auto& segment : router.reserved_first_segments())
        CHECK_MESSAGE(stories::is_reserved_slug(segment), segment);
}

TEST_CASE("every sentence of the forum is in the theme's words, in each language it comes with")
{
    const auto theme = site::load_theme({});
    for (const auto sentence : all_sentences()) {
        CHECK_MESSAGE(theme->words.at("en").contains(sentence), sentence);
        CHECK_MESSAGE(theme->words.at("de").contains(sentence), sentence);
        CHECK_MESSAGE(theme->words.at("ar").contains(sentence), sentence);
    }
}

} // namespace masthead::forum::test
