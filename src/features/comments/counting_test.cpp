#include "features/comments/edit_comment.hpp"
#include "features/comments/reader_data.hpp"
#include "features/comments/respect_comment.hpp"

#include "forum_cast.hpp"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <tuple>

namespace masthead::comments {

namespace {

constexpr db::Query select_listing{"test.comments_listing", R"sql(
    SELECT id, listed, reply_count FROM comments ORDER BY id
)sql"};
constexpr db::Query select_story_counts{"test.story_counts", R"sql(
    SELECT comment_count, thread_count, last_comment_at_ms FROM stories WHERE id = ?
)sql"};
constexpr db::Query count_own{"test.count_own", R"sql(
    SELECT COUNT(*) FROM comments WHERE reader_id = ? AND state = 0
)sql"};
constexpr db::Query sum_respect{"test.sum_respect", R"sql(
    SELECT COALESCE(SUM(respect_count), 0) FROM comments WHERE reader_id = ?
)sql"};

using Row = std::tuple<std::int64_t, std::int64_t, std::int64_t>;

struct Cast : test::ForumCast {
    StoryId strike = story("ferry-strike");
    std::vector<ReaderId> readers{member("Ada Plinth"), member("Bo Larkrise"), member("Cy Moor")};
    std::vector<CommentId> comments;
    std::mt19937 random;

    explicit Cast(unsigned seed) : random(seed)
    {
        rules.established = {{1'000, Milliseconds{1}}, {100'000, Milliseconds{1}}};
    }

    std::size_t pick(std::size_t count)
    {
        return std::uniform_int_distribution<std::size_t>{0, count - 1}(random);
    }
    ReaderId any_reader() { return readers[pick(readers.size())]; }
    CommentId any_comment()
    {
        return comments.empty() ? CommentId{} : comments[pick(comments.size())];
    }

    std::vector<Row> state_of_all()
    {
        return database->read([&](db::Snapshot& s) {
            const auto read = [](const db::Row& row) {
                return Row{row.integer(0), row.integer(1), row.integer(2)};
            };
            auto rows = s.list(select_listing, {}, read);
            for (const auto& row : s.list(select_story_counts, {strike}, read))
                rows.push_back(row);
            return rows;
        });
    }

    void check_readers()
    {
        for (const auto reader : readers) {
            const auto [own, respect] = database->read([&](db::Snapshot& s) {
                return std::pair{s.integer(count_own, {reader}), s.integer(sum_respect, {reader})};
            });
            const auto now_counted = reader_now(reader);
            REQUIRE(now_counted.comment_count == own);
            REQUIRE(now_counted.respect_received == respect);
        }
    }

    void post(std::shared_ptr<const moderation::RuleBook> book)
    {
        clock.advance(std::chrono::seconds{1});
        const bool reply = pick(4) != 0;
        auto command = words(strike, any_reader(), "Words " + std::to_string(++keys),
                             reply ? any_comment() : CommentId{});
        command.rule_book = std::move(book); // none: it is held
        if (const auto posted = try_post(command))
            comments.push_back(posted->id);
    }

    void step()
    {
        constexpr std::array actions{Action::approve, Action::hold, Action::remove,
                                     Action::restore};
        const auto kind = pick(12);
        if (kind < 5)
            return post(kind == 0 ? nullptr : rule_book);
        if (kind < 6) {
            for (const auto reader : readers)
                (void)take_back(strike, any_comment(), reader);
            return;
        }
        if (kind < 7) {
            (void)write([&](db::Tx& tx) {
                return respect_comment(tx,
                                       {strike, any_comment(), any_reader(),
                                        pick(2) ? Respect::give : Respect::take_back},
                                       now());
            });
            return;
        }
        (void)decide(any_comment(), actions[pick(actions.size())]);
    }
};

} // namespace

TEST_CASE("whatever readers and moderators do, every count is what counting anew gives")
{
    for (unsigned seed = 1; seed <= 4; ++seed) {
        CAPTURE(seed);
        Cast cast{seed};
        for (int step = 0; step < 100; ++step) {
            CAPTURE(step);
            cast.step();
            const auto kept = cast.state_of_all();
            cast.settle(cast.strike);
            REQUIRE(kept == cast.state_of_all());
            if (step % 10 == 0)
                cast.check_readers();
        }
        cast.check_readers();
        REQUIRE(cast.comments.size() > 10);
    }
}

TEST_CASE("holding and releasing everything, and erasing a reader, leave every count right")
{
    Cast cast{99};
    for (int step = 0; step < 120; ++step)
        cast.step();
    const auto check = [&] {
        const auto kept = cast.state_of_all();
        cast.settle(cast.strike);
        CHECK(kept == cast.state_of_all());
        cast.check_readers();
    };
    cast.done([&](db::Tx& tx) { return hold_all(tx, cast.strike, cast.moderator, cast.now()); });
    check();
    cast.done([&](db::Tx& tx) { return release_all(tx, cast.strike, cast.moderator, cast.now()); });
    check();
    while (*cast.write([&](db::Tx& tx) {
        return erase_reader_part(tx, cast.readers[0], cast.now());
    }) == Progress::more) {
    }
    check();
}

} // namespace masthead::comments
