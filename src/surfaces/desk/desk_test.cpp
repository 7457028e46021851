#include "core/crypto/seal.hpp"
#include "desk_house.hpp"
#include "features/comments/find_queues.hpp"
#include "features/comments/report_comment.hpp"
#include "features/moderation/bans.hpp"
#include "features/moderation/notices.hpp"
#include "features/moderation/record_decision.hpp"
#include "features/moderation/reviews.hpp"
#include "features/moderation/save_rules.hpp"
#include "features/settings/forum_choices.hpp"
#include "features/settings/wording.hpp"

namespace masthead::desk::test {

using comments::CommentState;
using staff::Role;

namespace {

/// A story with a held comment by Ada; Bo is another reader; Mira moderates.
struct Street : DeskHouse {
    StoryId strike = story("strike");
    ReaderId ada = member("Ada Plinth");
    ReaderId bo = member("Bo Quill");
    Member mira = member_of_staff("mira");
    CommentId held = post_held("A grmpf upon the harbour");

    CommentId post_held(std::string_view markdown)
    {
        clock.advance(std::chrono::minutes{1});
        auto command = words(strike, ada, markdown);
        command.verdict_before = moderation::verdict_of(
            {{moderation::Phase::words, moderation::Outcome::hold, "words.banned", "grmpf"}});
        return try_post(command).value().id;
    }

    std::string at(CommentId comment) const
    {
        return "/desk/moderation/" + to_string(comment) + "/";
    }

    void edit(CommentId comment, std::string_view markdown)
    {
        comments::EditComment command;
        command.story = strike;
        command.comment = comment;
        command.reader = ada;
        command.text = comments::prepare_comment(markdown).value();
        command.rule_book = rule_book;
        (void)done([&](db::Tx& tx) { return comments::edit_comment(tx, command, now()); });
    }

    comments::QueuedComment now_at(CommentId comment)
    {
        return *database->read(
            [&](db::Snapshot& s) { return comments::find_for_desk(s, comment); });
    }
    CommentState state(CommentId comment) { return now_at(comment).comment.state; }

    moderation::Decision last_decision(CommentId comment)
    {
        return database
            ->read([&](db::Snapshot& s) {
                return moderation::find_decisions_on_comment(s, comment, 1);
            })
            .at(0);
    }

    std::vector<std::string> mails_to_ada()
    {
        static constexpr db::Query all{"test.mails_of_reader", R"sql(
            SELECT kind FROM outgoing_mails WHERE reader_id = ? ORDER BY id LIMIT 100
        )sql"};
        return database->read([&](db::Snapshot& s) {
            return s.list(all, {ada}, [](const db::Row& row) { return row.string(0); });
        });
    }

    void report(CommentId comment)
    {
        comments::ReportComment command;
        command.story = strike;
        command.comment = comment;
        command.reader = bo;
        command.reason = comments::ReportReason::abuse;
        command.words = "Look <here>";
        command.rules = rules;
        (void)done([&](db::Tx& tx) { return comments::report_comment(tx, command, now()); });
    }

