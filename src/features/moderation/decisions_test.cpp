#include "features/moderation/bans.hpp"
#include "features/moderation/moderation_cast.hpp"
#include "features/moderation/record_decision.hpp"
#include "features/moderation/reviews.hpp"
#include "features/moderation/trim_moderation.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include <algorithm>

namespace masthead::moderation {

namespace {

using namespace std::chrono_literals;

struct DecisionsCast : test::Cast {
    NewDecision removed()
    {
        NewDecision decision;
        decision.comment = CommentId{7};
        decision.reader = ada;
        decision.story = story;
        decision.action = Action::removed;
        decision.staff = mira;
        decision.found_by = FoundBy::reader_report;
        decision.ground = "Rule 3: no insults";
        decision.facts = "Three readers reported it.";
        decision.words = "You called somebody a fool.";
        decision.place = "/harbour-strike/comments/7/";
        decision.headline = "Harbour strike";
        decision.comment_text = "You fool!";
        return decision;
    }
    NewDecision held()
    {
        NewDecision decision;
        decision.comment = CommentId{8};
        decision.reader = ada;
        decision.action = Action::held;
        decision.ground = "words.banned";
        decision.facts = "fool";
        return decision;
    }
    DecisionId record(const NewDecision& decision)
    {
        return make([&](db::Tx& tx) { return record_decision(tx, decision, now()); });
    }
    std::optional<Decision> find(DecisionId id)
    {
        return read([&](db::Snapshot& snapshot) { return find_decision(snapshot, id); });
    }
    std::vector<DecisionTotal> totals(int months)
    {
        return read(
            [&](db::Snapshot& snapshot) { return find_decision_totals(snapshot, now(), months); });
    }
    Result<ReviewId> ask(DecisionId id, ReaderId reader, const std::string& words)
    {
        return write([&](db::Tx& tx) { return ask_review(tx, id, reader, words, now()); });
    }
    Result<Decision> answer(const AnswerReview& answer)
    {
        return write([&](db::Tx& tx) { return answer_review(tx, answer, now()); });
    }
};

} // namespace

TEST_CASE("a decision is stored whole, told by mail with its reasons, and is one event")
{
    DecisionsCast cast;
    cast.give_mail(cast.ada, "ada@paper.example");
    const auto id = cast.record(cast.removed());
    const auto decision = cast.find(id);
    REQUIRE(decision);
    CHECK(decision->action == Action::removed);
    CHECK(decision->staff == cast.mira);
    CHECK_FALSE(decision->is_automated());
    CHECK(decision->found_by == FoundBy::reader_report);
    CHECK(decision->ground == "Rule 3: no insults");
    CHECK(decision->facts == "Three readers reported it.");
    CHECK(decision->place == "/harbour-strike/comments/7/");
    CHECK(cast.events() == std::vector<std::string>{"moderation.decided"});
    const auto mails = cast.mails();
    REQUIRE(mails.size() == 1);
    CHECK(mails[0].kind == "comment_removed");
    const auto data = boost::json::parse(mails[0].data).as_object();
    CHECK(data.at("automated") == false);
    CHECK(data.at("found_by") == "reader_report");
    CHECK(data.at("ground") == "Rule 3: no insults");
    CHECK(data.at("words") == "You called somebody a fool.");
    CHECK(data.at("story") == "Harbour strike");
    CHECK(data.at("comment") == "You fool!");
    CHECK(data.at("path").as_string() == decision_url(id));
}

TEST_CASE("what no person decided is automated and says its rule in words")
{
    DecisionsCast cast;
    cast.give_mail(cast.ada, "ada@paper.example");
    CHECK(cast.find(cast.record(cast.held()))->is_automated());
    const auto data = boost::json::parse(cast.mails()[0].data).as_object();
    CHECK(data.at("automated") == true);
    CHECK(data.at("rule") == "words.banned");
    CHECK(data.at("ground") != "words.banned");
    CHECK(cast.mails()[0].kind == "comment_held");
}

TEST_CASE("each action has its mail, and a reader without an address gets none")
{
    DecisionsCast cast;
    cast.record(cast.removed());
    CHECK(cast.mails().empty());
    cast.give_mail(cast.ada, "ada@paper.example");
    struct Row {
        Action action;
        std::string_view kind;
    };
    const std::initializer_list<Row> rows{
        {Action::held, "comment_held"},         {Action::approved, "comment_approved"},
        {Action::rejected, "comment_removed"},  {Action::removed, "comment_removed"},
        {Action::restored, "comment_restored"}, {Action::banned, "reader_banned"}};
    for (const auto& row : rows) {
        auto decision = cast.removed();
        decision.action = row.action;
        cast.record(decision);
        CHECK(cast.mails().back().kind == row.kind);
        CHECK(cast.mails().back().data.find(std::string{name_of(row.action)}) != std::string::npos);
    }
    auto lifted = cast.removed();
    lifted.action = Action::ban_lifted;
    cast.record(lifted);
    CHECK(cast.mails().size() == rows.size());
}

TEST_CASE("words over the limit are cut between letters, and the decision stands")
{
    DecisionsCast cast;
    auto decision = cast.removed();
    decision.facts.assign(decision_text_bytes_max, 'x');
    decision.words.assign(decision_text_bytes_max - 1, 'x');
    decision.words.append("ä");
    decision.ground.assign(ground_bytes_max + 1, 'x');
    const auto stored = cast.find(cast.record(decision));
    CHECK(stored->facts.size() == decision_text_bytes_max);
    CHECK(stored->words.size() == decision_text_bytes_max - 1);
    CHECK(stored->ground.size() == ground_bytes_max);
}

TEST_CASE("decisions are listed newest first, of a reader and of a comment")
{
    DecisionsCast cast;
    const auto first = cast.record(cast.removed());
    cast.clock.advance(1ms);
    const auto second = cast.record(cast.held());
    cast.clock.advance(1ms);
    auto other = cast.removed();
    other.reader = cast.walt;
    cast.record(other);
    const auto mine = cast.read(
        [&](db::Snapshot& snapshot) { return find_decisions_on_reader(snapshot, cast.ada, 10); });
    REQUIRE(mine.size() == 2);
    CHECK(mine[0].id == second);
    CHECK(mine[1].id == first);
    const auto of_comment = cast.read([&](db::Snapshot& snapshot) {
        return find_decisions_on_comment(snapshot, CommentId{7}, 1);
    });
    REQUIRE(of_comment.size() == 1);
    CHECK(of_comment[0].reader == cast.walt);
}

TEST_CASE("decisions are counted by month, by people and automatically, whatever is erased later")
{
    DecisionsCast cast;
    cast.record(cast.removed());
    cast.record(cast.removed());
    cast.record(cast.held());
    (void)cast.make([&](db::Tx& tx) { return erase_decision_words(tx, cast.ada, 100); });
    const auto november = cast.totals(1);
    REQUIRE(november.size() == 2);
    CHECK(november[0].month == 202611);
    CHECK(november[0].action == Action::held);
    CHECK(november[0].is_automated);
    CHECK(november[0].total == 1);
    CHECK(november[1].action == Action::removed);
    CHECK_FALSE(november[1].is_automated);
    CHECK(november[1].total == 2);
    cast.clock.set(*parse_rfc3339("2027-01-31T23:59:59Z"));
    cast.record(cast.held());
    CHECK(cast.totals(1).size() == 1);
    CHECK(cast.totals(1)[0].month == 202701);
    CHECK(cast.totals(2).size() == 1);
    CHECK(cast.totals(3).size() == 3);
}

TEST_CASE("a reader's erasure takes the words of decisions and reviews and leaves the decisions")
{
    DecisionsCast cast;
    const auto id = cast.record(cast.removed());
    auto other = cast.removed();
    other.reader = cast.walt;
    const auto of_walt = cast.record(other);
    const auto review = *cast.ask(id, cast.ada, "I did not.");
    const auto erase = [&](int limit) {
        return cast.make([&](db::Tx& tx) { return erase_decision_words(tx, cast.ada, limit); });
    };
    CHECK(erase(100) == 2);
    CHECK(erase(100) == 0);
    CHECK(cast.find(id)->words.empty());
    CHECK(cast.find(id)->facts.empty());
    CHECK(cast.find(id)->place.empty());
    CHECK(cast.find(id)->ground == "Rule 3: no insults");
    CHECK(cast.find(of_walt)->words == "You called somebody a fool.");
    cast.read([&](db::Snapshot& snapshot) { CHECK(find_review(snapshot, review)->words.empty()); });
}

TEST_CASE("words of decisions and answered requests go a year later, not those of a standing ban")
{
    DecisionsCast cast;
    const auto removed = cast.record(cast.removed());
    const auto review = *cast.ask(removed, cast.ada, "I did not.");
    cast.clock.advance(24h);
    (void)cast.write([&](db::Tx& tx) {
        return answer_review(tx, {review, cast.otto, ReviewState::upheld, "It stands."},
                             cast.now());
    });
    BanTerms terms;
    terms.staff = cast.mira;
    terms.ground = "Rule 4";
    terms.words = "Threats, again and again.";
    terms.note = "Has written from three accounts.";
    const auto ban =
        *cast.write([&](db::Tx& tx) { return ban_reader(tx, cast.walt, terms, cast.now()); });
    const auto erase = [&](int limit = 100) {
        return cast.make(
            [&](db::Tx& tx) { return erase_old_decision_words(tx, cast.now(), limit); });
    };
    const auto note = [&] {
        return cast.read([&](db::Snapshot& s) { return find_bans(s, 1); }).at(0).note;
    };
    const auto said_to_walt = [&] {
        return cast.read([&](db::Snapshot& s) { return find_decisions_on_reader(s, cast.walt, 9); })
            .back()
            .words;
    };
    const auto request = [&] {
        return cast.read([&](db::Snapshot& s) { return find_review(s, review); })->words;
    };
    cast.clock.advance(decision_texts_kept - 24h);
    CHECK(erase() == 0);
    CHECK(cast.find(removed)->facts == "Three readers reported it.");
    cast.clock.advance(Milliseconds{1});
    CHECK(erase() == 1);
    CHECK(cast.find(removed)->facts.empty());
    CHECK(cast.find(removed)->ground == "Rule 3: no insults");
    CHECK(request() == "I did not.");
    cast.clock.advance(24h);
    CHECK(erase() == 1);
    CHECK(request().empty());
    // The ban stands: why, and the note, are still needed.
    cast.clock.advance(24h * 400);
    CHECK(erase() == 0);
    CHECK(said_to_walt() == "Threats, again and again.");
    CHECK(note() == "Has written from three accounts.");
    (void)cast.write([&](db::Tx& tx) { return lift_ban(tx, ban, cast.mira, cast.now()); });
    CHECK(erase() == 1); // the statement; the note a year after the ban
    CHECK(said_to_walt().empty());
    cast.clock.advance(decision_texts_kept);
    CHECK(note() == "Has written from three accounts.");
    erase();
    CHECK_FALSE(note().empty());
    cast.clock.advance(Milliseconds{1});
    CHECK(erase() >= 1);
    CHECK(note().empty());
    CHECK(erase() == 0);
}

TEST_CASE("a reader's erasure takes the notes of their bans")
{
    DecisionsCast cast;
    BanTerms terms;
    terms.staff = cast.mira;
    terms.ground = "Rule 4";
    terms.note = "Has written from three accounts.";
    (void)cast.write([&](db::Tx& tx) { return ban_reader(tx, cast.ada, terms, cast.now()); });
    (void)cast.make([&](db::Tx& tx) { return erase_decision_words(tx, cast.ada, 100); });
    CHECK(cast.read([&](db::Snapshot& s) { return find_bans(s, 1); }).at(0).note.empty());
    CHECK(cast.read([&](db::Snapshot& s) { return active_ban(s, cast.ada, cast.now()); }));
}

TEST_CASE("the words of decisions on a deleted comment go with it")
{
    DecisionsCast cast;
    const auto id = cast.record(cast.removed());
    const auto other = cast.record(cast.held());
    (void)cast.make([&](db::Tx& tx) {
        erase_comment_decision_words(tx, CommentId{7});
        return 0;
    });
    CHECK(cast.find(id)->words.empty());
    CHECK(cast.find(other)->facts == "fool");
}

TEST_CASE("a reader asks once to have a decision looked at again, and it waits")
{
    DecisionsCast cast;
    const auto id = cast.record(cast.removed());
    const auto review = cast.ask(id, cast.ada, "It was a joke among friends.");
    REQUIRE(review.has_value());
    CHECK(cast.ask(id, cast.ada, "Please!").error().message_key == "review.asked_already");
    CHECK(cast.events().back() == "moderation.review_asked");
    cast.read([&](db::Snapshot& snapshot) {
        const auto waiting = find_waiting_reviews(snapshot, 10);
        REQUIRE(waiting.size() == 1);
        CHECK(waiting[0].id == *review);
        CHECK(waiting[0].words == "It was a joke among friends.");
        CHECK(find_review_of(snapshot, id)->id == *review);
        CHECK(find_reviews_by(snapshot, cast.ada, 10).size() == 1);
        CHECK(find_reviews_by(snapshot, cast.walt, 10).empty());
    });
}

TEST_CASE("a review is refused to others, without words, for good news and after six months")
{
    DecisionsCast cast;
    const auto id = cast.record(cast.removed());
    CHECK(cast.ask(id, cast.walt, "Me too").error().reason == Refusal::not_found);
    CHECK(cast.ask(id, ReaderId{}, "Me too").error().reason == Refusal::not_found);
    CHECK(cast.ask(DecisionId{404}, cast.ada, "Eh").error().reason == Refusal::not_found);
    CHECK(cast.ask(id, cast.ada, " \n").error().message_key == "review.words");
    CHECK(cast.ask(id, cast.ada, std::string(review_words_bytes_max + 1, 'x')).error().reason ==
          Refusal::too_large);
    auto approved = cast.removed();
    approved.action = Action::approved;
    CHECK(cast.ask(cast.record(approved), cast.ada, "Hm").error().message_key ==
          "review.nothing_to_review");
    cast.clock.advance(review_asked_within);
    CHECK(cast.ask(id, cast.ada, std::string(review_words_bytes_max, 'x')).has_value());
    const auto late = cast.record(cast.removed());
    cast.clock.advance(review_asked_within + 1ms);
    CHECK(cast.ask(late, cast.ada, "Late").error().reason == Refusal::gone);
}

TEST_CASE("a review is answered by somebody else than who decided, once, and told by mail")
{
    DecisionsCast cast;
    cast.give_mail(cast.ada, "ada@paper.example");
    const auto id = cast.record(cast.removed());
    AnswerReview answer;
    answer.review = *cast.ask(id, cast.ada, "It was a joke.");
    answer.outcome = ReviewState::overturned;
    answer.words = "You are right, we have put it back.";
    CHECK(cast.answer(answer).error().message_key == "review.needs_staff");
    answer.staff = cast.mira;
    CHECK(cast.answer(answer).error().message_key == "review.same_person");
    answer.staff = cast.otto;
    answer.outcome = ReviewState::waiting;
    CHECK(cast.answer(answer).error().message_key == "review.outcome");
    answer.outcome = ReviewState::overturned;
    answer.words = "";
    CHECK(cast.answer(answer).error().message_key == "review.words");
    answer.words = "You are right, we have put it back.";
    const auto decision = cast.answer(answer);
    REQUIRE(decision.has_value());
    CHECK(decision->id == id);
    CHECK(cast.answer(answer).error().message_key == "review.answered_already");
    CHECK(cast.events().back() == "moderation.review_answered");
    const auto mails = cast.mails();
    REQUIRE(mails.size() == 2);
    CHECK(mails[1].kind == "review_outcome");
    const auto data = boost::json::parse(mails[1].data).as_object();
    CHECK(data.at("overturned") == true);
    CHECK(data.at("words") == "You are right, we have put it back.");
    cast.read([&](db::Snapshot& snapshot) {
        CHECK(find_waiting_reviews(snapshot, 10).empty());
        const auto review = find_review(snapshot, answer.review);
        CHECK(review->state == ReviewState::overturned);
        CHECK(review->staff == cast.otto);
        CHECK(review->answered_at == cast.now());
    });
}

TEST_CASE("anybody of the staff may review what no person decided")
{
    DecisionsCast cast;
    AnswerReview answer;
    answer.review = *cast.ask(cast.record(cast.held()), cast.ada, "Why?");
    answer.staff = cast.mira;
    answer.words = "The word is on our list.";
    CHECK(cast.answer(answer).has_value());
    answer.review = ReviewId{404};
    CHECK(cast.answer(answer).error().reason == Refusal::not_found);
}

} // namespace masthead::moderation
