#include "features/comments/drafts.hpp"
#include "features/comments/find_own.hpp"
#include "features/comments/find_queues.hpp"
#include "features/comments/post_comment.hpp"

#include "core/base/limits.hpp"
#include "features/moderation/bans.hpp"
#include "features/moderation/record_decision.hpp"
#include "features/readers/erase_reader.hpp"
#include "forum_cast.hpp"

#include <doctest/doctest.h>

namespace masthead::comments {

namespace {

using stories::ConversationMode;

struct Cast : test::ForumCast {
    StoryId strike = story("ferry-strike");
    ReaderId ada = member("Ada Plinth");
    ReaderId bo = member("Bo Larkrise");

    void set_mode(ConversationMode mode, int slow_seconds = 60)
    {
        (void)write([&](db::Tx& tx) {
            return change_conversation(tx, {strike, moderator, {mode, slow_seconds}}, now());
        });
    }

    std::string refused(const PostComment& command)
    {
        const auto answer = try_post(command);
        return answer ? "posted" : answer.error().message_key;
    }
};

moderation::Verdict held_by(std::string rule, std::string words)
{
    return moderation::verdict_of(
        {{moderation::Phase::words, moderation::Outcome::hold, std::move(rule), std::move(words)}});
}

} // namespace

TEST_CASE("a posted comment is seen, counted everywhere and announced once")
{
    Cast cast;
    const auto before = cast.position();
    const auto posted = cast.say(cast.strike, cast.ada);
    CHECK(posted.state == CommentState::visible);
    CHECK(posted.position == cast.position());
    CHECK(cast.forum_events(before) == std::vector<std::string>{"comment.posted"});
    CHECK(cast.comment_now(cast.strike, posted.id)->author_name == "Ada Plinth");
    const auto story = cast.story_now(cast.strike);
    CHECK(story.comment_count == 1);
    CHECK(story.thread_count == 1);
    CHECK(cast.reader_now(cast.ada).comment_count == 1);
    CHECK(cast.reader_now(cast.ada).approved_count == established_comments_min + 1);
}

TEST_CASE("the same key twice is one comment, whatever has happened since")
{
    Cast cast;
    const auto command = cast.words(cast.strike, cast.ada, "Once only");
    const auto first = cast.try_post(command).value();
    cast.set_mode(ConversationMode::closed);
    const auto events = cast.forum_events().size();
    const auto second = cast.try_post(command).value();
    CHECK(second.id == first.id);
    CHECK(second.was_there);
    CHECK(cast.forum_events().size() == events);
    CHECK(cast.story_now(cast.strike).comment_count == 1);
    auto other = cast.words(cast.strike, cast.bo, "Bo's own");
    other.submission_key = command.submission_key;
    CHECK(cast.refused(other) == "comment.closed");
}

TEST_CASE("a submission key at its limit is taken, none or a longer one is refused")
{
    Cast cast;
    auto command = cast.words(cast.strike, cast.ada, "Words");
    command.submission_key.clear();
    CHECK(cast.refused(command) == "comment.key");
    command.submission_key.assign(submission_key_bytes_max + 1, 'k');
    CHECK(cast.refused(command) == "comment.key");
    command.submission_key.pop_back();
    CHECK(cast.refused(command) == "posted");
}

TEST_CASE("a reply hangs below a parent that is seen in the same story, and nowhere else")
{
    Cast cast;
    const auto elsewhere = cast.story("bridge-closed");
    const auto thread = cast.say(cast.strike, cast.ada);
    const auto reply = cast.say(cast.strike, cast.bo, thread.id);
    CHECK(cast.comment_now(cast.strike, reply.id)->parent == thread.id);
    CHECK(cast.comment_now(cast.strike, thread.id)->reply_count == 1);
    cast.clock.advance(std::chrono::minutes{5});
    CHECK(cast.refused(cast.words(elsewhere, cast.bo, "lost", thread.id)) == "comment.parent_gone");
    CHECK(cast.refused(cast.words(cast.strike, cast.bo, "lost", CommentId{99})) ==
          "comment.parent_gone");
    cast.decide(reply.id, Action::remove).value();
    CHECK(cast.refused(cast.words(cast.strike, cast.ada, "late", reply.id)) ==
          "comment.parent_gone");
}

TEST_CASE("the deepest reply is taken, one below it is refused")
{
    Cast cast;
    auto parent = cast.post(cast.remark(cast.strike, cast.ada, 0));
    for (int depth = 1; depth < limits::comment_depth_max - 1; ++depth)
        parent = cast.post(cast.remark(cast.strike, cast.ada, depth, parent));
    cast.settle(cast.strike);
    cast.clock.advance(std::chrono::hours{48});
    const auto deepest = cast.say(cast.strike, cast.bo, parent);
    CHECK(cast.comment_now(cast.strike, deepest.id)->depth == limits::comment_depth_max - 1);
    CHECK(cast.refused(cast.words(cast.strike, cast.bo, "deeper", deepest.id)) ==
          "comment.too_deep");
    const auto page = cast.database->read(
        [&](db::Snapshot& s) { return find_conversation(s, cast.strike, Sort::oldest, 1); });
    CHECK(page->threads[0].comment.reply_count == limits::comment_depth_max - 1);
}

TEST_CASE("nobody posts under a story that is not public, or a conversation that is closed")
{
    Cast cast;
    auto draft = cast.draft("not-yet");
    draft.state = stories::StoryState::draft;
    const auto hidden = cast.save(draft).id;
    CHECK(cast.refused(cast.words(hidden, cast.ada, "early")) == "comment.story_gone");
    cast.set_mode(ConversationMode::closed);
    CHECK(cast.refused(cast.words(cast.strike, cast.ada, "late")) == "comment.closed");
    cast.set_mode(ConversationMode::open);
    CHECK(cast.refused(cast.words(cast.strike, cast.ada, "now")) == "posted");
}

TEST_CASE("a conversation closes by itself at its age, not a moment before")
{
    Cast cast;
    auto command = cast.words(cast.strike, cast.ada, "in time");
    command.rules.close_after_days = 2;
    const auto published = cast.story_now(cast.strike).published_at;
    cast.clock.set(published + std::chrono::hours{48} - Milliseconds{1});
    CHECK(cast.refused(command) == "posted");
    command.submission_key = "another";
    cast.clock.set(published + std::chrono::hours{48});
    CHECK(cast.refused(command) == "comment.closed");
}

TEST_CASE("a section leads the conversations of its stories that have no mode of their own")
{
    Cast cast;
    const auto harbour = cast.section("harbour");
    auto story = cast.draft("pier-sold");
    story.section = harbour;
    const auto pier = cast.save(story).id;
    cast.done([&](db::Tx& tx) {
        return change_section(tx, harbour, {ConversationMode::closed}, cast.now());
    });
    CHECK(cast.refused(cast.words(pier, cast.ada, "closed")) == "comment.closed");
    cast.done([&](db::Tx& tx) {
        return change_conversation(tx, {pier, cast.moderator, {ConversationMode::open}},
                                   cast.now());
    });
    CHECK(cast.refused(cast.words(pier, cast.ada, "open")) == "posted");
}

TEST_CASE("a slow conversation makes a reader wait under that story alone")
{
    Cast cast;
    cast.set_mode(ConversationMode::slow, 600);
    cast.say(cast.strike, cast.ada);
    cast.clock.advance(std::chrono::minutes{2});
    const auto refused = cast.try_post(cast.words(cast.strike, cast.ada, "again"));
    REQUIRE(refused.has_error());
    CHECK(refused.error().reason == Refusal::too_many);
    CHECK(seconds_to_wait(refused.error()) == 480);
    CHECK(cast.refused(cast.words(cast.strike, cast.bo, "mine")) == "posted");
    CHECK(cast.refused(cast.words(cast.story("bridge-closed"), cast.ada, "there")) == "posted");
    cast.clock.advance(std::chrono::minutes{8});
    CHECK(cast.refused(cast.words(cast.strike, cast.ada, "again")) == "posted");
}

TEST_CASE("haste is told how long to wait, and may go on then")
{
    Cast cast;
    for (int i = 0; i < cast.rules.established.burst.count; ++i)
        CHECK(cast.refused(cast.words(cast.strike, cast.ada, std::to_string(i))) == "posted");
    cast.clock.advance(std::chrono::seconds{10});
    const auto refused = cast.try_post(cast.words(cast.strike, cast.ada, "more"));
    REQUIRE(refused.has_error());
    CHECK(refused.error().message_key == "comment.too_soon");
    CHECK(seconds_to_wait(refused.error()) == 20);
    const auto state = cast.database->read([&](db::Snapshot& s) {
        return find_posting_state(s, cast.strike, cast.ada, cast.rules, cast.now());
    });
    CHECK(state.open);
    CHECK(state.wait_s == 20);
    cast.clock.advance(std::chrono::seconds{20});
    CHECK(cast.refused(cast.words(cast.strike, cast.ada, "more")) == "posted");
}

TEST_CASE("a reader not yet known is slower and marked for a look")
{
    Cast cast;
    const auto cy = cast.member("Cy Newcome", test::Known::no);
    const auto first = cast.say(cast.strike, cy);
    CHECK(cast.comment_now(cast.strike, first.id)->marks.first_comment);
    CHECK(cast.refused(cast.words(cast.strike, cy, "two")) == "posted");
    CHECK(cast.refused(cast.words(cast.strike, cy, "three")) == "comment.too_soon");
    const auto waiting =
        cast.database->read([](db::Snapshot& s) { return find_by_new_readers(s, {}, 10); });
    REQUIRE(waiting.size() == 2);
    CHECK(waiting[1].comment.id == first.id);
    CHECK_FALSE(waiting[0].comment.marks.first_comment);
}

TEST_CASE("a held comment is seen by nobody, counted nowhere, and its author is owed the reason")
{
    Cast cast;
    auto command = cast.words(cast.strike, cast.ada, "Some fine words");
    command.verdict_before = held_by("words.banned", "fine");
    const auto before = cast.position();
    const auto posted = cast.try_post(command).value();
    CHECK(posted.state == CommentState::held);
    CHECK(posted.reason == "words.banned");
    CHECK(cast.forum_events(before) == std::vector<std::string>{"comment.held"});
    CHECK_FALSE(cast.comment_now(cast.strike, posted.id));
    CHECK(cast.story_now(cast.strike).comment_count == 0);
    CHECK(cast.reader_now(cast.ada).comment_count == 0);
    cast.database->read([&](db::Snapshot& s) {
        const auto own = find_own(s, cast.strike, cast.ada, cast.now(), 10);
        REQUIRE(own.size() == 1);
        CHECK(own[0].held_reason == "words.banned");
        const auto decision = moderation::find_decision(s, own[0].decision);
        REQUIRE(decision.has_value());
        CHECK(decision->ground == "words.banned");
        CHECK(decision->facts == "words.banned: fine");
        CHECK(decision->place == comment_url("ferry-strike", posted.id));
        CHECK(decision->is_automated());
        CHECK(find_own(s, cast.strike, cast.bo, cast.now(), 10).empty());
        CHECK(find_held(s, {}, 10).size() == 1);
    });
}

TEST_CASE("in a pre-moderated conversation every comment waits")
{
    Cast cast;
    cast.set_mode(ConversationMode::pre_moderated);
    CHECK(cast.say(cast.strike, cast.ada).state == CommentState::held);
}

TEST_CASE("without a rule book nothing goes public")
{
    Cast cast;
    auto command = cast.words(cast.strike, cast.ada, "Words");
    command.rule_book = nullptr;
    CHECK(cast.try_post(command).value().state == CommentState::held);
}

TEST_CASE("refused words leave nothing behind")
{
    Cast cast;
    auto command = cast.words(cast.strike, cast.ada, "Words");
    command.verdict_before = moderation::verdict_of(
        {{moderation::Phase::length, moderation::Outcome::refuse, "length.too_long", ""}});
    const auto events = cast.forum_events().size();
    const auto refused = cast.try_post(command);
    REQUIRE(refused.has_error());
    CHECK(refused.error().message_key == "comment.refused");
    CHECK(refused.error().detail == "length.too_long");
    CHECK(cast.forum_events().size() == events);
    CHECK(cast.story_now(cast.strike).comment_count == 0);
}

TEST_CASE("who is banned, erased, unclaimed or nobody posts nothing")
{
    Cast cast;
    cast.done([&](db::Tx& tx) {
        moderation::BanTerms terms;
        terms.staff = cast.moderator;
        terms.ground = "rules.2";
        return moderation::ban_reader(tx, cast.ada, terms, cast.now());
    });
    CHECK(cast.refused(cast.words(cast.strike, cast.ada, "banned")) == "comment.banned");
    const auto state = cast.database->read([&](db::Snapshot& s) {
        return find_posting_state(s, cast.strike, cast.ada, cast.rules, cast.now());
    });
    CHECK(state.why_not == "comment.banned");
    (void)cast.write([&](db::Tx& tx) -> Result<int> {
        readers::erase_reader_part(tx, cast.bo, cast.now());
        return 0;
    });
    for (const auto nobody : {cast.bo, cast.reader("Imported"), ReaderId{404}})
        CHECK(cast.refused(cast.words(cast.strike, nobody, "words")) ==
              "comment.reader_not_active");
}

TEST_CASE("a quote of a comment is drawn above the reply while its words may be seen")
{
    Cast cast;
    const auto thread = cast.say(cast.strike, cast.ada);
    auto reply = cast.words(cast.strike, cast.bo, "I doubt it", thread.id);
    Quote quote;
    quote.kind = QuoteKind::comment;
    quote.comment = thread.id;
    quote.exact = "Words number";
    reply.quote = cast.database->read(
        [&](db::Snapshot& s) { return check_quote(s, cast.strike, quote).value(); });
    const auto posted = cast.try_post(reply).value();
    const auto shown = cast.comment_now(cast.strike, posted.id)->quote;
    REQUIRE(shown.has_value());
    CHECK(shown->quote.exact == "Words number");
    CHECK(shown->author_name == "Ada Plinth");
    cast.decide(thread.id, Action::remove).value();
    CHECK_FALSE(cast.comment_now(cast.strike, posted.id)->quote.has_value());
    cast.clock.advance(std::chrono::minutes{2});
    reply.parent = CommentId{};
    reply.submission_key = "later";
    CHECK(cast.refused(reply) == "quote.comment_gone");
}

TEST_CASE("posting takes the draft of that place along and no other")
{
    Cast cast;
    const auto owner = reader_draft_owner(cast.ada);
    const auto thread = cast.say(cast.strike, cast.bo);
    for (const auto parent : {CommentId{}, thread.id}) {
        cast.done([&](db::Tx& tx) {
            return save_draft(tx, {owner, cast.strike, parent, "half a thought", {}, {}},
                              cast.now());
        });
    }
    auto command = cast.words(cast.strike, cast.ada, "A thought", thread.id);
    command.draft_owner = owner;
    CHECK(cast.refused(command) == "posted");
    cast.database->read([&](db::Snapshot& s) {
        CHECK_FALSE(find_draft_for(s, owner, cast.strike, thread.id).has_value());
        CHECK(find_draft(s, owner, cast.strike)->text == "half a thought");
    });
}

TEST_CASE("a guest's draft becomes the reader's at sign-in, where the reader has none")
{
    Cast cast;
    const auto guest = guest_draft_owner("hash");
    const auto owner = reader_draft_owner(cast.ada);
    const auto bridge = cast.story("bridge-closed");
    const auto save = [&](const std::string& who, StoryId story, std::string text) {
        return cast.write([&](db::Tx& tx) {
            return save_draft(tx, {who, story, {}, text, {}, {}}, cast.now());
        });
    };
    REQUIRE(save(guest, cast.strike, "guest's").has_value());
    REQUIRE(save(guest, bridge, "guest's").has_value());
    REQUIRE(save(owner, bridge, "reader's").has_value());
    (void)cast.write([&](db::Tx& tx) -> Result<int> {
        adopt_drafts(tx, guest, cast.ada);
        return 0;
    });
    cast.database->read([&](db::Snapshot& s) {
        CHECK(find_draft(s, owner, cast.strike)->text == "guest's");
        CHECK(find_draft(s, owner, bridge)->text == "reader's");
        CHECK(drafts_of(s, guest).empty());
    });
}

TEST_CASE("guests keep so many drafts of a network and in all; one past it, their oldest goes")
{
    Cast cast;
    const auto save = [&](const std::string& who, const std::string& network, GuestBounds bounds) {
        cast.clock.advance(std::chrono::seconds{1});
        (void)cast.done([&](db::Tx& tx) -> Result<int> {
            const auto saved =
                save_draft(tx, {who, cast.strike, {}, "words", {}, network}, cast.now(), bounds);
            return saved ? Result<int>{0} : Result<int>{saved.error()};
        });
    };
    const auto has = [&](const std::string& who) {
        return cast.database->read(
            [&](db::Snapshot& s) { return find_draft(s, who, cast.strike).has_value(); });
    };
    save("guest:elsewhere", "net-2", {});
    save("reader:1", "net-1", {});
    for (int i = 0; i < guest_drafts_per_network_max; ++i)
        save("guest:" + std::to_string(i), "net-1", {});
    CHECK(has("guest:0"));
    save("guest:0", "net-1", {}); // no new one
    CHECK(has("guest:1"));
    save("guest:one-past", "net-1", {});
    CHECK_FALSE(has("guest:1"));
    CHECK(has("guest:0"));
    CHECK(has("guest:one-past"));
    CHECK(has("guest:elsewhere"));
    const GuestBounds tight{1'000, guest_drafts_per_network_max + 2};
    save("guest:last", "net-3", tight);
    CHECK(has("guest:elsewhere"));
    save("guest:past-all", "", tight); // from nowhere known, counted all the same
    CHECK_FALSE(has("guest:elsewhere"));
    CHECK(has("guest:past-all"));
    CHECK(has("reader:1")); // readers' are bounded by reader
}

TEST_CASE("drafts have limits: their number, their length, and their time")
{
    Cast cast;
    const auto save = [&](const std::string& who, std::int64_t parent, std::string text) {
        const auto saved = cast.write([&](db::Tx& tx) {
            return save_draft(tx, {who, cast.strike, CommentId{parent}, text, {}, {}}, cast.now());
        });
        return saved ? "saved" : saved.error().message_key;
    };
    for (int i = 1; i <= drafts_per_owner_max; ++i)
        REQUIRE(save("reader:1", i, "words") == "saved");
    CHECK(save("reader:1", drafts_per_owner_max + 1, "words") == "draft.too_many");
    CHECK(save("reader:1", 1, std::string(limits::comment_bytes_max, 'x')) == "saved");
    CHECK(save("reader:1", 1, std::string(limits::comment_bytes_max + 1, 'x')) ==
          "comment.too_long");
    CHECK(save("reader:1", 1, "  ") == "saved");
    CHECK(save("guest:a", 1, "words") == "saved");
    const auto count = [&](const std::string& who) {
        return cast.database->read([&](db::Snapshot& s) { return drafts_of(s, who).size(); });
    };
    CHECK(count("reader:1") == static_cast<std::size_t>(drafts_per_owner_max) - 1);
    const auto drop = [&] {
        return *cast.write([&](db::Tx& tx) -> Result<std::int64_t> {
            return drop_old_drafts(tx, cast.now(), 100);
        });
    };
    cast.clock.advance(guest_draft_kept);
    CHECK(drop() == 0);
    cast.clock.advance(Milliseconds{1});
    CHECK(drop() == 1);
    cast.clock.advance(draft_kept);
    CHECK(drop() == drafts_per_owner_max - 1);
}

} // namespace masthead::comments
