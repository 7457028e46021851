#include "features/comments/edit_comment.hpp"
#include "features/comments/find_own.hpp"
#include "features/comments/find_queues.hpp"
#include "features/comments/report_comment.hpp"
#include "features/comments/respect_comment.hpp"

#include "features/moderation/record_decision.hpp"
#include "forum_cast.hpp"

#include <doctest/doctest.h>

namespace masthead::comments {

namespace {

struct Cast : test::ForumCast {
    StoryId strike = story("ferry-strike");
    ReaderId ada = member("Ada Plinth");
    ReaderId bo = member("Bo Larkrise");

    EditComment new_words(CommentId comment, ReaderId reader, std::string_view markdown)
    {
        const auto words_only = words(strike, reader, markdown);
        EditComment edit;
        edit.story = strike;
        edit.comment = comment;
        edit.reader = reader;
        edit.text = words_only.text;
        edit.fingerprint = words_only.fingerprint;
        edit.rule_book = rule_book;
        return edit;
    }
    Result<Posted> edit(const EditComment& command)
    {
        return write([&](db::Tx& tx) { return edit_comment(tx, command, now()); });
    }
    Result<Posted> edit(CommentId comment, ReaderId reader, std::string_view markdown)
    {
        return edit(new_words(comment, reader, markdown));
    }
    Result<RespectNow> respect(CommentId comment, ReaderId reader, Respect what = Respect::give)
    {
        return write([&](db::Tx& tx) {
            return respect_comment(tx, {strike, comment, reader, what}, now());
        });
    }
    Result<Reported> report(CommentId comment, ReaderId reader)
    {
        return write([&](db::Tx& tx) {
            return report_comment(tx, {strike, comment, reader, ReportReason::abuse, "rude", rules},
                                  now());
        });
    }
    moderation::Action last_decision(CommentId comment)
    {
        return database->read([&](db::Snapshot& s) {
            return moderation::find_decisions_on_comment(s, comment, 1).at(0).action;
        });
    }
    std::size_t decisions(CommentId comment)
    {
        return database->read([&](db::Snapshot& s) {
            return moderation::find_decisions_on_comment(s, comment, 100).size();
        });
    }
};

template <class T>
std::string key_of(const Result<T>& result)
{
    return result ? "done" : result.error().message_key;
}

} // namespace

TEST_CASE("an edit replaces the words and keeps the old ones for everybody to see")
{
    Cast cast;
    const auto posted = cast.try_post(cast.words(cast.strike, cast.ada, "First")).value();
    cast.clock.advance(std::chrono::minutes{1});
    CHECK(key_of(cast.edit(posted.id, cast.ada, "Second")) == "done");
    cast.clock.advance(std::chrono::minutes{1});
    CHECK(key_of(cast.edit(posted.id, cast.ada, "Third")) == "done");
    cast.database->read([&](db::Snapshot& s) {
        const auto history = find_history(s, cast.strike, posted.id);
        REQUIRE(history.has_value());
        REQUIRE(history->versions.size() == 3);
        CHECK(history->versions[0].html == "<p>First</p>\n");
        CHECK(history->versions[0].written_at == posted.posted_at);
        CHECK(history->versions[1].written_at == posted.posted_at + std::chrono::minutes{1});
        CHECK(history->versions[2].html == history->comment.html);
    });
    CHECK(cast.forum_events().back() == "comment.edited");
}

TEST_CASE("an edit is possible until its window closes, to its author alone")
{
    Cast cast;
    const auto posted = cast.say(cast.strike, cast.ada);
    CHECK(key_of(cast.edit(posted.id, cast.bo, "Not mine")) == "comment.gone");
    CHECK(key_of(cast.edit(CommentId{404}, cast.ada, "Nothing")) == "comment.gone");
    auto elsewhere = cast.new_words(posted.id, cast.ada, "Elsewhere");
    elsewhere.story = cast.story("bridge-closed");
    CHECK(key_of(cast.edit(elsewhere)) == "comment.gone");
    cast.clock.set(posted.posted_at + edit_window - Milliseconds{1});
    CHECK(key_of(cast.edit(posted.id, cast.ada, "In time")) == "done");
    cast.clock.advance(Milliseconds{1});
    CHECK(key_of(cast.edit(posted.id, cast.ada, "Late")) == "comment.edit_too_late");
}

TEST_CASE("the same words again are no edit, and edits have an end")
{
    Cast cast;
    const auto posted = cast.try_post(cast.words(cast.strike, cast.ada, "Same")).value();
    const auto events = cast.forum_events().size();
    CHECK(key_of(cast.edit(posted.id, cast.ada, "Same")) == "done");
    CHECK(cast.forum_events().size() == events);
    for (int i = 1; i <= edits_max; ++i)
        REQUIRE(key_of(cast.edit(posted.id, cast.ada, "Version " + std::to_string(i))) == "done");
    CHECK(key_of(cast.edit(posted.id, cast.ada, "One more")) == "comment.too_many_edits");
}

TEST_CASE("an edit that the rules hold takes the comment off the page, with its replies")
{
    Cast cast;
    const auto thread = cast.say(cast.strike, cast.ada);
    const auto reply = cast.say(cast.strike, cast.bo, thread.id);
    auto command = cast.new_words(thread.id, cast.ada, "Worse");
    command.verdict_before = moderation::verdict_of(
        {{moderation::Phase::words, moderation::Outcome::hold, "words.banned", "worse"}});
    const auto edited = cast.edit(command).value();
    CHECK(edited.state == CommentState::held);
    CHECK_FALSE(cast.comment_now(cast.strike, thread.id));
    CHECK_FALSE(cast.comment_now(cast.strike, reply.id));
    CHECK(cast.story_now(cast.strike).comment_count == 0);
    cast.decide(thread.id, Action::approve).value();
    CHECK(cast.comment_now(cast.strike, reply.id).has_value());
    CHECK(cast.story_now(cast.strike).comment_count == 2);
}

TEST_CASE("a deleted comment leaves a line for its replies, or nothing at all")
{
    Cast cast;
    const auto thread = cast.say(cast.strike, cast.ada);
    const auto reply = cast.say(cast.strike, cast.bo, thread.id);
    CHECK(key_of(cast.take_back(cast.strike, thread.id, cast.bo)) == "comment.gone");
    CHECK(cast.take_back(cast.strike, thread.id, cast.ada)->leaves_line);
    CHECK(cast.comment_now(cast.strike, thread.id)->state == CommentState::deleted);
    CHECK(cast.story_now(cast.strike).comment_count == 1);
    CHECK(cast.story_now(cast.strike).thread_count == 1);
    const auto events = cast.forum_events().size();
    CHECK(cast.take_back(cast.strike, thread.id, cast.ada)->leaves_line);
    CHECK(cast.forum_events().size() == events);
    CHECK_FALSE(cast.take_back(cast.strike, reply.id, cast.bo)->leaves_line);
    CHECK_FALSE(cast.comment_now(cast.strike, thread.id));
    const auto story = cast.story_now(cast.strike);
    CHECK(story.comment_count == 0);
    CHECK(story.thread_count == 0);
    CHECK(cast.reader_now(cast.ada).comment_count == 0);
}

TEST_CASE("respect is given once, taken back once, never to oneself")
{
    Cast cast;
    const auto posted = cast.say(cast.strike, cast.ada);
    CHECK(cast.respect(posted.id, cast.bo)->count == 1);
    CHECK(cast.respect(posted.id, cast.bo)->count == 1);
    CHECK(key_of(cast.respect(posted.id, cast.ada)) == "respect.own");
    CHECK(cast.reader_now(cast.ada).respect_received == 1);
    CHECK(cast.database->read([&](db::Snapshot& s) {
        return respected_by(s, cast.strike, cast.bo, 10);
    }) == std::vector{posted.id});
    const auto back = cast.respect(posted.id, cast.bo, Respect::take_back).value();
    CHECK(back.count == 0);
    CHECK_FALSE(back.given);
    CHECK(cast.respect(posted.id, cast.bo, Respect::take_back)->count == 0);
    CHECK(cast.reader_now(cast.ada).respect_received == 0);
    CHECK(cast.forum_events() ==
          std::vector<std::string>{"comment.posted", "comment.respected", "comment.respected"});
    cast.decide(posted.id, Action::remove).value();
    CHECK(key_of(cast.respect(posted.id, cast.bo)) == "comment.gone");
}

TEST_CASE("reports of known readers hold a comment at the threshold, one each")
{
    Cast cast;
    const auto posted = cast.say(cast.strike, cast.ada);
    const auto stranger = cast.member("Dee Unknown", test::Known::no);
    CHECK(key_of(cast.report(posted.id, cast.ada)) == "report.own");
    CHECK_FALSE(cast.report(posted.id, cast.bo)->now_held);
    CHECK(cast.report(posted.id, cast.bo)->was_there);
    CHECK_FALSE(cast.report(posted.id, stranger)->now_held);
    CHECK_FALSE(cast.report(posted.id, cast.member("Cy Known"))->now_held);
    const auto waiting =
        cast.database->read([](db::Snapshot& s) { return find_reported(s, {}, 10); });
    REQUIRE(waiting.size() == 1);
    CHECK(waiting[0].report_count == 3);
    CHECK(cast.report(posted.id, cast.member("Eve Known"))->now_held);
    CHECK_FALSE(cast.comment_now(cast.strike, posted.id));
    CHECK(cast.last_decision(posted.id) == moderation::Action::held);
    CHECK(cast.database->read([&](db::Snapshot& s) { return open_reports(s, posted.id, 10); })
              .size() == 4);
}

TEST_CASE("what a member of staff let stand, reports alone do not hold again")
{
    Cast cast;
    const auto posted = cast.say(cast.strike, cast.ada);
    cast.report(posted.id, cast.bo).value();
    CHECK(cast.decide(posted.id, Action::approve)->changed);
    CHECK(cast.forum_events().back() == "comment.reviewed");
    CHECK(cast.decisions(posted.id) == 0);
    CHECK(cast.database->read([](db::Snapshot& s) { return find_reported(s, {}, 10); }).empty());
    for (const auto* name : {"Cy Known", "Dee Known", "Eve Known"})
        CHECK_FALSE(cast.report(posted.id, cast.member(name))->now_held);
    CHECK(cast.comment_now(cast.strike, posted.id).has_value());
}

TEST_CASE("a reader reports at most twenty comments a day")
{
    Cast cast;
    std::vector<CommentId> comments;
    for (int i = 0; i <= reports_a_day_max; ++i)
        comments.push_back(cast.say(cast.strike, cast.ada).id);
    for (int i = 0; i < reports_a_day_max; ++i)
        REQUIRE(key_of(cast.report(comments[static_cast<std::size_t>(i)], cast.bo)) == "done");
    CHECK(key_of(cast.report(comments.back(), cast.bo)) == "report.too_many");
    cast.clock.advance(std::chrono::hours{24});
    CHECK(key_of(cast.report(comments.back(), cast.bo)) == "done");
}

TEST_CASE("a removed comment can be brought back, each time with a statement to its author")
{
    Cast cast;
    const auto thread = cast.say(cast.strike, cast.ada);
    cast.say(cast.strike, cast.bo, thread.id);
    const auto removed = cast.decide(thread.id, Action::remove).value();
    CHECK(removed.changed);
    CHECK(cast.comment_now(cast.strike, thread.id)->state == CommentState::removed);
    CHECK(cast.last_decision(thread.id) == moderation::Action::removed);
    CHECK_FALSE(cast.decide(thread.id, Action::remove)->changed);
    CHECK(cast.decisions(thread.id) == 1);
    CHECK(key_of(cast.take_back(cast.strike, thread.id, cast.ada)) == "comment.gone");
    CHECK(cast.reader_now(cast.ada).approved_count == established_comments_min);
    cast.decide(thread.id, Action::restore).value();
    CHECK(cast.comment_now(cast.strike, thread.id)->state == CommentState::visible);
    CHECK(cast.last_decision(thread.id) == moderation::Action::restored);
    CHECK(cast.reader_now(cast.ada).approved_count == established_comments_min + 1);
    CHECK(cast.forum_events().back() == "comment.restored");
}

TEST_CASE("an approved comment is announced as posted the first time, as restored later")
{
    Cast cast;
    cast.rule_book = nullptr;
    const auto held = cast.say(cast.strike, cast.ada);
    CHECK(cast.decide(held.id, Action::approve)->state == CommentState::visible);
    CHECK(cast.forum_events().back() == "comment.posted");
    CHECK(cast.last_decision(held.id) == moderation::Action::approved);
    CHECK(cast.reader_now(cast.ada).approved_count == established_comments_min + 1);
    CHECK(cast.story_now(cast.strike).comment_count == 1);
    cast.decide(held.id, Action::hold).value();
    CHECK(cast.forum_events().back() == "comment.held");
    cast.decide(held.id, Action::approve).value();
    CHECK(cast.forum_events().back() == "comment.restored");
    CHECK(cast.reader_now(cast.ada).approved_count == established_comments_min + 1);
}

TEST_CASE("a held comment that is removed is rejected, and what is deleted is nobody's to decide")
{
    Cast cast;
    cast.rule_book = nullptr;
    const auto held = cast.say(cast.strike, cast.ada);
    cast.decide(held.id, Action::remove).value();
    CHECK(cast.last_decision(held.id) == moderation::Action::rejected);
    CHECK(key_of(cast.decide(held.id, Action::approve)) == "comment.not_so");
    const auto gone = cast.say(cast.strike, cast.ada);
    cast.take_back(cast.strike, gone.id, cast.ada).value();
    for (const auto action :
         {Action::approve, Action::hold, Action::remove, Action::restore, Action::feature})
        CHECK(key_of(cast.decide(gone.id, action)) == "comment.not_so");
    CHECK(key_of(cast.decide(CommentId{404}, Action::approve)) == "comment.gone");
    const auto ungrounded = cast.say(cast.strike, cast.bo);
    const auto plain = cast.write([&](db::Tx& tx) {
        return decide_comment(tx, {ungrounded.id, cast.moderator, Action::remove, "", ""},
                              cast.now());
    });
    CHECK(key_of(plain) == "decision.rule_missing");
}

TEST_CASE("a comment is featured and no longer, and loses it when it is removed")
{
    Cast cast;
    const auto posted = cast.say(cast.strike, cast.ada);
    CHECK(cast.decide(posted.id, Action::feature)->changed);
    CHECK_FALSE(cast.decide(posted.id, Action::feature)->changed);
    CHECK(cast.comment_now(cast.strike, posted.id)->featured);
    cast.decide(posted.id, Action::remove).value();
    cast.decide(posted.id, Action::restore).value();
    CHECK_FALSE(cast.comment_now(cast.strike, posted.id)->featured);
}

TEST_CASE("holding everything hides a conversation, tells its authors, and releasing undoes it")
{
    Cast cast;
    const auto thread = cast.say(cast.strike, cast.ada);
    const auto reply = cast.say(cast.strike, cast.bo, thread.id);
    cast.rule_book = nullptr;
    const auto own_fault = cast.say(cast.strike, cast.ada);
    const auto run = [&](auto verb) {
        return cast.write(
            [&](db::Tx& tx) { return verb(tx, cast.strike, cast.moderator, cast.now()); });
    };
    const auto tell = [&] {
        return *cast.write([&](db::Tx& tx) -> Result<int> {
            return tell_held(tx, cast.strike, cast.moderator, cast.now(), 100);
        });
    };
    CHECK(run(hold_all)->comments == 2);
    CHECK(cast.forum_events().back() == "conversation.settled");
    CHECK_FALSE(cast.comment_now(cast.strike, reply.id));
    CHECK(cast.story_now(cast.strike).comment_count == 0);
    CHECK(cast.reader_now(cast.bo).comment_count == 0);
    CHECK(tell() == 2);
    CHECK(tell() == 0);
    CHECK(cast.last_decision(reply.id) == moderation::Action::held);
    CHECK(run(release_all)->comments == 2);
    CHECK(cast.story_now(cast.strike).comment_count == 2);
    CHECK(cast.reader_now(cast.bo).comment_count == 1);
    CHECK(cast.reader_now(cast.ada).comment_count == 1);
    CHECK_FALSE(cast.comment_now(cast.strike, own_fault.id));
    CHECK(tell() == 2);
    CHECK(tell() == 0);
    CHECK(cast.last_decision(reply.id) == moderation::Action::restored);
}

TEST_CASE("queues go on behind their last comment without gaps or doubles")
{
    Cast cast;
    cast.rule_book = nullptr;
    std::vector<CommentId> held;
    for (int i = 0; i < 7; ++i)
        held.push_back(cast.say(cast.strike, cast.ada).id);
    std::vector<CommentId> seen;
    Cursor after;
    for (;;) {
        const auto part =
            cast.database->read([&](db::Snapshot& s) { return find_held(s, after, 3); });
        for (const auto& one : part)
            seen.push_back(one.comment.id);
        if (part.size() < 3)
            break;
        after = {part.back().comment.posted_at, part.back().comment.id};
    }
    CHECK(seen == held);
    CHECK(cast.database->read([](db::Snapshot& s) { return count_queues(s).held; }) == 7);
}

} // namespace masthead::comments
