#include "features/comments/drafts.hpp"
#include "features/comments/reader_data.hpp"
#include "features/comments/respect_comment.hpp"
#include "features/moderation/record_decision.hpp"

#include "forum_cast.hpp"

#include <doctest/doctest.h>

namespace masthead::comments {

namespace {

constexpr db::Query select_all_text{"test.comments_text", R"sql(
    SELECT source || html || quote_exact || quote_prefix || quote_suffix FROM comments
    UNION ALL SELECT source || html FROM comment_edits
    UNION ALL SELECT text FROM comment_drafts
    UNION ALL SELECT sealed FROM comment_networks
)sql"};

struct Cast : test::ForumCast {
    StoryId strike = story("ferry-strike");
    ReaderId ada = member("Ada Plinth");
    ReaderId bo = member("Bo Larkrise");

    std::string all_text()
    {
        std::string all;
        database->read([&](db::Snapshot& s) {
            s.each(select_all_text, {}, [&](const db::Row& row) { all += row.string(0) + "\n"; });
        });
        return all;
    }

    int erase(ReaderId reader)
    {
        for (int calls = 1;; ++calls) {
            if (*write([&](db::Tx& tx) { return erase_reader_part(tx, reader, now()); }) ==
                Progress::done)
                return calls;
        }
    }