    std::optional<moderation::Ban> ban_of(ReaderId reader)
    {
        return database->read(
            [&](db::Snapshot& s) { return moderation::active_ban(s, reader, now()); });
    }
};

} // namespace

TEST_CASE("the front page counts what waits")
{
    Street street;
    const auto page = street.get("/desk/", street.mira.cookie);
    CHECK(page.status == 200);
    CHECK(page.has("<b>1</b> comments held"));
    CHECK(page.has("<b>0</b> comments reported"));
}

TEST_CASE("a held comment stands in the queue with the rule and the words that held it")
{
    Street street;
    const auto page = street.get("/desk/moderation/", street.mira.cookie);
    CHECK(page.has("<p>A grmpf upon the harbour</p>"));
    CHECK(page.has("words.banned"));
    CHECK(page.has("words.banned: grmpf"));
    CHECK(page.has("The comment has a word that the newsroom does not let through unread"));
    CHECK(page.has("Headline of strike"));
    CHECK(page.has("/desk/readers/" + to_string(street.ada) + "/"));
    CHECK(street.get("/desk/moderation/?queue=new", street.mira.cookie)
              .has("No new reader waits to be looked at."));
}

TEST_CASE("approving shows the comment and goes on at the next one; undo holds it again")
{
    Street street;
    const auto second = street.post_held("Another grmpf entirely");
    const auto before = street.position();
    const auto got = street.send(
        street.at(street.held),
        {{"action", "approve"}, {"version", "0"}, {"queue", "held"}, {"next", to_string(second)}},
        street.mira.cookie);
    REQUIRE(got.status == 303);
    CHECK(got.field("Location") ==
          "/desk/moderation/?queue=held&done=approved&comment=" + to_string(street.held) +
              "&undo=hold&version=0#comment-" + to_string(second));
    CHECK(street.state(street.held) == CommentState::visible);
    CHECK(street.forum_events(before) == std::vector<std::string>{"comment.posted"});
    CHECK(street.last_decision(street.held).staff == street.mira.id);
    const auto page = street.get("/desk/moderation/?queue=held&done=approved&undo=hold&comment=" +
                                     to_string(street.held),
                                 street.mira.cookie);
    CHECK(page.has("Approved: everybody sees it."));
    CHECK(page.has("name=\"action\" value=\"hold\" data-key=\"u\""));
    CHECK(street
              .send(street.at(street.held), {{"action", "hold"}, {"queue", "held"}},
                    street.mira.cookie)
              .status == 303);
    CHECK(street.state(street.held) == CommentState::held);
}

TEST_CASE("words changed since they were read are not decided about; the new ones are shown")
{
    Street street;
    CHECK(street.get("/desk/moderation/", street.mira.cookie).has("name=\"version\" value=\"0\""));
    street.edit(street.held, "Words nobody at the desk has read");
    const auto before = street.position();
    for (const FormFields& fields :
         {FormFields{{"action", "approve"}, {"version", "0"}, {"queue", "held"}},
          FormFields{{"action", "approve"}, {"queue", "held"}},
          FormFields{{"action", "feature"}, {"version", "-1"}},
          FormFields{{"action", "reject"}, {"version", "0"}, {"rule", "rules.2"}}}) {
        const auto got = street.send(street.at(street.held), fields, street.mira.cookie);
        CHECK(got.status == 409);
        CHECK(got.has("The author has changed these words since you read them."));
        CHECK(got.has("Words nobody at the desk has read"));
        CHECK(got.has("name=\"version\" value=\"1\""));
    }
    CHECK(street.state(street.held) == CommentState::held);
    CHECK(street.forum_events(before).empty());
    CHECK(street
              .send(street.at(street.held), {{"action", "approve"}, {"version", "1"}},
                    street.mira.cookie)
              .status == 303);
    CHECK(street.state(street.held) == CommentState::visible);
}

TEST_CASE("a rejection needs a rule, keeps what was typed, and tells its author why")
{
    Street street;
    const auto bare = street.send(street.at(street.held),
                                  {{"action", "reject"}, {"words", "Be <kind>"}, {"queue", "held"}},
                                  street.mira.cookie);
    CHECK(bare.status == 422);
    CHECK(bare.has("Name the rule or law"));
    CHECK(bare.has("Be &lt;kind&gt;"));
    CHECK(street.state(street.held) == CommentState::held);
    const auto got = street.send(
        street.at(street.held),
        {{"action", "reject"}, {"rule", "rules.2"}, {"words", "Be kind."}, {"queue", "held"}},
        street.mira.cookie);
    REQUIRE(got.status == 303);
    CHECK(street.state(street.held) == CommentState::removed);
    const auto statement = street.last_decision(street.held);
    CHECK(statement.action == moderation::Action::rejected);
    CHECK(statement.ground == "rules.2");
    CHECK(statement.words == "Be kind.");
    CHECK(statement.reader == street.ada);
    CHECK_FALSE(statement.is_automated());
    CHECK(street.mails_to_ada().back() == "comment_removed");
    CHECK(street.send(street.at(street.held), {{"action", "restore"}}, street.mira.cookie)
              .field("Location") == street.at(street.held) + "?done=restored");
    CHECK(street.state(street.held) == CommentState::visible);
}

TEST_CASE("a reported comment shows who reported it and why, and removing it ends the reports")
{
    Street street;
    const auto said = street.say(street.strike, street.ada).id;
    street.report(said);
    const auto page = street.get("/desk/moderation/?queue=reported", street.mira.cookie);
    CHECK(page.has("<b>abuse</b>"));
    CHECK(page.has("Look &lt;here&gt;"));
    CHECK(page.has("Bo Quill"));
    CHECK(
        street
            .send(street.at(said), {{"action", "remove"}, {"rule", "rules.1"}}, street.mira.cookie)
            .status == 303);
    CHECK(street.state(said) == CommentState::removed);
    CHECK(street.last_decision(said).action == moderation::Action::removed);
    CHECK(street.get("/desk/moderation/?queue=reported", street.mira.cookie)
              .has("Nothing is reported."));
}

TEST_CASE("what is no action, no comment or no queue is refused without harm")
{
    Street street;
    const auto& cookie = street.mira.cookie;
    CHECK(street.send(street.at(street.held), {{"action", "burn"}}, cookie).status == 422);
    CHECK(street.send(street.at(CommentId{42}), {{"action", "approve"}, {"version", "0"}}, cookie)
              .status == 404);
    CHECK(street.get("/desk/moderation/x/", cookie).status == 404);
    CHECK(street.get("/desk/moderation/?queue=%22%3E&after=1.x", cookie).has("grmpf"));
    const auto got = street.send(
        street.at(street.held),
        {{"action", "approve"}, {"version", "0"}, {"queue", "//evil.example"}, {"next", "x\r\ny"}},
        cookie);
    CHECK(got.field("Location") == street.at(street.held) + "?done=approved");
}

TEST_CASE("the queue goes on behind its page")
{
    Street street;
    for (int count = 0; count < 25; ++count)
        street.post_held("Held grmpf number " + std::to_string(count) + std::string(count, '.'));
    const auto first = street.get("/desk/moderation/", street.mira.cookie);
    CHECK(first.has(">More</a>"));
    CHECK(first.has("Held grmpf number 23"));
    CHECK_FALSE(first.has("Held grmpf number 24"));
    const std::string mark = "<a class=\"button plain\" href=\"";
    const auto from = first.body.find(mark) + mark.size();
    auto address = first.body.substr(from, first.body.find('"', from) - from);
    for (const auto& [escaped, plain] :
         {std::pair{std::string{"&amp;"}, "&"}, {std::string{"&#x3D;"}, "="}}) {
        for (auto at = address.find(escaped); at != std::string::npos; at = address.find(escaped))
            address.replace(at, escaped.size(), plain);
    }
    const auto second = street.get(address, street.mira.cookie);
    CHECK(second.has("Held grmpf number 24"));
    CHECK_FALSE(second.has("Held grmpf number 23"));
    CHECK_FALSE(second.has(">More</a>"));
}

TEST_CASE("a moderator bans a reader for a time, with a reason, and lifts it")
{
    Street street;
    const auto record = "/desk/readers/" + to_string(street.ada) + "/";
    const auto& cookie = street.mira.cookie;
    CHECK(street.get(record, cookie).has("Ada Plinth"));
    const FormFields form{{"action", "ban"},
                          {"days", "7"},
                          {"ground", "rules.4"},
                          {"words", "A week of rest."},
                          {"note", "third time"}};
    CHECK(street.send(record, {{"action", "ban"}, {"days", "8"}, {"ground", "x"}}, cookie).status ==
          422);
    CHECK(street.send(record, {{"action", "ban"}, {"days", "7"}, {"words", "w"}}, cookie).status ==
          422);
    CHECK_FALSE(street.ban_of(street.ada));
    REQUIRE(street.send(record, form, cookie).status == 303);
    const auto ban = street.ban_of(street.ada);
    REQUIRE(ban);
    CHECK(*ban->until == street.now() + std::chrono::hours{24 * 7});
    CHECK(ban->ground == "rules.4");
    CHECK(ban->staff == street.mira.id);
    CHECK(street.mails_to_ada().back() == "reader_banned");
    const auto page = street.get(record, cookie);
    CHECK(page.has("Banned until"));
    CHECK(page.has("third time"));
    CHECK(street.send(record, {{"action", "lift"}}, cookie).status == 303);
    CHECK_FALSE(street.ban_of(street.ada));
    CHECK(street.send(record, {{"action", "lift"}}, cookie).status == 409);
    CHECK(street.send("/desk/readers/42/", form, cookie).status == 404);
}

TEST_CASE("a mail domain and a comment's network can be banned, and the bans stand in a list")
{
    Street street;
    const auto& cookie = street.mira.cookie;
    const FormFields domain{
        {"action", "mail_domain"}, {"domain", "spam.example"}, {"days", "30"}, {"ground", "r"}};
    CHECK(street.send("/desk/bans/", domain, cookie).status == 303);
    CHECK(street.get("/desk/bans/", cookie).has("all addresses of spam.example"));
    // This comment has no network: there is nothing to ban.
    CHECK(street
              .send("/desk/bans/",
                    {{"action", "network"},
                     {"comment", to_string(street.held)},
                     {"days", "1"},
                     {"ground", "r"}},
                    cookie)
              .status == 422);
    const auto sealed = crypto::seal(street.keys.network, "198.51.100.9");
    auto command = street.words(street.strike, street.bo, "From somewhere");
    command.sealed_network = sealed;
    const auto posted = street.try_post(command).value().id;
    CHECK(street
              .send("/desk/bans/",
                    {{"action", "network"},
                     {"comment", to_string(posted)},
                     {"days", "1"},
                     {"ground", "r"}},
                    cookie)
              .status == 303);
    const auto key = moderation::network_key(street.keys.network_index.view(), "198.51.100.9");
    CHECK(street.database->read([&](db::Snapshot& s) {
        return moderation::find_ban_on(s, {}, "", key, street.now()).has_value();
    }));
    CHECK_FALSE(street.get("/desk/bans/", cookie).has("198.51.100.9"));
}

TEST_CASE("a notice is decided together with the removal, or not at all")
{
    Street street;
    const auto said = street.say(street.strike, street.ada).id;
    moderation::FileNotice notice;
    notice.place = "javascript:alert(1)";
    notice.comment = said;
    notice.story = street.strike;
    notice.why = "It is <illegal>";
    notice.name = "Olga Reed";
    notice.mail = "olga@reader.example";
    notice.good_faith = moderation::GoodFaith::confirmed;
    const auto id =
        street.done([&](db::Tx& tx) { return moderation::file_notice(tx, notice, street.now()); });
    const auto address = "/desk/notices/" + to_string(id) + "/";
    const auto& cookie = street.mira.cookie;
    CHECK(street.get("/desk/notices/", cookie).has(address));
    const auto page = street.get(address, cookie);
    CHECK(page.has("It is &lt;illegal&gt;"));
    CHECK_FALSE(page.has("href=\"javascript:"));
    FormFields form{{"outcome", "acted"}, {"remove", "1"}, {"words", "It is gone."}, {"rule", ""}};
    const auto without_rule = street.send(address, form, cookie);
    CHECK(without_rule.status == 422);
    CHECK(without_rule.has("It is gone."));
    CHECK(street.state(said) == CommentState::visible);
    form[3].second = "§ 130 StGB";
    form[2].second = "";
    CHECK(street.send(address, form, cookie).status == 422);
    CHECK(street.state(said) == CommentState::visible);
    form[2].second = "It is gone.";
    CHECK(street.send(address, form, cookie).status == 303);
    CHECK(street.state(said) == CommentState::removed);
    CHECK(street.get(address, cookie).has("The newsroom has acted"));
    CHECK(street.send(address, {{"outcome", "not_acted"}, {"words", "No."}}, cookie).status == 409);
    CHECK(street.get("/desk/notices/", cookie).has("No notice waits."));
}

TEST_CASE("another person than who decided answers a request, and may undo the decision")
{
    Street street;
    (void)street.send(street.at(street.held), {{"action", "reject"}, {"rule", "rules.2"}},
                      street.mira.cookie);
    const auto decision = street.last_decision(street.held).id;
    const auto review = street.done([&](db::Tx& tx) {
        return moderation::ask_review(tx, decision, street.ada, "I quoted <it>", street.now());
    });
    const auto address = "/desk/reviews/" + to_string(review) + "/";
    const FormFields form{{"outcome", "overturned"}, {"words", "You are right."}};
    const auto own = street.send(address, form, street.mira.cookie);
    CHECK(own.status == 403);
    CHECK(own.has("Whoever decided first does not review it."));
    CHECK(own.has("I quoted &lt;it&gt;"));
    CHECK(street.state(street.held) == CommentState::removed);
    const auto nils = street.member_of_staff("nils", Role::editor);
    CHECK(street.send(address, {{"words", "x"}}, nils.cookie).status == 422);
    CHECK(street.send(address, form, nils.cookie).status == 303);
    CHECK(street.state(street.held) == CommentState::visible);
    CHECK(street.send(address, form, nils.cookie).status == 409);
}

TEST_CASE("a hold is overturned for the words that were looked at again, not for later ones")
{
    Street street;
    const auto decision = street.last_decision(street.held).id;
    const auto review = street.done([&](db::Tx& tx) {
        return moderation::ask_review(tx, decision, street.ada, "Why", street.now());
    });
    const auto overturn = [&](std::string version) {
        return street.send(
            "/desk/reviews/" + to_string(review) + "/",
            {{"outcome", "overturned"}, {"words", "Sorry."}, {"version", std::move(version)}},
            street.mira.cookie);
    };
    street.edit(street.held, "Words nobody at the desk has read");
    const auto got = overturn("0");
    CHECK(got.status == 409);
    CHECK(got.has("Words nobody at the desk has read"));
    CHECK(street.state(street.held) == CommentState::held);
    CHECK(overturn("1").status == 303);
    CHECK(street.state(street.held) == CommentState::visible);
}

TEST_CASE("an overturned ban is lifted, and an answer is given where nothing is left to undo")
{
    Street street;
    const auto record = "/desk/readers/" + to_string(street.ada) + "/";
    (void)street.send(record, {{"action", "ban"}, {"days", "7"}, {"ground", "rules.4"}},
                      street.mira.cookie);
    const auto decision = street.database
                              ->read([&](db::Snapshot& s) {
                                  return moderation::find_decisions_on_reader(s, street.ada, 1);
                              })
                              .at(0)
                              .id;
    const auto review = street.done([&](db::Tx& tx) {
        return moderation::ask_review(tx, decision, street.ada, "Why", street.now());
    });
    const auto nils = street.member_of_staff("nils", Role::editor);
    const auto answered =
        street.send("/desk/reviews/" + to_string(review) + "/",
                    {{"outcome", "overturned"}, {"words", "Sorry."}}, nils.cookie);
    CHECK(answered.status == 303);
    CHECK_FALSE(street.ban_of(street.ada));
}

TEST_CASE("word lists grow and shrink in bulk, and numbers are kept within their limits")
{
    Street street;
    const auto& cookie = street.mira.cookie;
    CHECK(street
              .send("/desk/rules/",
                    {{"action", "add"}, {"list", "banned"}, {"patterns", "grmpf\nfoo bar*\n# x"}},
                    cookie)
              .status == 303);
    const auto page = street.get("/desk/rules/?list=banned", cookie);
    CHECK(page.has("<bdi>foo bar*</bdi>"));
    CHECK(page.has("<bdi>grmpf</bdi>"));
    const auto wrong = street.send(
        "/desk/rules/", {{"action", "add"}, {"list", "mail_domain"}, {"patterns", "no domain"}},
        cookie);
    CHECK(wrong.status == 422);
    CHECK(wrong.has("One entry is no domain."));
    CHECK(wrong.has("no domain</textarea>"));
    const auto found = street.database->read([](db::Snapshot& s) {
        return moderation::find_rules(s, moderation::RuleKind::banned, "", 10);
    });
    REQUIRE(found.size() == 2);
    CHECK(found[0].created_by == street.mira.id);
    CHECK(street
              .send("/desk/rules/",
                    {{"action", "remove"},
                     {"list", "banned"},
                     {"rule", to_string(found[0].id)},
                     {"rule", to_string(found[1].id)}},
                    cookie)
              .status == 303);
    CHECK(street.get("/desk/rules/?list=banned", cookie).has("This list is empty."));
    FormFields numbers{{"action", "numbers"},
                       {"list", "banned"},
                       {"held_first", "100"},
                       {"close_after_days", "30"},
                       {"reports_to_hold", "101"}};
    CHECK(street.send("/desk/rules/", numbers, cookie).status == 422);
    const auto held_first = [&] {
        return street.database
            ->read([](db::Snapshot& s) { return settings::load_forum_choices(s); })
            .held_first_comments;
    };
    CHECK(held_first() == 1);
    numbers[4].second = "100";
    CHECK(street.send("/desk/rules/", numbers, cookie).status == 303);
    CHECK(held_first() == 100);
    const auto rules =
        street.database->read([](db::Snapshot& s) { return comments::load_forum_rules(s); });
    CHECK(rules.close_after_days == 30);
    CHECK(rules.reports_to_hold == 100);
    numbers[2].second = "-1";
    CHECK(street.send("/desk/rules/", numbers, cookie).status == 422);
}

TEST_CASE("a large list fits the form")
{
    Street street;
    std::string patterns;
    for (int count = 0; count < 10'000; ++count)
        patterns += "unwort" + std::to_string(count) + "\n";
    CHECK(street
              .send("/desk/rules/",
                    {{"action", "add"}, {"list", "suspect"}, {"patterns", patterns}},
                    street.mira.cookie)
              .status == 303);
    CHECK(street.database->read([](db::Snapshot& s) { return moderation::count_rules(s); }) ==
          10'000);
}

TEST_CASE("an editor writes the newsroom's words; other rules make a new version")
{
    Street street;
    const auto nils = street.member_of_staff("nils", Role::editor);
    const FormFields form{{"invitation", "Come <in>"},
                          {"rule_sentence", "Be kind."},
                          {"rules", "# Rules\n\nBe kind."},
                          {"contact", ""},
                          {"privacy", ""}};
    CHECK(street.send("/desk/wording/", form, nils.cookie).status == 303);
    const auto page = street.get("/desk/wording/", nils.cookie);
    CHECK(page.has("Come &lt;in&gt;"));
    CHECK(page.has("Version 2."));
    FormFields too_long = form;
    too_long[0].second = std::string(settings::wording_line_bytes_max + 1, 'x');
    const auto refused = street.send("/desk/wording/", too_long, nils.cookie);
    CHECK(refused.status == 413);
    CHECK(refused.has("xxxx"));
    const auto stored =
        street.database->read([](db::Snapshot& s) { return settings::load_wording(s); });
    CHECK(stored.invitation == "Come <in>");
    CHECK(stored.rules_version == 2);
}

} // namespace masthead::desk::test
