#include "features/comments/report_comment.hpp"
#include "features/comments/respect_comment.hpp"
#include "features/moderation/bans.hpp"
#include "features/moderation/save_rules.hpp"
#include "forum_house.hpp"

#include <doctest/doctest.h>

namespace masthead::forum::test {

using comments::CommentState;

namespace {

constexpr auto may_moderate = staff::bit(staff::Permission::moderate);
constexpr auto may_see_readers = staff::bit(staff::Permission::see_readers);

/// A story with a comment by Ada; Bo is another reader, Walt a banned one.
struct Street : ForumHouse {
    StoryId strike = story("strike");
    ReaderId ada = member("Ada Plinth");
    ReaderId bo = member("Bo Quill");
    ReaderId walt = member("Walt Bann");
    CommentId by_ada = say(strike, ada).id;
    Who editor{{}, StaffId{7}, staff::bit(staff::Permission::edit_wording), {}};
    Who moderator_at_page{{}, StaffId{7}, may_moderate, {}};

    Street()
    {
        (void)write([&](db::Tx& tx) {
            moderation::BanTerms terms;
            terms.staff = StaffId{7};
            terms.ground = "rules.2";
            return moderation::ban_reader(tx, walt, terms, now());
        });
    }

    std::string at(const std::string& action) const { return address_of(by_ada) + action; }
    std::string html_now() { return comment_now(strike, by_ada)->html; }
};

} // namespace

TEST_CASE("a guest is sent to sign in from every page and action of a reader")
{
    Street street;
    for (const std::string action : {"edit/", "delete/", "report/", "respect/"}) {
        const auto got = street.get(street.at(action));
        CHECK_MESSAGE(got.status == 303, action);
        CHECK_MESSAGE(got.field("Location").starts_with("/reader/sign-in/?to="), action);
    }
    for (const std::string action : {"edit/", "delete/", "report/", "respect/"}) {
        CHECK_MESSAGE(street.send(street.at(action), {{"text", "x"}}).status == 303, action);
        CHECK_MESSAGE(street.send_json(street.at(action), {{"text", "x"}}).status == 401, action);
    }
    CHECK(street.comment_now(street.strike, street.by_ada)->state == CommentState::visible);
    CHECK(street.get(street.at("history/")).status == 200);
}

TEST_CASE("another reader can neither edit nor delete, nor learn whose it is by trying")
{
    Street street;
    const auto before = street.html_now();
    CHECK(street.get(street.at("edit/"), {street.bo}).status == 404);
    CHECK(street.get(street.at("delete/"), {street.bo}).status == 404);
    const auto edit = street.send(street.at("edit/"), {{"text", "Bo was here"}}, {street.bo});
    CHECK(edit.status == 404);
    CHECK(edit.has("Bo was here"));
    CHECK(street.send(street.at("delete/"), {}, {street.bo}).status == 404);
    CHECK(street.html_now() == before);
}

TEST_CASE("the author edits in time, with history for all, and not afterwards")
{
    Street street;
    CHECK(street.get(street.at("edit/"), {street.ada}).has("Words number"));
    const auto edited = street.send(street.at("edit/"), {{"text", "Better words"}}, {street.ada});
    REQUIRE(edited.status == 303);
    CHECK(edited.field("Location").starts_with(street.address_of(street.by_ada) + "?since="));
    CHECK(street.get("/strike/").has("Better words"));
    const auto history = street.get(street.at("history/"));
    CHECK(history.has("Better words"));
    CHECK(history.has("Words number"));
    const auto empty = street.send(street.at("edit/"), {{"text", " "}}, {street.ada});
    CHECK(empty.status == 422);
    CHECK(empty.has("There is nothing to read in it yet."));
    street.clock.advance(comments::edit_window + std::chrono::seconds{1});
    const auto late = street.send(street.at("edit/"), {{"text", "Too late words"}}, {street.ada});
    CHECK(late.status == 403);
    CHECK(late.has("The time for changing it is over."));
    CHECK(late.has("Too late words"));
}

TEST_CASE("the author deletes; a line stays where somebody answered")
{
    Street street;
    street.say(street.strike, street.bo, street.by_ada);
    CHECK(street.get(street.at("delete/"), {street.ada}).has("A line stays in their place"));
    const auto got = street.send(street.at("delete/"), {}, {street.ada});
    CHECK(got.status == 303);
    const auto page = street.get("/strike/");
    CHECK(page.has("The author deleted this comment."));
    CHECK_FALSE(page.has("Ada Plinth</a></h3>"));
    CHECK(street.send_json(street.at("edit/"), {{"text", "Again"}}, {street.ada}).status == 404);
}

TEST_CASE("respect is another's to give once, to take back, and not one's own")
{
    Street street;
    const auto given = street.send_json(street.at("respect/"), {}, {street.bo});
    REQUIRE(given.status == 200);
    CHECK(given.object().at("respect").as_int64() == 1);
    CHECK(given.object().at("given") == true);
    CHECK(street.send_json(street.at("respect/"), {}, {street.bo}).object().at("respect") == 1);
    const auto back = street.send_json(street.at("respect/"), {{"take_back", "1"}}, {street.bo});
    CHECK(back.object().at("respect") == 0);
    CHECK(back.object().at("given") == false);
    const auto own = street.send_json(street.at("respect/"), {}, {street.ada});
    CHECK(own.status == 403);
    CHECK(own.object().at("message") == "Your own comment cannot have your respect.");
    CHECK(street.send(street.at("respect/"), {}, {street.bo}).status == 303);
}

TEST_CASE("respect is taken back without script: pressing once more leads to a page that asks")
{
    Street street;
    const auto page = street.at("respect/");
    CHECK(street.get(page, {street.bo}).has("worth reading"));
    CHECK(street.send(page, {}, {street.bo}).field("Location").find("since=") != std::string::npos);
    const auto again = street.send(page, {}, {street.bo});
    CHECK(again.status == 303);
    CHECK(again.field("Location") == page);
    const auto asks = street.get(page, {street.bo});
    CHECK(asks.field("Cache-Control") == "no-store");
    CHECK(asks.has("name=\"take_back\""));
    CHECK(asks.has("You have given this comment your respect."));
    CHECK(street.send(page, {{"take_back", "1"}}, {street.bo}).status == 303);
    CHECK_FALSE(street.get(page, {street.bo}).has("name=\"take_back\""));
    CHECK_FALSE(street.get(page, {street.ada}).has("<button class=\"button\""));
    CHECK(street.get(page).status == 303); // a guest signs in first
}

TEST_CASE("a report needs a reason, keeps its words, and is thanked once")
{
    Street street;
    const auto form = street.get(street.at("report/"), {street.bo});
    CHECK(form.has("name=\"reason\" value=\"abuse\""));
    const auto missing = street.send(street.at("report/"), {{"words", "Look <here>"}}, {street.bo});
    CHECK(missing.status == 422);
    CHECK(missing.has("Please choose what is wrong with it."));
    CHECK(missing.has("Look &lt;here&gt;"));
    const FormFields report{{"reason", "abuse"}, {"words", "Look"}};
    CHECK(street.send(street.at("report/"), report, {street.bo}).has("A moderator will look"));
    CHECK(street.send(street.at("report/"), report, {street.bo}).has("It is counted once."));
    CHECK(street.get(street.at("report/"), {street.ada}).has("This is your comment"));
    CHECK(street.send_json(street.at("report/"), report, {street.ada}).status == 403);
}

TEST_CASE("a banned reader may read and not write, and keeps their words")
{
    Street street;
    const auto got = street.send("/strike/comments/", {{"text", "Let me in"}}, {street.walt});
    CHECK(got.status == 403);
    CHECK(got.has("You cannot write here at present."));
    CHECK(got.has("Let me in"));
    CHECK(street.send_json(street.at("respect/"), {}, {street.walt}).status == 403);
    CHECK(street.send_json(street.at("report/"), {{"reason", "spam"}}, {street.walt}).status ==
          403);
    CHECK(street.get("/strike/", {street.walt}).status == 200);
    const auto state =
        street.get("/reader/state?story=" + to_string(street.strike), {street.walt}, true);
    CHECK(state.object().at("post").at("words") != "");
}

TEST_CASE("only staff who may moderate decide on the page")
{
    Street street;
    const FormFields removal{{"action", "remove"}, {"rule", "rules.2"}, {"words", "Be kind."}};
    for (const auto& who : {Who{}, Who{street.ada}, Who{street.bo}, street.editor}) {
        CHECK(street.get(street.at("moderate/"), who).status != 200);
        CHECK(street.send(street.at("moderate/"), removal, who).status != 200);
        CHECK(street.send("/strike/conversation/", {{"action", "close"}}, who).status != 200);
        CHECK(street.send_json(street.at("moderate/"), removal, who).status >= 401);
    }
    CHECK(street.comment_now(street.strike, street.by_ada)->state == CommentState::visible);
    CHECK(street.get("/strike/").has("id=\"composer\""));
    const auto& moderator = street.moderator_at_page;
    CHECK(street.get(street.at("moderate/"), moderator).status == 200);
    const auto bare = street.send(street.at("moderate/"), {{"action", "remove"}}, moderator);
    CHECK(bare.status == 422);
    CHECK(bare.has("Please name the rule or law for a removal."));
    REQUIRE(street.send(street.at("moderate/"), removal, moderator).status == 303);
    CHECK_FALSE(street.get("/strike/").has("Words number"));
    const auto back = street.send_json(street.at("moderate/"), {{"action", "restore"}}, moderator);
    CHECK(back.status == 200);
    CHECK(back.object().at("state") == "visible");
}

TEST_CASE("the line in place of a removed comment names the rule, in words only")
{
    Street street;
    street.say(street.strike, street.bo, street.by_ada);
    const auto remove = [&](std::string rule) {
        street.send_json(street.at("moderate/"), {{"action", "restore"}}, street.moderator_at_page);
        street.clock.advance(std::chrono::minutes{1});
        street.send_json(street.at("moderate/"), {{"action", "remove"}, {"rule", rule}},
                         street.moderator_at_page);
        return street.get("/strike/");
    };
    CHECK(remove("No insults <b>").has("Removed by a moderator: No insults &lt;b&gt;"));
    const auto plain = remove("rules.2");
    CHECK(plain.has("Removed by a moderator."));
    CHECK_FALSE(plain.has("rules.2"));
}

TEST_CASE("a reader's record is for staff who may see readers")
{
    Street street;
    auto moderator = street.moderator_at_page;
    CHECK_FALSE(street.get(street.at("moderate/"), moderator).has("The reader’s record"));
    moderator.permissions |= may_see_readers;
    const auto page = street.get(street.at("moderate/"), moderator);
    CHECK(page.has("The reader’s record"));
    CHECK(page.has("Here since"));
}

TEST_CASE("on the page words changed after they were read are not let through, and are shown")
{
    Street street;
    REQUIRE(street
                .send(street.at("moderate/"), {{"action", "hold"}, {"version", "0"}},
                      street.moderator_at_page)
                .status == 303);
    const auto form = street.get(street.at("moderate/"), street.moderator_at_page);
    CHECK(form.has("name=\"version\" value=\"0\""));
    REQUIRE(street.send(street.at("edit/"), {{"text", "Quite other words"}}, {street.ada}).status ==
            303);
    for (const std::string version : {"0", "", "x", "2"}) {
        const auto got =
            street.send(street.at("moderate/"), {{"action", "approve"}, {"version", version}},
                        street.moderator_at_page);
        CHECK(got.status == 409);
        CHECK(got.has("The author has changed these words since you read them."));
        CHECK(got.has("Quite other words"));
        CHECK(got.has("name=\"version\" value=\"1\""));
    }
    CHECK_FALSE(street.get("/strike/").has("Quite other words"));
    CHECK(street
              .send(street.at("moderate/"), {{"action", "approve"}, {"version", "1"}},
                    street.moderator_at_page)
              .status == 303);
    CHECK(street.get("/strike/").has("Quite other words"));
}

TEST_CASE("a comment is decided only under its own story")
{
    Street street;
    street.story("other");
    const auto elsewhere = "/other/comments/" + to_string(street.by_ada) + "/moderate/";
    const FormFields removal{{"action", "remove"}, {"rule", "rules.2"}};
    CHECK(street.get(elsewhere, street.moderator_at_page).status == 404);
    CHECK(street.send_json(elsewhere, removal, street.moderator_at_page).status == 404);
    CHECK(street.comment_now(street.strike, street.by_ada)->state == CommentState::visible);
}

TEST_CASE("a moderator leads the conversation: closed, slow, read first, held and released")
{
    Street street;
    const auto lead = [&](std::string action) {
        return street.send_json("/strike/conversation/", {{"action", action}},
                                street.moderator_at_page);
    };
    CHECK(lead("close").status == 200);
    CHECK(street.get("/strike/").has("Closed to new comments"));
    CHECK_FALSE(street.get("/strike/").has("id=\"composer\""));
    CHECK(lead("slow").status == 200);
    CHECK(street.get("/strike/").has("Slow conversation: one comment every 60 seconds."));
    CHECK(lead("hold_all").status == 200);
    CHECK_FALSE(street.get("/strike/").has("Words number"));
    CHECK(lead("release").status == 200);
    CHECK(street.get("/strike/").has("Words number"));
    CHECK(lead("open").status == 200);
    CHECK(lead("explode").status == 422);
}

TEST_CASE("a banned mail domain holds for everybody who has it, also for edits")
{
    Street street;
    REQUIRE(street.send(street.at("edit/"), {{"text", "Better words"}}, {street.ada}).status ==
            303);
    (void)street.write([&](db::Tx& tx) {
        moderation::BanTerms terms;
        terms.staff = StaffId{7};
        terms.ground = "rules.2";
        return moderation::ban_mail_domain(tx, "reader.example", terms, street.now());
    });
    street.clock.advance(std::chrono::minutes{2});
    CHECK(street.send("/strike/comments/", {{"text", "Let me in"}}, {street.ada}).status == 403);
    CHECK(street.send(street.at("edit/"), {{"text", "Other words"}}, {street.ada}).status == 403);
    CHECK(street.html_now() == "<p>Better words</p>\n");
}

TEST_CASE(
    "words that were held after an edit are neither released with the rest nor in the history")
{
    Street street;
    (void)street.write([&](db::Tx& tx) {
        return moderation::add_rules(tx, {{moderation::RuleKind::banned, "zorblax", "", ""}},
                                     StaffId{7}, street.now());
    });
    REQUIRE(street.rule_books.reload(*street.database));
    const auto lead = [&](std::string action) {
        return street
            .send_json("/strike/conversation/", {{"action", action}}, street.moderator_at_page)
            .status;
    };
    REQUIRE(lead("hold_all") == 200);
    REQUIRE(street.send(street.at("edit/"), {{"text", "It is all zorblax"}}, {street.ada}).status ==
            303);
    REQUIRE(lead("release") == 200);
    CHECK_FALSE(street.get("/strike/").has("zorblax"));
    REQUIRE(street.send(street.at("edit/"), {{"text", "It is all rain"}}, {street.ada}).status ==
            303);
    const auto approve = [&](std::string version) {
        return street.send_json(street.at("moderate/"),
                                {{"action", "approve"}, {"version", std::move(version)}},
                                street.moderator_at_page);
    };
    const auto stale = approve("1");
    CHECK(stale.status == 409);
    CHECK(stale.object().at("error") == "comment.words_changed");
    CHECK(stale.object().at("html") == "<p>It is all rain</p>\n");
    CHECK(stale.object().at("version") == 2);
    REQUIRE(approve("2").status == 200);
    const auto history = street.get(street.at("history/"));
    CHECK(history.has("It is all rain"));
    CHECK_FALSE(history.has("zorblax"));
}

} // namespace masthead::forum::test