    Posted post_with_network(ReaderId reader, std::string_view markdown, CommentId parent = {})
    {
        clock.advance(std::chrono::minutes{2});
        auto command = words(strike, reader, markdown, parent);
        command.sealed_network = "sealed-" + to_string(reader);
        return try_post(command).value();
    }
};

bool has(std::string_view text, std::string_view part)
{
    return text.find(part) != text.npos;
}

} // namespace

TEST_CASE("an erased reader leaves lines without words, and their name stands nowhere")
{
    Cast cast;
    const auto thread = cast.post_with_network(cast.ada, "Secret confession");
    cast.done([&](db::Tx& tx) {
        EditComment edit;
        edit.story = cast.strike;
        edit.comment = thread.id;
        edit.reader = cast.ada;
        edit.text = prepare_comment("Secret, reworded").value();
        edit.rule_book = cast.rule_book;
        return edit_comment(tx, edit, cast.now());
    });
    auto reply = cast.words(cast.strike, cast.bo, "Well, @Ada Plinth, no", thread.id);
    Quote quote;
    quote.kind = QuoteKind::comment;
    quote.comment = thread.id;
    quote.exact = "Secret";
    reply.quote = quote;
    const auto answer = cast.try_post(reply).value();
    quote.comment = answer.id;
    quote.exact = "Well, @Ada Plinth, no";
    cast.clock.advance(std::chrono::minutes{2});
    auto third = cast.words(cast.strike, cast.bo, "I said so", answer.id);
    third.quote = quote;
    const auto last = cast.try_post(third).value();
    cast.done([&](db::Tx& tx) {
        return save_draft(tx,
                          {reader_draft_owner(cast.ada), cast.strike, {}, "Secret draft", {}, {}},
                          cast.now());
    });
    CHECK(has(cast.all_text(), "Secret"));
    cast.erase(cast.ada);
    const auto text = cast.all_text();
    for (const auto* gone : {"Secret", "Plinth", "sealed-"})
        CHECK_FALSE_MESSAGE(has(text, gone), text);
    CHECK(cast.comment_now(cast.strike, thread.id)->state == CommentState::deleted);
    CHECK(has(cast.comment_now(cast.strike, answer.id)->html, "Well, <span"));
    CHECK(cast.comment_now(cast.strike, last.id)->quote->quote.exact == "Well, @…, no");
    CHECK(cast.story_now(cast.strike).comment_count == 2);
    CHECK(cast.reader_now(cast.ada).comment_count == 0);
    cast.erase(cast.ada);
    CHECK(cast.all_text() == text);
}

TEST_CASE("a long history is erased in parts")
{
    Cast cast;
    for (int i = 0; i < erasure_batch + 1; ++i)
        cast.post(cast.remark(cast.strike, cast.ada, i));
    cast.settle(cast.strike);
    CHECK(cast.erase(cast.ada) == 2);
    CHECK_FALSE(has(cast.all_text(), "words"));
    CHECK(cast.story_now(cast.strike).comment_count == 0);
}

TEST_CASE("respect given by an erased reader stays a number")
{
    Cast cast;
    const auto thread = cast.say(cast.strike, cast.bo);
    cast.done([&](db::Tx& tx) {
        return respect_comment(tx, {cast.strike, thread.id, cast.ada, Respect::give}, cast.now());
    });
    cast.erase(cast.ada);
    CHECK(cast.comment_now(cast.strike, thread.id)->respect_count == 1);
    CHECK(cast.database
              ->read([&](db::Snapshot& s) { return respected_by(s, cast.strike, cast.ada, 10); })
              .empty());
}

TEST_CASE("words of a deleted comment go after thirty days, of a removed one after six months")
{
    Cast cast;
    const auto deleted = cast.post_with_network(cast.ada, "Deleted words");
    const auto removed = cast.post_with_network(cast.bo, "Removed words");
    cast.take_back(cast.strike, deleted.id, cast.ada).value();
    cast.decide(removed.id, Action::remove).value();
    const auto erase = [&] {
        return *cast.write([&](db::Tx& tx) -> Result<std::int64_t> {
            return erase_old_words(tx, cast.now(), 100);
        });
    };
    cast.clock.advance(deleted_words_kept - Milliseconds{1});
    CHECK(erase() == 0);
    cast.clock.advance(Milliseconds{1});
    CHECK(erase() == 1);
    CHECK_FALSE(has(cast.all_text(), "Deleted words"));
    CHECK(has(cast.all_text(), "Removed words"));
    cast.clock.advance(removed_words_kept - deleted_words_kept);
    CHECK(erase() == 1);
    CHECK_FALSE(has(cast.all_text(), "Removed words"));
    const auto late = cast.decide(removed.id, Action::restore);
    REQUIRE(late.has_error());
    CHECK(late.error().reason == Refusal::gone);
}

TEST_CASE("network addresses are erased by their time and touch nothing else")
{
    Cast cast;
    const auto posted = cast.post_with_network(cast.ada, "Words");
    const auto find = [&] {
        return cast.database->read(
            [&](db::Snapshot& s) { return find_sealed_network(s, posted.id); });
    };
    const auto erase = [&](Time before) {
        return *cast.write(
            [&](db::Tx& tx) -> Result<std::int64_t> { return erase_networks(tx, before, 100); });
    };
    CHECK(erase(posted.posted_at) == 0);
    CHECK(find() == "sealed-" + to_string(cast.ada));
    CHECK(erase(posted.posted_at + Milliseconds{1}) == 1);
    CHECK_FALSE(find().has_value());
    CHECK(cast.comment_now(cast.strike, posted.id).has_value());
}

TEST_CASE("an unclaimed reader's comments go over to who proved to be them, with their counts")
{
    Cast cast;
    const auto imported = cast.reader("Ada P.");
    auto remark = cast.remark(cast.strike, imported, 0);
    remark.respect_count = 4;
    const auto old = cast.post(remark);
    cast.settle(cast.strike);
    CHECK(*cast.write([&](db::Tx& tx) {
        return reassign_comments(tx, imported, cast.ada, cast.now());
    }) == Progress::done);
    CHECK(cast.comment_now(cast.strike, old)->author_name == "Ada Plinth");
    CHECK(cast.reader_now(cast.ada).comment_count == 1);
    CHECK(cast.reader_now(cast.ada).respect_received == 4);
}

TEST_CASE("the facts of decisions go with the comment's words that they quote")
{
    Cast cast;
    const auto thread = cast.say(cast.strike, cast.ada);
    cast.decide(thread.id, Action::hold).value();
    const auto facts = [&] {
        return cast.database
            ->read([&](db::Snapshot& s) {
                return moderation::find_decisions_on_comment(s, thread.id, 1);
            })
            .at(0)
            .words;
    };
    cast.take_back(cast.strike, thread.id, cast.ada).value();
    const auto erase = [&] {
        return *cast.write([&](db::Tx& tx) -> Result<std::int64_t> {
            return erase_old_words(tx, cast.now(), 10);
        });
    };
    cast.clock.advance(deleted_words_kept - Milliseconds{1});
    CHECK(erase() == 0);
    CHECK(facts() == "Be kind.");
    cast.clock.advance(Milliseconds{1});
    CHECK(erase() == 1);
    CHECK(facts().empty());
}

TEST_CASE("a reader's own data has every comment, with what it said before, and nobody else's")
{
    Cast cast;
    const auto one = cast.say(cast.strike, cast.ada);
    const auto two = cast.say(cast.strike, cast.ada, one.id);
    cast.say(cast.strike, cast.bo, two.id);
    cast.take_back(cast.strike, two.id, cast.ada).value();
    cast.database->read([&](db::Snapshot& s) {
        const auto first = export_comments(s, cast.ada, {}, 1);
        REQUIRE(first.size() == 1);
        CHECK(first[0].own.comment.id == one.id);
        CHECK(first[0].story_slug == "ferry-strike");
        const auto& last = first[0].own.comment;
        const auto rest = export_comments(s, cast.ada, {last.posted_at, last.id}, 10);
        REQUIRE(rest.size() == 1);
        CHECK(rest[0].own.comment.id == two.id);
    });
}

} // namespace masthead::comments
