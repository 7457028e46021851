#include "features/comments/find_authors.hpp"
#include "features/comments/find_followed.hpp"
#include "features/comments/respect_comment.hpp"
#include "features/readers/blocks.hpp"
#include "forum_cast.hpp"
#include "result_words.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace masthead::comments {

namespace {

struct Cast : test::ForumCast {
    StoryId strike = story("strike");
    ReaderId ada = member("Ada Plinth");
    ReaderId bob = member("Bob Quay");
    CommentId by_ada = say(strike, ada).id;
    CommentId by_bob = say(strike, bob).id;

    Cast()
    {
        REQUIRE(write([&](db::Tx& tx) { return readers::block_reader(tx, {ada, bob}, now()); }));
        clock.advance(std::chrono::minutes{5});
    }
    std::string refusal(const PostComment& command)
    {
        const auto posted = try_post(command);
        return posted ? "" : posted.error().message_key;
    }
    Result<RespectNow> respect(ReaderId reader, CommentId comment, Respect choice = Respect::give)
    {
        return write([&](db::Tx& tx) {
            return respect_comment(tx, {strike, comment, reader, choice}, now());
        });
    }
};

} // namespace

TEST_CASE(
    "where one has blocked the other, neither answers, quotes, mentions or respects the other")
{
    Cast cast;
    const auto before = cast.position();
    CHECK(cast.refusal(cast.words(cast.strike, cast.bob, "An answer", cast.by_ada)) ==
          "comment.reply_blocked");
    CHECK(cast.refusal(cast.words(cast.strike, cast.ada, "An answer", cast.by_bob)) ==
          "comment.reply_blocked");
    CHECK(cast.refusal(cast.words(cast.strike, cast.bob, "Hear, @Ada Plinth!")) ==
          "comment.mention_blocked");
    auto quoting = cast.words(cast.strike, cast.bob, "So it is said.");
    quoting.quote = Quote{QuoteKind::comment, cast.by_ada, "Words", "", ""};
    CHECK(cast.refusal(quoting) == "quote.blocked");
    CHECK(cast.respect(cast.bob, cast.by_ada).error().message_key == "respect.blocked");
    CHECK(cast.respect(cast.ada, cast.by_bob).error().message_key == "respect.blocked");
    CHECK(cast.forum_events(before).empty());
    CHECK(cast.refusal(cast.words(cast.strike, cast.bob, "Something of my own")).empty());
}

TEST_CASE("respect given before a block can be taken back after it")
{
    Cast cast;
    REQUIRE(cast.write([&](db::Tx& tx) {
        return readers::unblock_reader(tx, {cast.ada, cast.bob}, cast.now());
    }));
    REQUIRE(cast.respect(cast.bob, cast.by_ada));
    REQUIRE(cast.write([&](db::Tx& tx) {
        return readers::block_reader(tx, {cast.ada, cast.bob}, cast.now());
    }));
    CHECK(cast.respect(cast.bob, cast.by_ada, Respect::take_back)->count == 0);
}

TEST_CASE("an edit brings in no mention that a new comment could not have")
{
    Cast cast;
    const auto own = cast.say(cast.strike, cast.bob);
    EditComment edit;
    edit.story = cast.strike;
    edit.comment = own.id;
    edit.reader = cast.bob;
    edit.rule_book = cast.rule_book;
    edit.text = cast.words(cast.strike, cast.bob, "Hear, @Ada Plinth!").text;
    const auto edited = cast.write([&](db::Tx& tx) { return edit_comment(tx, edit, cast.now()); });
    CHECK(edited.error().message_key == "comment.mention_blocked");
    CHECK(cast.comment_now(cast.strike, own.id)->edited_at == Time{});
}

TEST_CASE("nobody keeps the newsroom's own staff from answering")
{
    Cast cast;
    REQUIRE(cast.write(
        [&](db::Tx& tx) { return readers::mark_staff(tx, cast.bob, StaffId{3}, cast.now()); }));
    CHECK(cast.refusal(cast.words(cast.strike, cast.bob, "An answer", cast.by_ada)).empty());
}

TEST_CASE("the page's script learns whose words to fold among the authors under a story")
{
    Cast cast;
    const auto cleo = cast.member("Cleo Tarn");
    const auto elsewhere = cast.story("elsewhere");
    cast.say(elsewhere, cleo);
    REQUIRE(cast.write([&](db::Tx& tx) {
        return readers::mute_reader(tx, {cast.ada, cleo}, cast.now());
    }));
    const auto apart = [&](StoryId story, ReaderId reader) {
        return cast.database->read(
            [&](db::Snapshot& s) { return find_authors_apart(s, story, reader); });
    };
    CHECK(apart(cast.strike, cast.ada).blocked == std::vector{cast.bob});
    CHECK(apart(cast.strike, cast.bob).blocked == std::vector{cast.ada});
    CHECK(apart(cast.strike, cast.ada).muted.empty());
    CHECK(apart(elsewhere, cast.ada).muted == std::vector{cleo});
    CHECK(apart(elsewhere, cast.ada).blocked.empty());
    CHECK(apart(elsewhere, cleo).muted.empty());
}

TEST_CASE("company is who writes where one writes, the most active first")
{
    Cast cast;
    const auto cleo = cast.member("Cleo Tarn");
    const auto dov = cast.member("Dov Lintel");
    cast.say(cast.strike, cleo);
    cast.say(cast.strike, cleo);
    const auto company = [&](ReaderId reader, int limit) {
        return cast.database->read([&](db::Snapshot& s) { return find_company(s, reader, limit); });
    };
    CHECK(company(cast.ada, 5) == std::vector{cleo, cast.bob});
    CHECK(company(cast.ada, 1) == std::vector{cleo});
    CHECK(company(dov, 5).empty());
    const auto latest = cast.database->read(
        [&](db::Snapshot& s) { return find_latest_authors(s, cast.strike, 2); });
    CHECK(latest == std::vector{cleo, cast.bob});
}

} // namespace masthead::comments
